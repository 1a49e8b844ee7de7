"""Queries on who fills which seat at the customer: the duties, and the parts people play."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import duties, upsert
from portal.db.tables import DutyHolder, PartHolder, Stakeholder
from portal.domain.handoff import Named
from portal.domain.roles import Duty, Part, Seat


async def people(session: AsyncSession, account_id: UUID) -> dict[Seat, Named]:
    """Who was entered for which seat of an account."""
    duties = select(DutyHolder.duty, Stakeholder.name, Stakeholder.title, Stakeholder.email).join(
        Stakeholder, _same(DutyHolder)
    )
    parts = select(PartHolder.part, Stakeholder.name, Stakeholder.title, Stakeholder.email).join(
        Stakeholder, _same(PartHolder)
    )
    found: dict[Seat, Named] = {}
    for duty, name, title, email in await session.execute(duties.where(DutyHolder.account_id == account_id)):
        found[duty] = Named(name, title, email)
    for part, name, title, email in await session.execute(parts.where(PartHolder.account_id == account_id)):
        found[part] = Named(name, title, email)
    return found


async def fill(session: AsyncSession, *, account_id: UUID, seat: Seat, named: Named, by: str) -> None:
    """Give a seat to whoever is called that at the account, somebody new where nobody is; without a name, to nobody."""
    holder = None
    if named.name:
        about = {"name": named.name, "title": named.title or "", "email": named.email or ""}
        holder = await duties.stakeholder(session, account_id=account_id, **about)
    if isinstance(seat, Duty):
        version = next(one.version for one in await duties.of_account(session, account_id) if one.duty is seat)
        await duties.give(session, account_id=account_id, duty=seat, stakeholder_id=holder, version=version, by=by)
    else:
        await _cast(session, account_id, seat, holder)


async def _cast(session: AsyncSession, account_id: UUID, part: Part, holder: UUID | None) -> None:
    if holder is None:
        mine = (PartHolder.account_id == account_id) & (PartHolder.part == part)
        await session.execute(delete(PartHolder).where(mine))
        return
    row = {"account_id": account_id, "part": part, "stakeholder_id": holder}
    statement = upsert.insert(session, PartHolder).values(row)
    changed = {"stakeholder_id": statement.excluded.stakeholder_id}
    await session.execute(statement.on_conflict_do_update(index_elements=["account_id", "part"], set_=changed))


async def describe_owner(session: AsyncSession, *, account_id: UUID, about: Mapping[str, Any]) -> None:
    """Keep what is known of the project owner, where there is one: columns of `stakeholders`."""
    owner = select(PartHolder.stakeholder_id).where(
        PartHolder.account_id == account_id, PartHolder.part == Part.PROJECT_OWNER
    )
    statement = update(Stakeholder).where(Stakeholder.account_id == account_id, Stakeholder.id.in_(owner))
    await session.execute(statement.values(about).execution_options(synchronize_session=False))


async def owner(session: AsyncSession, account_id: UUID) -> Mapping[str, Any]:
    """What is known of the project owner: capacity, authority, motivation."""
    query = select(Stakeholder.capacity, Stakeholder.authority, Stakeholder.motivation).join(
        PartHolder, _same(PartHolder)
    )
    row = await session.execute(query.where(PartHolder.account_id == account_id, PartHolder.part == Part.PROJECT_OWNER))
    return next((dict(one) for one in row.mappings()), {})


def _same(holder: type[DutyHolder | PartHolder]) -> ColumnElement[bool]:
    return and_(Stakeholder.account_id == holder.account_id, Stakeholder.id == holder.stakeholder_id)
