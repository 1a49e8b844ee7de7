"""Meetings with an account: setting them up, moving them, calling them off, and saying what came of them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, touchpoints
from portal.db import meetings as rows
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, Invalid, NotFound, Stale
from portal.domain.meetings import Details, Meeting, Organiser
from portal.domain.people import SignedInStaff
from portal.domain.touchpoints import Record, Settled
from portal.domain.wording import day
from portal.jobs.consequences import account_changed

NO_ACCOUNT: Final = "There is no account at this address. The portfolio lists every account there is."
NO_SUCH: Final = "There is no such meeting. The account's page lists those there are."
CANCELLED: Final = "This meeting was called off on %(day)s. Set up another one instead."
HELD: Final = "This meeting took place on %(day)s, so it cannot be called off any more."
TO_COME: Final = "This meeting is still to come. Say what came of it once it has begun."
TOO_FAR: Final = "This is more than two years away. Choose a nearer day."
FARTHEST: Final = timedelta(days=731)
SHOWN: Final = 50
"""So many of an account's latest meetings are listed."""


@dataclass(frozen=True, slots=True)
class Section:
    """An account's meetings: those ahead with the next first, and those before with the latest first."""

    account_id: UUID
    account: str
    ahead: tuple[Meeting, ...]
    before: tuple[Meeting, ...]


async def summary(session: AsyncSession, account_id: UUID, now: datetime) -> Section:
    """The meetings of an account, for its page. Raises NotFound for an unknown account."""
    account = await accounts.name_of(session, account_id)
    if account is None:
        raise NotFound(NO_ACCOUNT)
    found = await rows.of_account(session, account_id, limit=SHOWN)
    ahead = [one for one in found if one.ends_at > now and not one.cancelled_at]
    before = [one for one in found if one.ends_at <= now or one.cancelled_at]
    return Section(account_id, account, tuple(reversed(ahead)), tuple(before))


async def find(session: AsyncSession, *, account_id: UUID, meeting_id: UUID) -> Meeting:
    """One meeting of an account. Raises NotFound."""
    found = await rows.find(session, account_id=account_id, meeting_id=meeting_id)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


async def add(
    session: AsyncSession,
    *,
    staff: SignedInStaff,
    doer: Doer,
    account_id: UUID,
    details: Details,
    host: str,
    now: datetime,
) -> UUID:
    """Set up a meeting, organised by one of the staff; its id. `host` ends its name in calendars.

    Raises Forbidden, NotFound, and Invalid for a day too far away.
    """
    doer.require_guide()
    account = await accounts.name_of(session, account_id)
    if account is None:
        raise NotFound(NO_ACCOUNT)
    _require_near(details, now)
    meeting_id = uuid4()
    meeting = Meeting(
        id=meeting_id,
        account_id=account_id,
        account=account,
        details=details,
        organiser=Organiser(staff.id, staff.name, staff.email),
        uid=f"{meeting_id}@{host}",
        sequence=0,
        changed_at=now,
        invited_at=None,
        cancelled_at=None,
        done_at=None,
        outcome="",
        version=1,
        edited_by=doer.name,
    )
    await rows.add(session, meeting=meeting)
    await _record(session, doer, meeting, Act("meeting.added", details.title, {}, told(details)), now)
    return meeting_id


async def change(
    session: AsyncSession,
    *,
    doer: Doer,
    account_id: UUID,
    meeting_id: UUID,
    version: int,
    details: Details,
    now: datetime,
) -> None:
    """Change a meeting that was at that version; calendars learn of it by its grown sequence.

    Raises Forbidden, NotFound, Conflict where it was called off, Invalid, and Stale.
    """
    before = await _taken(session, doer, account_id, meeting_id)
    if before.details == details and before.version == version:
        return
    _require_near(details, now)
    values = {**rows.columns(details), "sequence": before.sequence + 1, "changed_at": now}
    await _save(session, before, doer, version, values)
    old, new = told(before.details), told(details)
    changed = {name for name in new if old[name] != new[name]}
    was, became = ({name: said[name] for name in changed} for said in (old, new))
    await _record(session, doer, before, Act("meeting.changed", before.details.title, was, became), now)


async def cancel(
    session: AsyncSession, *, doer: Doer, account_id: UUID, meeting_id: UUID, version: int, now: datetime
) -> None:
    """Call a meeting off that was at that version.

    Raises Forbidden, NotFound, Conflict where it was called off or held already, and Stale.
    """
    meeting = await _taken(session, doer, account_id, meeting_id)
    if meeting.done_at:
        raise Conflict(HELD, day=day(meeting.details.starts_at))
    values = {"cancelled_at": now, "sequence": meeting.sequence + 1, "changed_at": now}
    await _save(session, meeting, doer, version, values)
    await _record(session, doer, meeting, Act("meeting.cancelled", meeting.details.title), now)


async def finish(
    session: AsyncSession, *, doer: Doer, account_id: UUID, meeting_id: UUID, version: int, outcome: str, now: datetime
) -> None:
    """Say what came of a meeting, or put it differently; its touchpoint, if it has one, was held with it.

    Raises Forbidden, NotFound, Conflict, and Stale.
    """
    meeting = await _taken(session, doer, account_id, meeting_id)
    if meeting.details.starts_at > now:
        raise Conflict(TO_COME)
    values = {"done_at": meeting.done_at or now, "outcome": outcome}
    await _save(session, meeting, doer, version, values)
    await _settle(session, doer, meeting, outcome, now)
    await _record(session, doer, meeting, Act("meeting.held", meeting.details.title, {}, {"outcome": outcome}), now)


def fields(meeting: Meeting) -> dict[str, object]:
    """What the forms show of a meeting, by the names of their fields."""
    details = meeting.details
    return {
        "title": details.title,
        "kind": details.kind.value,
        "starts_at": details.starts_at,
        "minutes": details.minutes,
        "attendees": "\n".join(details.attendees),
        "place": details.place,
        "note": details.note,
        "touchpoint": str(details.touchpoint) if details.touchpoint else "",
        "outcome": meeting.outcome,
    }


def told(details: Details) -> dict[str, str | None]:
    """What the audit keeps of a meeting."""
    return {
        "title": details.title,
        "starts_at": details.starts_at.isoformat(),
        "minutes": str(details.minutes),
        "attendees": ", ".join(details.attendees) or None,
        "place": details.place or None,
    }


def _require_near(details: Details, now: datetime) -> None:
    if abs(details.starts_at - now) > FARTHEST:
        raise Invalid(TOO_FAR)


async def _taken(session: AsyncSession, doer: Doer, account_id: UUID, meeting_id: UUID) -> Meeting:
    """A meeting to change something about: nobody else changes it meanwhile."""
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    meeting = await find(session, account_id=account_id, meeting_id=meeting_id)
    if meeting.cancelled_at:
        raise Conflict(CANCELLED, day=day(meeting.cancelled_at))
    return meeting


async def _save(session: AsyncSession, there: Meeting, doer: Doer, version: int, values: dict[str, Any]) -> None:
    keys = {"account_id": there.account_id, "meeting_id": there.id}
    if not await rows.change(session, **keys, version=version, values=values, by=doer.name):
        raise Stale(version=there.version, now=fields(there), by=there.edited_by)


async def _settle(session: AsyncSession, doer: Doer, meeting: Meeting, outcome: str, now: datetime) -> None:
    """Note the same of the touchpoint it was held for, unless something was noted there already."""
    key = meeting.details.touchpoint
    if key is None:
        return
    noted = (await touchpoints.records(session, [meeting.account_id])).get(meeting.account_id, {})
    there = noted.get(key, Record())
    if there.settled is None:
        on = now.astimezone(UTC).date()
        values = {"settled": Settled.DONE, "settled_on": on, "settled_by": doer.name, "note": outcome}
        account_id, version = meeting.account_id, there.version
        await touchpoints.save(session, account_id=account_id, key=key, version=version, values=values, by=doer.name)


async def _record(session: AsyncSession, doer: Doer, meeting: Meeting, act: Act, now: datetime) -> None:
    await audit.record(session, account_id=meeting.account_id, actor=doer.actor, act=act, now=now)
    await account_changed(session, meeting.account_id, now)
