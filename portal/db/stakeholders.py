"""Queries on the people who were named at the customer."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Stakeholder


class StakeholderRow(NamedTuple):
    """A named person at the customer."""

    id: UUID
    name: str
    title: str | None
    email: str | None


async def of_account(session: AsyncSession, account_id: UUID) -> list[StakeholderRow]:
    """The stakeholders of an account, by name."""
    query = (
        select(Stakeholder.id, Stakeholder.name, Stakeholder.title, Stakeholder.email)
        .where(Stakeholder.account_id == account_id)
        .order_by(Stakeholder.name, Stakeholder.id)
    )
    return [StakeholderRow(*row) for row in await session.execute(query)]


async def name_of(session: AsyncSession, *, account_id: UUID, stakeholder_id: UUID) -> str | None:
    """The name of a stakeholder of an account; None where there is none."""
    query = select(Stakeholder.name).where(Stakeholder.account_id == account_id, Stakeholder.id == stakeholder_id)
    return await session.scalar(query)
