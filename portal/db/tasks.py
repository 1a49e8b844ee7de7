"""Queries on tasks: of one account, or of many by day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.db import versions
from portal.db.tables import Account, Member, Onboarding, Staff, Stakeholder, Task
from portal.domain import tasks as domain
from portal.domain.tasks import Audience, First, Owner, OwnerKind

BEFORE = aliased(Task)


class After(NamedTuple):
    """The task after which the next page of a list begins: of an account, due on a day."""

    account: str
    due_on: date
    id: UUID


async def of_account(session: AsyncSession, account_id: UUID, *, audience: Audience | None = None) -> list[domain.Task]:
    """An account's tasks, the first due first; those of one audience where it is given."""
    query = _tasks().where(Task.account_id == account_id)
    if audience:
        query = query.where(Task.audience == audience)
    return [_task(row) for row in await session.execute(query)]


async def find(session: AsyncSession, *, account_id: UUID, task_id: UUID) -> domain.Task | None:
    """A task of an account; None where there is none of that id."""
    query = _tasks().where(Task.account_id == account_id, Task.id == task_id)
    row = (await session.execute(query)).one_or_none()
    return _task(row) if row else None


async def open_of_staff(session: AsyncSession, staff_id: UUID, *, after: After | None, limit: int) -> list[domain.Task]:
    """The open tasks that one of the staff owns, the first due first."""
    return await _by_day(session, Task.staff_id == staff_id, after=after, limit=limit)


async def open_before(session: AsyncSession, day: date, *, after: After | None, limit: int) -> list[domain.Task]:
    """The open tasks of every account that were due before a day, the longest overdue first."""
    return await _by_day(session, Task.due_on < day, after=after, limit=limit)


async def open_of_csm(session: AsyncSession, csm_id: UUID, *, after: After | None, limit: int) -> list[domain.Task]:
    """The open tasks of the accounts that a CSM guides, account by account."""
    query = _tasks().join(Onboarding, Onboarding.account_id == Task.account_id)
    query = query.where(Onboarding.csm_id == csm_id, Task.done_on.is_(None)).order_by(None)
    if after:
        query = query.where(tuple_(Account.name, Task.due_on, Task.id) > tuple_(*after))
    found = await session.execute(query.order_by(Account.name, Task.due_on, Task.id).limit(limit))
    return [_task(row) for row in found]


async def _by_day(
    session: AsyncSession, which: ColumnElement[bool], *, after: After | None, limit: int
) -> list[domain.Task]:
    query = _tasks().where(Task.done_on.is_(None), which).limit(limit)
    if after:
        query = query.where(tuple_(Task.due_on, Task.id) > tuple_(after.due_on, after.id))
    return [_task(row) for row in await session.execute(query)]


async def firsts(session: AsyncSession, account_id: UUID) -> dict[UUID, UUID]:
    """Which task of an account waits for which other."""
    query = select(Task.id, Task.first_id).where(Task.account_id == account_id, Task.first_id.is_not(None))
    return {row.id: row.first_id for row in await session.execute(query)}


async def waiting_for(session: AsyncSession, *, account_id: UUID, task_id: UUID) -> list[domain.Task]:
    """The open tasks that wait for one."""
    query = _tasks().where(Task.account_id == account_id, Task.first_id == task_id, Task.done_on.is_(None))
    return [_task(row) for row in await session.execute(query)]


async def add(session: AsyncSession, values: dict[str, Any]) -> UUID:
    """Keep a new task; its id."""
    return (await session.execute(insert(Task).values(values).returning(Task.id))).scalar_one()


async def change(
    session: AsyncSession, *, account_id: UUID, task_id: UUID, version: int, values: dict[str, Any], by: str
) -> bool:
    """Change a task that still has that version; whether it had."""
    keys = {"account_id": account_id, "id": task_id}
    return await versions.change(session, Task, keys, version=version, values=values, by=by)


async def mark(session: AsyncSession, *, account_id: UUID, task_id: UUID, done_on: date | None, by: str | None) -> bool:
    """Note that a task is done, or with None that it is not; whether that is new.

    Its version stays: whoever edits its words meanwhile has nothing to reconcile.
    """
    other = Task.done_on.is_(None) if done_on else Task.done_on.is_not(None)
    statement = update(Task).where(Task.account_id == account_id, Task.id == task_id, other)
    marked = statement.values(done_on=done_on, done_by=by).returning(Task.id)
    return (await session.scalar(marked.execution_options(synchronize_session=False))) is not None


async def remove(session: AsyncSession, *, account_id: UUID, task_id: UUID) -> None:
    """Forget a task; those that are done and came after it no longer say so."""
    after = update(Task).where(Task.account_id == account_id, Task.first_id == task_id).values(first_id=None)
    await session.execute(after.execution_options(synchronize_session=False))
    await session.execute(delete(Task).where(Task.account_id == account_id, Task.id == task_id))


async def owners(session: AsyncSession, account_id: UUID) -> list[Owner]:
    """Whoever can own a task of an account: its stakeholders, its members who have not left, and the staff."""
    found = []
    for kind, query in _owners(account_id):
        found += [Owner(kind, *row) for row in await session.execute(query)]
    return found


def _owners(account_id: UUID) -> Sequence[tuple[OwnerKind, Select[*tuple[Any, ...]]]]:
    stakeholders = select(Stakeholder.id, Stakeholder.name, Stakeholder.email).order_by(
        Stakeholder.name, Stakeholder.id
    )
    members = select(Member.id, Member.name, Member.email).order_by(Member.name, Member.id)
    staff = select(Staff.id, Staff.name, Staff.email).order_by(Staff.name, Staff.id)
    return (
        (OwnerKind.STAKEHOLDER, stakeholders.where(Stakeholder.account_id == account_id)),
        (OwnerKind.MEMBER, members.where(Member.account_id == account_id, Member.disabled_at.is_(None))),
        (OwnerKind.STAFF, staff.where(Staff.disabled_at.is_(None))),
    )


def _of_account(table: type[Any], key: InstrumentedAttribute[UUID | None]) -> ColumnElement[bool]:
    return and_(table.account_id == Task.account_id, table.id == key)


def _tasks() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Task.id,
            Task.account_id,
            Account.name.label("account"),
            Task.title,
            Task.note,
            Task.audience,
            Task.due_on,
            Task.done_on,
            Task.done_by,
            Task.version,
            Task.edited_by,
            Task.stakeholder_id,
            Stakeholder.name.label("stakeholder"),
            Stakeholder.email.label("stakeholder_email"),
            Task.member_id,
            Member.name.label("member"),
            Member.email.label("member_email"),
            Task.staff_id,
            Staff.name.label("staff"),
            Staff.email.label("staff_email"),
            Task.first_id,
            BEFORE.title.label("first"),
            BEFORE.done_on.label("first_done_on"),
        )
        .join(Account, Account.id == Task.account_id)
        .outerjoin(Stakeholder, _of_account(Stakeholder, Task.stakeholder_id))
        .outerjoin(Member, _of_account(Member, Task.member_id))
        .outerjoin(Staff, Staff.id == Task.staff_id)
        .outerjoin(BEFORE, _of_account(BEFORE, Task.first_id))
        .order_by(Task.due_on, Task.id)
    )


def _task(row: Row[*tuple[Any, ...]]) -> domain.Task:
    first = First(row.first_id, row.first, row.first_done_on) if row.first_id else None
    return domain.Task(
        id=row.id,
        account_id=row.account_id,
        account=row.account,
        title=row.title,
        note=row.note,
        audience=row.audience,
        owner=_owner(row),
        due_on=row.due_on,
        first=first,
        done_on=row.done_on,
        done_by=row.done_by,
        version=row.version,
        edited_by=row.edited_by,
    )


def _owner(row: Row[*tuple[Any, ...]]) -> Owner | None:
    if row.stakeholder_id:
        return Owner(OwnerKind.STAKEHOLDER, row.stakeholder_id, row.stakeholder, row.stakeholder_email)
    if row.member_id:
        return Owner(OwnerKind.MEMBER, row.member_id, row.member, row.member_email)
    return Owner(OwnerKind.STAFF, row.staff_id, row.staff, row.staff_email) if row.staff_id else None
