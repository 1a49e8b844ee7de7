"""Queries on accounts as other systems know them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Account, Onboarding, Staff
from portal.db.upsert import insert
from portal.domain.records import AccountRecord
from portal.domain.roles import Capability


async def find(session: AsyncSession, external_id: str) -> AccountRecord | None:
    """The account of an external id."""
    row = (await session.execute(_records().where(Account.external_id == external_id))).one_or_none()
    return AccountRecord(**row._asdict()) if row else None


async def page(session: AsyncSession, *, after: UUID | None, limit: int) -> list[AccountRecord]:
    """Accounts in the fixed order of their ids, those behind `after` where it is given."""
    # Which ones comes first: with everything about them in one statement, PostgreSQL reads all there are.
    query = select(Account.id).order_by(Account.id).limit(limit)
    if after:
        query = query.where(Account.id > after)
    ids = list(await session.scalars(query))
    found = await session.execute(_records().where(Account.id.in_(ids)).order_by(Account.id))
    return [AccountRecord(**row._asdict()) for row in found]


async def id_of(session: AsyncSession, external_id: str) -> UUID | None:
    """The id of the account that has this external id."""
    return await session.scalar(select(Account.id).where(Account.external_id == external_id))


async def add(session: AsyncSession, record: AccountRecord, *, now: datetime) -> UUID | None:
    """Add an account; None where somebody else has added it meanwhile."""
    values = {"id": uuid4(), "external_id": record.external_id, "name": record.name, "created_at": now}
    statement = insert(session, Account).values(values).on_conflict_do_nothing().returning(Account.id)
    return await session.scalar(statement)


async def describe(session: AsyncSession, account_id: UUID, values: dict[str, Any]) -> None:
    """Change what is known of an account."""
    await session.execute(update(Account).where(Account.id == account_id).values(values))


async def csm(session: AsyncSession, email: str) -> UUID | None:
    """The CSM of an address; None where there is none who may guide accounts."""
    query = select(Staff.id, Staff.capabilities).where(
        func.lower(Staff.email) == email.lower(), Staff.disabled_at.is_(None)
    )
    row = (await session.execute(query)).one_or_none()
    return row.id if row and {Capability.CSM, Capability.CSM_LEAD} & set(row.capabilities) else None


def _records() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Account.id,
            Account.external_id,
            Account.name,
            Account.industry,
            Account.seats,
            Account.language,
            Staff.email.label("csm"),
            Onboarding.target_go_live_on,
            Onboarding.kickoff_on,
            Onboarding.went_live_on,
            Account.created_at,
        )
        .outerjoin(Onboarding, Onboarding.account_id == Account.id)
        .outerjoin(Staff, Staff.id == Onboarding.csm_id)
    )
