"""Queries on stakeholders as other systems know them, with their duties and the parts they play."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.tables import DutyHolder, PartHolder, Stakeholder
from portal.db.upsert import insert
from portal.domain.records import StakeholderRecord, in_order
from portal.domain.roles import Duty, Part


async def find(session: AsyncSession, *, account_id: UUID, external_id: str) -> StakeholderRecord | None:
    """The stakeholder of an account who has this external id."""
    query = _stakeholders(account_id).where(Stakeholder.external_id == external_id)
    found = await _with_seats(session, account_id, query)
    return found[0] if found else None


async def unlinked(session: AsyncSession, *, account_id: UUID, name: str) -> StakeholderRecord | None:
    """A stakeholder of this name whom no other system has named yet."""
    query = _stakeholders(account_id).where(Stakeholder.external_id.is_(None), Stakeholder.name == name)
    found = await _with_seats(session, account_id, query.order_by(Stakeholder.id).limit(1))
    return found[0] if found else None


async def page(session: AsyncSession, *, account_id: UUID, after: UUID | None, limit: int) -> list[StakeholderRecord]:
    """An account's stakeholders in the fixed order of their ids, those behind `after` where it is given."""
    query = _stakeholders(account_id).order_by(Stakeholder.id).limit(limit)
    return await _with_seats(session, account_id, query.where(Stakeholder.id > after) if after else query)


async def add(session: AsyncSession, *, account_id: UUID, values: dict[str, Any]) -> UUID | None:
    """Add a stakeholder; None where somebody else has added them meanwhile."""
    row = {"id": uuid4(), "account_id": account_id} | values
    statement = insert(session, Stakeholder).values(row).on_conflict_do_nothing().returning(Stakeholder.id)
    return await session.scalar(statement)


async def describe(session: AsyncSession, *, account_id: UUID, stakeholder_id: UUID, values: dict[str, Any]) -> None:
    """Change what is known of a stakeholder."""
    statement = update(Stakeholder).where(Stakeholder.account_id == account_id, Stakeholder.id == stakeholder_id)
    await session.execute(statement.values(values))


async def seat(
    session: AsyncSession, *, account_id: UUID, stakeholder_id: UUID, duties: Collection[Duty], by: str
) -> None:
    """Give a stakeholder exactly these duties: whoever had one before has it no more."""
    row = table_of(DutyHolder)
    theirs = (row.c.account_id == account_id) & (row.c.stakeholder_id == stakeholder_id)
    change = update(row).values(version=row.c.version + 1, edited_by=by)
    await session.execute(change.where(theirs, row.c.duty.not_in(duties)).values(stakeholder_id=None))
    for duty in duties:
        keys = {"account_id": account_id, "duty": duty}
        statement = insert(session, DutyHolder).values(
            {**keys, "stakeholder_id": stakeholder_id, "version": 1, "edited_by": by}
        )
        given = {"stakeholder_id": stakeholder_id, "version": row.c.version + 1, "edited_by": by}
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=["account_id", "duty"],
                set_=given,
                where=row.c.stakeholder_id.is_distinct_from(stakeholder_id),
            )
        )


async def cast(session: AsyncSession, *, account_id: UUID, stakeholder_id: UUID, parts: Collection[Part]) -> None:
    """Give a stakeholder exactly these parts: whoever played one before plays it no more."""
    row = table_of(PartHolder)
    theirs = (row.c.account_id == account_id) & (row.c.stakeholder_id == stakeholder_id)
    await session.execute(update(row).where(theirs, row.c.part.not_in(parts)).values(stakeholder_id=None))
    for part in parts:
        values = {"account_id": account_id, "part": part, "stakeholder_id": stakeholder_id}
        statement = insert(session, PartHolder).values(values)
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=["account_id", "part"], set_={"stakeholder_id": stakeholder_id}
            )
        )


def _stakeholders(account_id: UUID) -> Select[*tuple[Any, ...]]:
    return select(
        Stakeholder.id, Stakeholder.external_id, Stakeholder.name, Stakeholder.title, Stakeholder.email
    ).where(Stakeholder.account_id == account_id)


async def _with_seats(
    session: AsyncSession, account_id: UUID, query: Select[*tuple[Any, ...]]
) -> list[StakeholderRecord]:
    """The stakeholders of a query, each with their duties and parts in their order."""
    rows = (await session.execute(query)).all()
    duties, parts = defaultdict[UUID | None, set[Duty]](set), defaultdict[UUID | None, set[Part]](set)
    held = select(DutyHolder.stakeholder_id, DutyHolder.duty).where(DutyHolder.account_id == account_id)
    for holder, duty in await session.execute(held):
        duties[holder].add(duty)
    played = select(PartHolder.stakeholder_id, PartHolder.part).where(PartHolder.account_id == account_id)
    for holder, part in await session.execute(played):
        parts[holder].add(part)
    return [
        StakeholderRecord(**row._asdict(), duties=in_order(Duty, duties[row.id]), parts=in_order(Part, parts[row.id]))
        for row in rows
    ]
