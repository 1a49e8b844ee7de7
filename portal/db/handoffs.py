"""Queries on the handoff record: everything that is known before kickoff, kept section by section."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import seats, upsert
from portal.db.signals import OPEN_AFTER_GO_LIVE
from portal.db.tables import Account, Handoff, HandoffSection, Onboarding, Staff, SuccessTarget
from portal.domain import handoff
from portal.domain.handoff import FIELDS, Chapter
from portal.domain.roles import Capability
from portal.domain.signals import Guide

RUN = ("csm_id", "technical_lead_id", "target_go_live_on")
GOALS = ("baseline", "baseline_source", "goal_3", "goal_6", "goal_12")
TARGET = {"metric_id": "metric_id", "metric_name": "name", "metric_unit": "unit"} | dict(zip(GOALS, GOALS, strict=True))
"""The fields that are kept with what was agreed to reach, by the columns there."""
OWNER = {"owner_capacity": "capacity", "owner_authority": "authority", "owner_motivation": "motivation"}
"""The fields that are kept with the project owner, by the columns there."""
OWN = tuple(name for fields in FIELDS.values() for name in fields if name not in {*RUN, *TARGET, *OWNER})
"""The fields that the record itself keeps."""
HISTORY = 500
"""So many of the newest go-lives say how long one takes."""


class Saved(NamedTuple):
    """Who saved a section last, when, and the fingerprint of what it held then."""

    fingerprint: int
    by: str
    at: datetime


class Colleague(NamedTuple):
    """One of the vendor's people who can be assigned, and how many onboardings they can carry."""

    id: UUID
    name: str
    email: str
    limit: int
    leads: bool


async def load(session: AsyncSession, account_id: UUID) -> handoff.Handoff:
    """The record of an account; an empty one where sales has not handed it over."""
    columns = [getattr(Handoff, name) for name in OWN] + [getattr(Onboarding, name) for name in RUN]
    query = (
        select(Handoff.received_at, *columns)
        .select_from(Account)
        .outerjoin(Onboarding, Onboarding.account_id == Account.id)
        .outerjoin(Handoff, Handoff.account_id == Account.id)
        .where(Account.id == account_id)
    )
    row = dict((await session.execute(query)).mappings().one())
    received = row.pop("received_at")
    about = await seats.owner(session, account_id)
    found = handoff.Handoff(received_on=received.date() if received else None, **row)
    return replace(
        found,
        **{field: about.get(column) for field, column in OWNER.items()},
        **await _target(session, account_id),
        people=await seats.people(session, account_id),
    )


async def _target(session: AsyncSession, account_id: UUID) -> dict[str, Any]:
    """The first metric that was agreed, as the fields of its form."""
    columns = [getattr(SuccessTarget, column).label(field) for field, column in TARGET.items()]
    query = select(*columns).where(SuccessTarget.account_id == account_id)
    found = await session.execute(query.order_by(SuccessTarget.agreed_on, SuccessTarget.metric_id).limit(1))
    return next((dict(row) for row in found.mappings()), {})


async def saved(session: AsyncSession, account_id: UUID) -> dict[str, Saved]:
    """Each section that was ever saved in the portal."""
    of = HandoffSection
    query = select(of.section, of.fingerprint, of.edited_by, of.edited_at).where(of.account_id == account_id)
    return {row.section: Saved(row.fingerprint, row.edited_by, row.edited_at) for row in await session.execute(query)}


async def note_saved(session: AsyncSession, *, account_id: UUID, chapter: Chapter, saved: Saved) -> None:
    """Note that a section was saved."""
    about = {"fingerprint": saved.fingerprint, "edited_by": saved.by, "edited_at": saved.at}
    row = {"account_id": account_id, "section": chapter.value, **about}
    statement = upsert.insert(session, HandoffSection).values(row)
    await session.execute(statement.on_conflict_do_update(index_elements=["account_id", "section"], set_=about))


async def keep(session: AsyncSession, *, account_id: UUID, given: Mapping[str, Any], now: datetime) -> None:
    """Keep some fields of the record, each where it belongs; the record begins with the first of them."""
    own = {name: value for name, value in given.items() if name in OWN}
    start = {"account_id": account_id, "received_at": now, "deal_drivers": ""}
    await session.execute(upsert.insert(session, Handoff).values(start).on_conflict_do_nothing())
    if own:
        row = {**own, "deal_drivers": own["deal_drivers"] or ""} if "deal_drivers" in own else own
        await session.execute(update(Handoff).where(Handoff.account_id == account_id).values(row))
    if run := {name: value for name, value in given.items() if name in RUN}:
        await keep_run(session, account_id=account_id, given=run)
    if about := {column: given[field] for field, column in OWNER.items() if field in given}:
        await seats.describe_owner(session, account_id=account_id, about=about)
    if given.get("metric_id"):
        await _keep_target(session, account_id, {column: given[field] for field, column in TARGET.items()}, now.date())


async def keep_run(session: AsyncSession, *, account_id: UUID, given: Mapping[str, Any]) -> None:
    """Keep columns of an account's run, which begins with the first of them."""
    start = {"account_id": account_id, "typical_days": 0}
    await session.execute(upsert.insert(session, Onboarding).values(start).on_conflict_do_nothing())
    await session.execute(update(Onboarding).where(Onboarding.account_id == account_id).values(given))


async def _keep_target(session: AsyncSession, account_id: UUID, row: Mapping[str, Any], today: date) -> None:
    statement = upsert.insert(session, SuccessTarget).values({**row, "account_id": account_id, "agreed_on": today})
    changed = {name: statement.excluded[name] for name in row if name != "metric_id"}
    await session.execute(statement.on_conflict_do_update(index_elements=["account_id", "metric_id"], set_=changed))


async def technical_lead(session: AsyncSession, account_id: UUID, today: date) -> Guide | None:
    """The vendor's technical lead of an account, with their other open onboardings."""
    mine = select(Onboarding.technical_lead_id).where(Onboarding.account_id == account_id).scalar_subquery()
    open_now = or_(Onboarding.went_live_on.is_(None), Onboarding.went_live_on > today - OPEN_AFTER_GO_LIVE)
    others = (Onboarding.technical_lead_id == Staff.id) & (Onboarding.account_id != account_id) & open_now
    query = (
        select(Staff.name, func.count(Onboarding.account_id), Staff.onboarding_limit)
        .outerjoin(Onboarding, others)
        .where(Staff.id == mine)
        .group_by(Staff.id, Staff.name, Staff.onboarding_limit)
    )
    row = (await session.execute(query)).one_or_none()
    return Guide(*row) if row else None


async def colleagues(session: AsyncSession) -> list[Colleague]:
    """The vendor's people who have not left, by name; `leads` says who is a CSM lead."""
    query = select(Staff.id, Staff.name, Staff.email, Staff.onboarding_limit, Staff.capabilities)
    found = await session.execute(query.where(Staff.disabled_at.is_(None)).order_by(Staff.name, Staff.id))
    return [
        Colleague(row.id, row.name, row.email, row.onboarding_limit, Capability.CSM_LEAD in row.capabilities)
        for row in found
    ]


async def days_to_go_live(session: AsyncSession) -> list[tuple[int | None, int]]:
    """For each of the newest go-lives, the account's seats and the days it took from kickoff."""
    query = (
        select(Account.seats, Onboarding.kickoff_on, Onboarding.went_live_on)
        .join(Onboarding, Onboarding.account_id == Account.id)
        .where(Onboarding.kickoff_on.is_not(None), Onboarding.went_live_on.is_not(None))
        .order_by(Onboarding.went_live_on.desc(), Account.id)
        .limit(HISTORY)
    )
    found = await session.execute(query)
    return [(size, (live - kickoff).days) for size, kickoff, live in found if live and kickoff]
