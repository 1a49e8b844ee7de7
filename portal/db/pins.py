"""Queries on which account is on which revision of the playbook."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, insert, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import upsert
from portal.db.bulk import one_of
from portal.db.tables import (
    Account,
    Member,
    MilestoneCompletion,
    Onboarding,
    PlaybookPin,
    StepCompletion,
    StepCounter,
)
from portal.domain.edits import Edits, Pin
from portal.domain.roles import Role


class InFlight(NamedTuple):
    """An account that has begun; `pin` is None where it follows the live revision."""

    id: UUID
    external_id: str
    name: str
    pin: Pin | None


class Reached(NamedTuple):
    """The roles of an account's people, the milestones anybody reached, and (milestone id, step id) of ticked steps."""

    roles: set[Role]
    done: set[str]
    ticked: set[tuple[str, str]]


def begun(now: datetime) -> ColumnElement[bool]:
    """Whether an account has begun: its kickoff was, or something on its ladders was counted, ticked or reached."""
    return or_(
        exists().where(Onboarding.account_id == Account.id, Onboarding.kickoff_on <= now.date()),
        *(
            exists().where(table.account_id == Account.id)
            for table in (StepCounter, StepCompletion, MilestoneCompletion)
        ),
    )


async def pin_in_flight(session: AsyncSession, *, revision: int, now: datetime) -> None:
    """Pin every account that has begun, and is not pinned yet, to a revision."""
    free = ~exists().where(PlaybookPin.account_id == Account.id)
    rows = select(
        Account.id,
        literal(revision),
        literal(Edits().to_json(), PlaybookPin.edits.type),
        literal(now, PlaybookPin.at.type),
    ).where(free, begun(now))
    await session.execute(insert(PlaybookPin).from_select(["account_id", "revision", "edits", "at"], rows))


async def in_flight(session: AsyncSession, *, now: datetime, most: int | None = None) -> list[InFlight]:
    """Every account that is pinned or has begun, by external id, or the first so many."""
    query = _accounts().where(or_(PlaybookPin.account_id.is_not(None), begun(now)))
    return [_account(*row) for row in await session.execute(query.order_by(Account.external_id).limit(most))]


async def on_revision(
    session: AsyncSession, revision: int, *, live: bool, after: str, most: int, among: Collection[UUID] | None = None
) -> list[InFlight]:
    """The accounts on a revision by external id, from the one after `after`; the live one's are also all without a pin.

    `among` are the only ones to look at.
    """
    there = PlaybookPin.revision == revision
    query = _accounts().where(or_(there, PlaybookPin.account_id.is_(None)) if live else there)
    if among is not None:
        query = query.where(one_of(session, Account.id, among))
    query = query.where(Account.external_id > after).order_by(Account.external_id).limit(most)
    return [_account(*row) for row in await session.execute(query)]


async def unpinned(session: AsyncSession) -> int:
    """How many accounts follow the live revision."""
    total = select(func.count()).select_from(Account).scalar_subquery()
    pinned = select(func.count()).select_from(PlaybookPin).scalar_subquery()
    return await session.scalar(select(total - pinned)) or 0


async def by_external_id(session: AsyncSession, external_id: str) -> InFlight | None:
    """The account of that id, begun or not."""
    row = (await session.execute(_accounts().where(Account.external_id == external_id))).one_or_none()
    return _account(*row) if row else None


async def of_account(session: AsyncSession, account_id: UUID) -> Pin | None:
    """The pin of one account, or None where it follows the live revision."""
    return (await of_accounts(session, [account_id])).get(account_id)


async def of_accounts(session: AsyncSession, accounts: Collection[UUID]) -> dict[UUID, Pin]:
    """The pins of those of these accounts that have one."""
    query = select(PlaybookPin.account_id, PlaybookPin.revision, PlaybookPin.edits).where(
        one_of(session, PlaybookPin.account_id, accounts)
    )
    rows = await session.execute(query)
    return {account: Pin(revision, Edits.from_json(edits)) for account, revision, edits in rows}


async def put(session: AsyncSession, account_id: UUID, pin: Pin, *, now: datetime) -> None:
    """Pin one account, in place of any pin before."""
    values = {"revision": pin.revision, "edits": pin.edits.to_json(), "at": now}
    statement = upsert.insert(session, PlaybookPin).values(account_id=account_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=[PlaybookPin.account_id], set_=values))


async def counts(session: AsyncSession) -> dict[int, int]:
    """How many accounts are pinned to each revision."""
    query = select(PlaybookPin.revision, func.count()).group_by(PlaybookPin.revision)
    return dict((await session.execute(query)).all())


async def climbing(session: AsyncSession, accounts: Collection[UUID]) -> dict[UUID, Reached]:
    """What each of these accounts' people are and reached."""
    found = {account: Reached(set(), set(), set()) for account in accounts}
    people = select(Member.account_id, Member.role).where(
        one_of(session, Member.account_id, accounts), Member.disabled_at.is_(None)
    )
    for account, role in await session.execute(people.distinct()):
        found[account].roles.add(role)
    done = select(MilestoneCompletion.account_id, MilestoneCompletion.milestone_id).where(
        one_of(session, MilestoneCompletion.account_id, accounts)
    )
    for account, milestone in await session.execute(done.distinct()):
        found[account].done.add(milestone)
    of = StepCompletion
    ticks = select(of.account_id, of.milestone_id, of.step_id).where(one_of(session, of.account_id, accounts))
    for account, milestone, step in await session.execute(ticks.distinct()):
        found[account].ticked.add((milestone, step))
    return found


def _accounts() -> Select[*tuple[Any, ...]]:
    return select(Account.id, Account.external_id, Account.name, PlaybookPin.revision, PlaybookPin.edits).outerjoin(
        PlaybookPin, PlaybookPin.account_id == Account.id
    )


def _account(
    account_id: UUID, external_id: str, name: str, revision: int | None, edits: dict[str, Any] | None
) -> InFlight:
    return InFlight(account_id, external_id, name, _pin(revision, edits))


def _pin(revision: int | None, edits: dict[str, Any] | None) -> Pin | None:
    return Pin(revision, Edits.from_json(edits or {})) if revision else None
