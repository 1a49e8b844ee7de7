"""Touchpoints of an account: holding them, moving them, skipping them, each as a note that the calendar shows."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, runs
from portal.db import touchpoints as rows
from portal.domain import lifecycle
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, NotFound, Stale
from portal.domain.playbook import Catalogue
from portal.domain.touchpoints import Key, Settled, Touchpoint, check_move, put_together
from portal.jobs.consequences import account_changed

NO_ACCOUNT: Final = "There is no account at this address. The portfolio lists every account there is."
NO_SUCH: Final = "This account has no such touchpoint. Its page lists those there are."
FORECAST: Final = "The account is not live yet, so this is only a forecast. Declare go-live first."
SETTLED: Final = "This touchpoint is over already. Open it again first if that is not so."


async def of_account(
    session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, now: datetime
) -> tuple[Touchpoint, ...]:
    """The touchpoints of an account in the order of the plan. Raises NotFound for an unknown account."""
    run = (await runs.load_runs(session, accounts=[account_id], now=now)).get(account_id)
    if run is None:
        raise NotFound(NO_ACCOUNT)
    playbook = catalogue.lifecycle
    stations = lifecycle.touchpoints(run.onboarding, playbook.schedule, now.astimezone(UTC).date())
    noted = (await rows.records(session, [account_id])).get(account_id, {})
    return put_together(account_id, stations, {one.id: one for one in playbook.touchpoints}, noted)


async def taken(
    session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, key: Key | None, now: datetime
) -> Touchpoint:
    """One touchpoint of an account, to change something about: nobody else changes it meanwhile. Raises NotFound."""
    await accounts.take_turn(session, account_id)
    return await find(session, catalogue=catalogue, account_id=account_id, key=key, now=now)


async def find(
    session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, key: Key | None, now: datetime
) -> Touchpoint:
    """One touchpoint of an account. Raises NotFound."""
    every = await of_account(session, catalogue=catalogue, account_id=account_id, now=now)
    found = next((one for one in every if one.key == key), None)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


async def finish(
    session: AsyncSession, *, doer: Doer, touchpoint: Touchpoint, version: int, outcome: str, now: datetime
) -> None:
    """Say that a touchpoint was held, and what came of it. Raises Forbidden, Conflict for a forecast, and Stale."""
    await _settle(session, doer, touchpoint, version=version, settled=Settled.DONE, note=outcome, now=now)


async def skip(
    session: AsyncSession, *, doer: Doer, touchpoint: Touchpoint, version: int, reason: str, now: datetime
) -> None:
    """Say that a touchpoint will not be held, and why. Raises Forbidden, Conflict for a forecast, and Stale."""
    await _settle(session, doer, touchpoint, version=version, settled=Settled.SKIPPED, note=reason, now=now)


async def move(
    session: AsyncSession, *, doer: Doer, touchpoint: Touchpoint, version: int, to: date, now: datetime
) -> None:
    """Hold a touchpoint on another day; that of the plan stays known, and moving back to it undoes the move.

    Raises Forbidden, Invalid for a day that will not do, Conflict for a forecast or one that is over, and Stale.
    """
    _require(doer, touchpoint)
    if touchpoint.record.settled:
        raise Conflict(SETTLED)
    check_move(to, now.astimezone(UTC).date())
    values = {"moved_to": None if to == touchpoint.station.planned_on else to}
    await _save(session, doer, touchpoint, version, values)
    before, after = {"day": touchpoint.on.isoformat()}, {"day": to.isoformat()}
    await _record(session, doer, touchpoint, Act("touchpoint.moved", touchpoint.name, before, after), now)


async def reopen(session: AsyncSession, *, doer: Doer, touchpoint: Touchpoint, version: int, now: datetime) -> None:
    """Say that a touchpoint is not over after all; twice is as once. Raises Forbidden, and Stale."""
    doer.require_guide()
    if touchpoint.record.settled is None:
        return
    await _save(session, doer, touchpoint, version, {"settled": None, "settled_on": None, "settled_by": None})
    await _record(session, doer, touchpoint, Act("touchpoint.reopened", touchpoint.name), now)


def fields(touchpoint: Touchpoint) -> dict[str, object]:
    """What the forms show of a touchpoint, by the names of their fields."""
    return {"note": touchpoint.record.note, "to": touchpoint.on}


async def _settle(
    session: AsyncSession,
    doer: Doer,
    touchpoint: Touchpoint,
    *,
    version: int,
    settled: Settled,
    note: str,
    now: datetime,
) -> None:
    _require(doer, touchpoint)
    today = now.astimezone(UTC).date()
    values = {"settled": settled, "settled_on": today, "settled_by": doer.name, "note": note}
    await _save(session, doer, touchpoint, version, values)
    act = Act(f"touchpoint.{settled}", touchpoint.name, after={"note": note})
    await _record(session, doer, touchpoint, act, now)


def _require(doer: Doer, touchpoint: Touchpoint) -> None:
    doer.require_guide()
    if touchpoint.station.forecast:
        raise Conflict(FORECAST)


async def _save(
    session: AsyncSession, doer: Doer, touchpoint: Touchpoint, version: int, values: dict[str, Any]
) -> None:
    account_id, key = touchpoint.account_id, touchpoint.key
    if not await rows.save(session, account_id=account_id, key=key, version=version, values=values, by=doer.name):
        there = touchpoint.record
        raise Stale(version=there.version, now=fields(touchpoint), by=there.edited_by)


async def _record(session: AsyncSession, doer: Doer, touchpoint: Touchpoint, act: Act, now: datetime) -> None:
    await audit.record(session, account_id=touchpoint.account_id, actor=doer.actor, act=act, now=now)
    await account_changed(session, touchpoint.account_id, now)
