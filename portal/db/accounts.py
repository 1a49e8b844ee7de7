"""Queries on accounts and their versions."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Executable, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_many
from portal.db.engine import mark_changed
from portal.db.tables import Account, AccountVersion
from portal.db.upsert import Insert

VERSIONS: Final = table_of(AccountVersion)


class Named(NamedTuple):
    """An account in a list."""

    id: UUID
    name: str
    created_at: datetime


async def find(session: AsyncSession, reference: str) -> UUID | None:
    """The account of an id, its own or the one in the vendor's product; None where there is none."""
    try:
        same = or_(Account.external_id == reference, Account.id == UUID(reference))
    except ValueError:
        same = Account.external_id == reference
    return await session.scalar(select(Account.id).where(same).order_by(Account.external_id != reference).limit(1))


async def name_of(session: AsyncSession, account_id: UUID) -> str | None:
    """What an account is called; None where there is none."""
    return await session.scalar(select(Account.name).where(Account.id == account_id))


async def names(session: AsyncSession, accounts: Collection[UUID]) -> dict[UUID, str]:
    """What each of these accounts is called."""
    query = select(Account.id, Account.name).where(Account.id.in_(accounts))
    return {row.id: row.name for row in await session.execute(query)}


async def every(session: AsyncSession) -> list[Named]:
    """Every account, by name."""
    query = select(Account.id, Account.name, Account.created_at).order_by(Account.name, Account.id)
    return [Named(*row) for row in await session.execute(query)]


async def versions(session: AsyncSession, accounts: Collection[UUID]) -> dict[UUID, int]:
    """The version of each account that has one."""
    query = select(AccountVersion.account_id, AccountVersion.version).where(AccountVersion.account_id.in_(accounts))
    return {row.account_id: row.version for row in await session.execute(query)}


async def take_turn(session: AsyncSession, account_id: UUID) -> None:
    """Wait until nobody else is changing this account; the turn ends with the transaction."""
    query = select(Account.id).where(Account.id == account_id)
    # Not the strongest lock: events about the account refer to its row, and must not wait.
    await session.execute(query.with_for_update(key_share=True))


async def language(session: AsyncSession, account_id: UUID) -> str | None:
    """The language of an account's people who chose none for themselves."""
    return await session.scalar(select(Account.language).where(Account.id == account_id))


async def set_language(session: AsyncSession, account_id: UUID, language: str | None) -> None:
    """Keep the language of an account."""
    await session.execute(update(Account).where(Account.id == account_id).values(language=language))


async def touch(session: AsyncSession, accounts: Collection[UUID]) -> None:
    """Raise the version of accounts whose people will see something new, and note it for open pages."""
    # Sorted, so that two transactions never wait for each other in a circle.
    await insert_many(session, VERSIONS, [{"account_id": one, "version": 1} for one in sorted(accounts)], _raised)
    if accounts:
        mark_changed(session, set(accounts))


def _raised(insert: Insert) -> Executable:
    return insert.on_conflict_do_update(
        index_elements=[VERSIONS.c.account_id], set_={"version": VERSIONS.c.version + 1}
    )
