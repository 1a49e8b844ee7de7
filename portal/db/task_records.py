"""Queries on tasks as other systems know them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from portal.db.naming import named
from portal.db.tables import Member, Staff, Stakeholder, Task
from portal.domain.task_records import OwnerRecord, TaskRecord
from portal.domain.tasks import OwnerKind

FIRST = aliased(Task)


async def find(session: AsyncSession, *, account_id: UUID, external_id: str) -> TaskRecord | None:
    """The task of an account that has this external id; one that has none goes by its own id."""
    row = (await session.execute(_records().where(named(Task, account_id, external_id)))).one_or_none()
    return _record(row) if row else None


async def page(session: AsyncSession, *, account_id: UUID, after: UUID | None, limit: int) -> list[TaskRecord]:
    """An account's tasks in the fixed order of their ids, those behind `after` where it is given."""
    query = _records().where(Task.account_id == account_id).order_by(Task.id).limit(limit)
    return [_record(row) for row in await session.execute(query.where(Task.id > after) if after else query)]


async def owner(session: AsyncSession, *, account_id: UUID, wanted: OwnerRecord) -> OwnerRecord | None:
    """Whoever can own a task of an account under this id, as they are called here; None where there is nobody."""
    row = (await session.execute(_owner(account_id, wanted))).one_or_none()
    return OwnerRecord(wanted.kind, row.called, row.name, row.id) if row else None


async def tick(session: AsyncSession, *, account_id: UUID, task_id: UUID, done_on: date | None, by: str | None) -> None:
    """Note on which day a task was done, or with None that it is not. Its version stays, as its words do."""
    here = Task.account_id == account_id, Task.id == task_id
    ticked = update(Task).where(*here).values(done_on=done_on, done_by=by)
    await session.execute(ticked.execution_options(synchronize_session=False))


def _owner(account_id: UUID, wanted: OwnerRecord) -> Select[*tuple[Any, ...]]:
    match wanted.kind:
        case OwnerKind.STAKEHOLDER:
            theirs = Stakeholder.account_id == account_id, Stakeholder.external_id == wanted.id
            return select(Stakeholder.id, Stakeholder.name, Stakeholder.external_id.label("called")).where(*theirs)
        case OwnerKind.MEMBER:
            theirs = Member.account_id == account_id, Member.external_id == wanted.id
            members = select(Member.id, Member.name, Member.external_id.label("called"))
            return members.where(*theirs, Member.disabled_at.is_(None))
        case OwnerKind.STAFF:
            theirs = func.lower(Staff.email) == str(wanted.id).lower(), Staff.disabled_at.is_(None)
            return select(Staff.id, Staff.name, Staff.email.label("called")).where(*theirs)


def _records() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Task.id,
            Task.external_id,
            Task.title,
            Task.note,
            Task.audience,
            Task.due_on,
            Task.done_on,
            Task.done_by,
            Task.version,
            Task.stakeholder_id,
            Stakeholder.name.label("stakeholder"),
            Stakeholder.external_id.label("stakeholder_called"),
            Task.member_id,
            Member.name.label("member"),
            Member.external_id.label("member_called"),
            Task.staff_id,
            Staff.name.label("staff"),
            Staff.email.label("staff_called"),
            Task.first_id,
            FIRST.external_id.label("first"),
        )
        .outerjoin(Stakeholder, and_(Stakeholder.account_id == Task.account_id, Stakeholder.id == Task.stakeholder_id))
        .outerjoin(Member, and_(Member.account_id == Task.account_id, Member.id == Task.member_id))
        .outerjoin(Staff, Staff.id == Task.staff_id)
        .outerjoin(FIRST, and_(FIRST.account_id == Task.account_id, FIRST.id == Task.first_id))
    )


def _record(row: Row[*tuple[Any, ...]]) -> TaskRecord:
    return TaskRecord(
        id=row.id,
        external_id=row.external_id,
        title=row.title,
        note=row.note,
        audience=row.audience,
        owner=_owned(row),
        due_on=row.due_on,
        first=(row.first or str(row.first_id)) if row.first_id else None,
        done_on=row.done_on,
        done_by=row.done_by,
        version=row.version,
    )


def _owned(row: Row[*tuple[Any, ...]]) -> OwnerRecord | None:
    for kind in OwnerKind:
        known_id = getattr(row, f"{kind}_id")
        if known_id:
            return OwnerRecord(kind, getattr(row, f"{kind}_called"), getattr(row, kind), known_id)
    return None
