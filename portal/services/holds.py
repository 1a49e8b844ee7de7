"""Putting an onboarding on hold: both clocks stop, nothing is due, nobody is nudged, until somebody ends it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit
from portal.db import holds as rows
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, NotFound, Stale
from portal.domain.holds import Hold, check_alone, check_days, check_end
from portal.jobs.consequences import account_changed

NO_ACCOUNT: Final = "There is no account at this address. The portfolio lists every account there is."
NO_SUCH: Final = "There is no such hold. The account's page shows where it stands."
OVER: Final = "This hold has ended, so there is nothing left to change. Start another one if the work rests again."


@dataclass(frozen=True, slots=True)
class Section:
    """Whether an account rests, and its holds: the present one, those that are planned, those that are over."""

    account_id: UUID
    account: str
    today: date
    current: Hold | None
    planned: tuple[Hold, ...]
    past: tuple[Hold, ...]


async def summary(session: AsyncSession, account_id: UUID, now: datetime) -> Section:
    """The holds of an account, for its page. Raises NotFound for an unknown account."""
    account = await accounts.name_of(session, account_id)
    if account is None:
        raise NotFound(NO_ACCOUNT)
    today = now.date()
    found = await rows.of_account(session, account_id)
    return Section(
        account_id=account_id,
        account=account,
        today=today,
        current=next((hold for hold in found if hold.current(today)), None),
        planned=tuple(hold for hold in reversed(found) if hold.planned(today)),
        past=tuple(hold for hold in found if hold.ended_on and not hold.planned(today)),
    )


async def find(session: AsyncSession, *, account_id: UUID, hold_id: UUID) -> Hold:
    """One hold of an account. Raises NotFound, and Conflict where it is over."""
    found = await rows.find(session, account_id=account_id, hold_id=hold_id)
    if found is None:
        raise NotFound(NO_SUCH)
    if found.ended_on:
        raise Conflict(OVER)
    return found


async def start(
    session: AsyncSession,
    *,
    doer: Doer,
    account_id: UUID,
    reason: str,
    started_on: date,
    expected_end_on: date,
    now: datetime,
) -> None:
    """Stop both clocks from a day on. Raises Forbidden, and Invalid for days that will not do."""
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    check_days(started_on, expected_end_on, now.date())
    check_alone(await rows.of_account(session, account_id), started_on, expected_end_on)
    days = {"started_on": started_on, "expected_end_on": expected_end_on}
    await rows.add(session, account_id=account_id, reason=reason, by=doer.name, **days)
    after = {"reason": reason, "from": started_on.isoformat(), "expected_end": expected_end_on.isoformat()}
    await _record(session, doer, account_id, Act("hold.started", reason[:320], {}, after), now)


async def change(
    session: AsyncSession,
    *,
    doer: Doer,
    account_id: UUID,
    hold_id: UUID,
    version: int,
    reason: str,
    expected_end_on: date,
    now: datetime,
) -> None:
    """Change why an account rests, and until when that is expected.

    Raises Forbidden, NotFound, Conflict where the hold is over, Invalid, and Stale.
    """
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    before = await find(session, account_id=account_id, hold_id=hold_id)
    if expected_end_on != before.expected_end_on:
        check_end(before.started_on, expected_end_on, now.date())
        others = [one for one in await rows.of_account(session, account_id) if one.id != hold_id]
        check_alone(others, before.started_on, expected_end_on)
    values: dict[str, Any] = {"reason": reason, "expected_end_on": expected_end_on}
    keys = {"account_id": account_id, "hold_id": hold_id}
    if not await rows.change(session, **keys, version=version, values=values, by=doer.name):
        raise Stale(version=before.version, now=fields(before), by=before.edited_by)
    was = {"reason": before.reason, "expected_end": before.expected_end_on.isoformat()}
    became = {"reason": reason, "expected_end": expected_end_on.isoformat()}
    changed = {name for name in was if was[name] != became[name]}
    old, new = ({name: told[name] for name in changed} for told in (was, became))
    await _record(session, doer, account_id, Act("hold.changed", reason[:320], old, new), now)


async def end(
    session: AsyncSession, *, doer: Doer, account_id: UUID, hold_id: UUID, version: int, now: datetime
) -> None:
    """Let the clocks run again from today on; a hold that is still ahead is called off.

    Raises Forbidden, NotFound, Conflict where it is over, and Stale where it is not at that version any more.
    """
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    hold = await find(session, account_id=account_id, hold_id=hold_id)
    if hold.version != version:
        raise Stale(version=hold.version, now=fields(hold), by=hold.edited_by)
    today = now.date()
    if hold.planned(today):
        await rows.remove(session, account_id=account_id, hold_id=hold_id)
        act = Act("hold.called_off", hold.reason[:320], {"from": hold.started_on.isoformat()}, {})
    else:
        values = {"ended_on": today}
        await rows.change(session, account_id=account_id, hold_id=hold_id, version=version, values=values, by=doer.name)
        expected = {"expected_end": hold.expected_end_on.isoformat()}
        act = Act("hold.ended", hold.reason[:320], expected, {"ended": today.isoformat()})
    await _record(session, doer, account_id, act, now)


def fields(hold: Hold) -> dict[str, object]:
    """What a form shows of a hold, by the names of its fields."""
    return {"reason": hold.reason, "expected_end_on": hold.expected_end_on}


async def _record(session: AsyncSession, doer: Doer, account_id: UUID, act: Act, now: datetime) -> None:
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    await account_changed(session, account_id, now)
