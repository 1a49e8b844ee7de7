"""Touchpoints as a calendar writes them: moved, held or skipped, or not over after all, in one go."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit, touchpoints
from portal.domain.audit import Act, Actor
from portal.domain.errors import Conflict, Invalid
from portal.domain.touchpoints import Record, Touchpoint, check_move
from portal.jobs.consequences import account_changed

FORECAST: Final = "The account is not live yet, so this is only a forecast. Change it once go-live is declared."
SETTLED: Final = "This touchpoint is over already. Send settled as null with the new day if it is not."
NO_NOTE: Final = "Send a note with it: what came of the touchpoint, or why it was skipped."
TOO_EARLY: Final = "A note says what came of it: send settled with it, done or skipped."
OF_RECORD: Final = ("moved_to", "settled", "settled_on", "settled_by", "note")


async def keep(
    session: AsyncSession, before: Touchpoint, given: Mapping[str, Any], *, actor: Actor, now: datetime
) -> None:
    """Change what is noted of a touchpoint: its day `on`, whether it is `settled`, and the `note`.

    Nobody else may change it meanwhile. Raises Conflict for a forecast and for a new day of what is over, and
    Invalid for a day that will not do and for what is over without a note.
    """
    today = now.astimezone(UTC).date()
    after = _settled(_moved(before, given.get("on", before.on), given, today), given, actor.name, today)
    if after == before.record:
        return
    if before.station.forecast:
        raise Conflict(FORECAST)
    values = {name: getattr(after, name) for name in OF_RECORD}
    account_id, version = before.account_id, before.record.version
    await touchpoints.save(
        session, account_id=account_id, key=before.key, version=version, values=values, by=actor.name
    )
    for act in _acts(before, after):
        await audit.record(session, account_id=account_id, actor=actor, act=act, now=now)
    await account_changed(session, account_id, now)


def _moved(before: Touchpoint, on: date, given: Mapping[str, Any], today: date) -> Record:
    """What is noted once it is to be held on that day; that of the plan undoes a move."""
    if on == before.on:
        return before.record
    if given.get("settled", before.record.settled):
        raise Conflict(SETTLED)
    check_move(on, today)
    return replace(before.record, moved_to=None if on == before.station.planned_on else on)


def _settled(record: Record, given: Mapping[str, Any], by: str, today: date) -> Record:
    """What is noted once it is said whether it is over, and what came of it."""
    settled, note = given.get("settled", record.settled), given.get("note", record.note)
    if settled is None:
        if note != record.note:
            raise Invalid(TOO_EARLY)
        return replace(record, settled=None, settled_on=None, settled_by=None)
    if not note.strip():
        raise Invalid(NO_NOTE)
    if settled is record.settled:
        return replace(record, note=note)
    return replace(record, settled=settled, settled_on=today, settled_by=by, note=note)


def _acts(before: Touchpoint, after: Record) -> Iterator[Act]:
    """The change as the audit tells it, in the words it has for what people do."""
    was = before.record
    if after.moved_to != was.moved_to:
        day = after.moved_to or before.station.planned_on or before.on
        yield Act("touchpoint.moved", before.name, {"day": before.on.isoformat()}, {"day": day.isoformat()})
    if after.settled is None and was.settled:
        yield Act("touchpoint.reopened", before.name)
    if after.settled and (after.settled, after.note) != (was.settled, was.note):
        yield Act(f"touchpoint.{after.settled}", before.name, after={"note": after.note})
