"""The kickoff: scheduled once the start gate opens, held by an agenda, told in a recap within a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account, accounts, audit, handoffs, kickoffs, readiness
from portal.db.account import Header
from portal.domain import lifecycle
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from portal.domain.handoff import Handoff
from portal.domain.kickoff import Kickoff
from portal.domain.lifecycle import Onboarding
from portal.domain.plan import PhasePlan
from portal.domain.playbook import Catalogue
from portal.domain.readiness import gaps_of, look
from portal.domain.roles import Capability
from portal.domain.wording import count_of, day
from portal.jobs.consequences import account_changed

MOST_LEAVE: Final = 90
"""Days that a lead's leave may last."""

NO_ACCOUNT: Final = "There is no account at this address. The portfolio lists every account there is."
GATE_CLOSED: Final = "The kickoff cannot be scheduled yet: %(gaps)s open. Close them, or ask a CSM lead to override."
HELD: Final = "The kickoff took place on %(day)s, so it cannot be moved any more."
NO_KICKOFF: Final = "No kickoff was scheduled here, so there is nothing to recap. The start gate says what is missing."


@dataclass(frozen=True, slots=True)
class KickoffView:
    """What the page of a kickoff shows: the meeting with its agenda, and what its recap is made of.

    `kickoff` is None until one was scheduled, and so is `pilot_on`, the day on which its quickest plan begins a pilot.
    """

    header: Header
    onboarding: Onboarding
    phase: PhasePlan
    kickoff: Kickoff | None
    handoff: Handoff
    pilot_on: date | None


async def show(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, now: datetime) -> KickoffView:
    """The kickoff of an account. Raises NotFound for an unknown one."""
    header = await account.header(session, account_id)
    if header is None:
        raise NotFound(NO_ACCOUNT)
    held = await kickoffs.of_account(session, account_id)
    record = await readiness.load(session, account_id, now)
    until_pilot = timedelta(weeks=catalogue.lifecycle.quickest.pilot_from - 1)
    return KickoffView(
        header=header,
        onboarding=record.facts.onboarding,
        phase=catalogue.lifecycle.phases[lifecycle.Phase.KICKOFF],
        kickoff=held,
        handoff=record.handoff,
        pilot_on=(held.starts_at + until_pilot).date() if held else None,
    )


async def schedule(
    session: AsyncSession,
    *,
    catalogue: Catalogue,
    account_id: UUID,
    version: int,
    starts_at: datetime,
    attendees: Sequence[str],
    doer: Doer,
    now: datetime,
) -> None:
    """Schedule the kickoff, or move it. Raises Forbidden, Invalid, Stale, and Conflict while the gate is closed."""
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    record = await readiness.load(session, account_id, now)
    there = await kickoffs.of_account(session, account_id)
    _require_ahead(record.facts.onboarding, there, starts_at, now)
    if gaps := len(gaps_of(look(catalogue.lifecycle.start, record))):
        await _require_leave(session, account_id, gaps, now)
    meeting = catalogue.lifecycle.phases[lifecycle.Phase.KICKOFF].meeting
    values = {"starts_at": starts_at, "minutes": meeting.book if meeting else 45, "attendees": list(attendees)}
    if not await kickoffs.keep(session, account_id=account_id, version=version, values=values, by=doer.name):
        raise _stale(there)
    await handoffs.keep_run(session, account_id=account_id, given={"kickoff_on": starts_at.astimezone(UTC).date()})
    before = {"starts_at": there.starts_at.isoformat()} if there else {}
    act = Act("kickoff.scheduled", day(starts_at), before=before, after={"starts_at": starts_at.isoformat()})
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    await account_changed(session, account_id, now)


def _require_ahead(onboarding: Onboarding, there: Kickoff | None, starts_at: datetime, now: datetime) -> None:
    kicked_off = onboarding.kickoff_on
    if there and there.over(now):
        raise Conflict(HELD, day=day(there.starts_at))
    if there is None and kicked_off and kicked_off < now.astimezone(UTC).date():
        raise Conflict(HELD, day=day(kicked_off))
    if starts_at <= now:
        message = "This moment has passed. Choose one that is still to come."
        raise Invalid(message)


async def _require_leave(session: AsyncSession, account_id: UUID, gaps: int, now: datetime) -> None:
    given = await kickoffs.leaves(session, account_id)
    if not any(leave.holds_at(now) for leave in given):
        raise Conflict(GATE_CLOSED, gaps=f"{count_of(gaps, 'check')} {'is' if gaps == 1 else 'are'}")


def _stale(there: Kickoff | None) -> Stale:
    if there is None:
        return Stale(version=0, now={}, by=None)
    at = there.starts_at.astimezone(UTC)
    now = {"on": at.date(), "at": at.time(), "attendees": "\n".join(there.attendees), "recap": there.recap or ""}
    return Stale(version=there.version, now=now, by=there.edited_by)


async def keep_recap(
    session: AsyncSession, *, account_id: UUID, version: int, text: str, sent: bool, doer: Doer, now: datetime
) -> None:
    """Keep the recap as it was written; `sent` notes that it went out. Raises Forbidden, NotFound, Stale, Conflict."""
    doer.require_guide()
    there = await kickoffs.of_account(session, account_id)
    if there is None:
        raise NotFound(NO_KICKOFF)
    if sent and now < there.starts_at:
        message = "The kickoff is still to come, so its recap cannot have gone out. Save it as a draft."
        raise Conflict(message)
    values = {"recap": text} | ({"recap_sent_at": now, "recap_sent_by": doer.name} if sent else {})
    if not await kickoffs.keep(session, account_id=account_id, version=version, values=values, by=doer.name):
        raise _stale(there)
    act = Act("kickoff.recap_sent" if sent else "kickoff.recap_saved", day(there.starts_at))
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    await accounts.touch(session, [account_id])


async def give_leave(
    session: AsyncSession, *, account_id: UUID, reason: str, days: int, doer: Doer, now: datetime
) -> None:
    """Let a kickoff be scheduled in spite of gaps for some days. Raises Forbidden, Invalid, and Conflict."""
    _require_lead(doer)
    if not 1 <= days <= MOST_LEAVE:
        message = f"An override lasts between 1 and {MOST_LEAVE} days. Give a day on which to look again."
        raise Invalid(message)
    await accounts.take_turn(session, account_id)
    there = next((one for one in await kickoffs.leaves(session, account_id) if one.holds_at(now)), None)
    if there:
        message = f"{there.by} has overridden the gate until {day(there.expires_at)}. End that override first."
        raise Conflict(message)
    until = now + timedelta(days=days)
    staff_id = doer.actor.id
    if staff_id is None:
        raise Forbidden(ONLY_LEADS)
    await kickoffs.give_leave(session, account_id=account_id, staff_id=staff_id, reason=reason, now=now, until=until)
    act = Act("gate.overridden", day(until), after={"reason": reason, "until": until.isoformat()})
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    await accounts.touch(session, [account_id])


async def end_leave(session: AsyncSession, *, account_id: UUID, doer: Doer, now: datetime) -> None:
    """Let the gate count again. Raises Forbidden, and Conflict where nothing overrides it."""
    _require_lead(doer)
    if not await kickoffs.end_leave(session, account_id=account_id, now=now):
        message = "Nothing overrides the start gate now, so there is nothing to end."
        raise Conflict(message)
    await audit.record(session, account_id=account_id, actor=doer.actor, act=Act("gate.closed", "override"), now=now)
    await accounts.touch(session, [account_id])


ONLY_LEADS: Final = "Only a CSM lead can override the start gate: ask one."


def _require_lead(doer: Doer) -> None:
    if Capability.CSM_LEAD not in doer.capabilities:
        raise Forbidden(ONLY_LEADS)
