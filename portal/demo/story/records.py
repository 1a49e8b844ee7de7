"""The demo's records: staff, accounts, people, dates, items. Behaviour is not among them; that comes as events."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import (
    Account,
    Base,
    DutyHolder,
    Handoff,
    Hold,
    Member,
    Onboarding,
    Staff,
    Stakeholder,
    Task,
)
from portal.demo.story import handoffs
from portal.demo.story.owners import owners
from portal.demo.story.plan import TYPICAL_DAYS, AccountPlan
from portal.demo.story.targets import target_of
from portal.demo.story.vendor import CSMS, FULLY_BOOKED, SAMIR, STAFF
from portal.domain.lifecycle import PLANNED_GO_LIVE_WEEK, WEEK
from portal.domain.roles import RoleSource

ROOM = 4
"""How many more onboardings a CSM with room can take."""
OPEN_WEEKS_AFTER_GO_LIVE = 26 - PLANNED_GO_LIVE_WEEK


async def add_staff(
    session: AsyncSession, plans: Sequence[AccountPlan], *, connection_id: UUID, now: datetime
) -> dict[str, UUID]:
    """The vendor's people, who sign in through the vendor's connection; their ids by subject."""
    limits = _limits(plans, now.date())
    rows = [
        Staff(
            connection_id=connection_id,
            subject=person.subject,
            email=person.email,
            name=person.name,
            title=person.title,
            capabilities=[capability.value for capability in person.capabilities],
            onboarding_limit=limits.get(person.subject, ROOM),
            booking_url=person.booking_url,
            created_at=now,
        )
        for person in STAFF
    ]
    session.add_all(rows)
    await session.flush()
    return {row.subject: row.id for row in rows if row.subject}


def _limits(plans: Sequence[AccountPlan], today: date) -> dict[str, int]:
    """How many each can carry: room for some more, but for one CSM who has taken on too many."""
    carried = {csm: sum(plan.csm is csm and _open(plan, today) for plan in plans) for csm in CSMS}
    limits = {csm.subject: max(n - 1, 1) if csm is FULLY_BOOKED else n + ROOM for csm, n in carried.items()}
    return {**limits, SAMIR.subject: sum(_open(plan, today) for plan in plans) + ROOM}


def _open(plan: AccountPlan, today: date) -> bool:
    return plan.went_live_on is None or plan.went_live_on > today - OPEN_WEEKS_AFTER_GO_LIVE * WEEK


async def add_accounts(
    session: AsyncSession, plans: Sequence[AccountPlan], staff: Mapping[str, UUID], now: datetime
) -> None:
    """The accounts with everything that was agreed or recorded about them, but for their members."""
    # Nothing tells SQLAlchemy that a table refers to another, so each is written before those that refer to it.
    for rows in (
        (_account(plan) for plan in plans),
        (row for plan in plans for row in _run_rows(plan, staff, now)),
        (row for plan in plans for row in _stakeholder_rows(plan)),
        (row for plan in plans for row in (*_duty_rows(plan), *_item_rows(plan), *owners(plan))),
    ):
        session.add_all(rows)
        await session.flush()


def add_members(session: AsyncSession, plan: AccountPlan, *, connection_id: UUID) -> None:
    """An account's members, who sign in through the account's connection."""
    session.add_all(
        Member(
            id=member.id,
            account_id=plan.id,
            external_id=member.external_id,
            connection_id=connection_id,
            subject=member.external_id,
            email=member.email,
            name=member.name,
            role=member.role,
            # Newcomers were invited; everybody else's role comes from a group at their company.
            role_source=RoleSource.PORTAL if member.fresh else RoleSource.GROUPS,
            pilot=member.pilot,
            created_at=member.created_at,
            welcomed_at=None if member.fresh or plan.situation.before_kickoff else member.created_at,
        )
        for member in plan.members
    )


def _account(plan: AccountPlan) -> Account:
    company = plan.company
    return Account(
        id=plan.id,
        external_id=company.slug,
        name=company.name,
        industry=company.industry,
        seats=company.seats,
        created_at=plan.created_at,
    )


def _run_rows(plan: AccountPlan, staff: Mapping[str, UUID], now: datetime) -> Iterator[Base]:
    yield _onboarding(plan, staff)
    if plan.situation.handoff:
        received = plan.created_at + timedelta(days=2)
        yield Handoff(
            account_id=plan.id,
            received_at=min(received, now),
            deal_drivers=plan.deal_drivers,
            hub_url=plan.hub_url,
            success_metric=plan.success_metric,
            **handoffs.record(plan),
        )
    if target := target_of(plan):
        yield target
    yield from _hold_rows(plan, now.date())


def _onboarding(plan: AccountPlan, staff: Mapping[str, UUID]) -> Onboarding:
    return Onboarding(
        account_id=plan.id,
        csm_id=staff[plan.csm.subject] if plan.csm else None,
        technical_lead_id=staff[SAMIR.subject] if plan.situation.handoff else None,
        kickoff_on=None if plan.situation.blocked else plan.kickoff_on,
        target_go_live_on=plan.target_go_live_on,
        went_live_on=plan.went_live_on,
        pilot_started_on=plan.pilot_started_on,
        typical_days=TYPICAL_DAYS,
    )


def _stakeholder_rows(plan: AccountPlan) -> Iterator[Base]:
    for holder in plan.stakeholders:
        about = {"name": holder.name, "title": holder.title, "email": holder.email}
        yield Stakeholder(id=holder.id, account_id=plan.id, **about, **handoffs.about_owner(plan, holder))


def _duty_rows(plan: AccountPlan) -> Iterator[Base]:
    yield from handoffs.parts(plan)
    for holder in plan.stakeholders:
        yield DutyHolder(account_id=plan.id, duty=holder.duty, stakeholder_id=holder.id)


def _item_rows(plan: AccountPlan) -> Iterator[Base]:
    named = {holder.id: holder.name for holder in plan.stakeholders}
    for item in plan.items:
        yield Task(
            account_id=plan.id,
            stakeholder_id=item.owner_id,
            title=item.title,
            due_on=item.due_on,
            done_on=item.done_on,
            done_by=named.get(item.owner_id) if item.owner_id and item.done_on else None,
        )


def _hold_rows(plan: AccountPlan, today: date) -> Iterator[Base]:
    hold = plan.situation.hold
    if hold and plan.hold_from:
        ends = today + timedelta(days=hold.ends_in)
        yield Hold(account_id=plan.id, reason=hold.reason, started_on=plan.hold_from, expected_end_on=ends)
