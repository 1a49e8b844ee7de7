"""Queries on accounts and their versions."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.engine import mark_changed
from portal.db.tables import AccountVersion
from portal.db.upsert import insert


async def versions(session: AsyncSession, accounts: Collection[UUID]) -> dict[UUID, int]:
    """The version of each account that has one."""
    query = select(AccountVersion.account_id, AccountVersion.version).where(AccountVersion.account_id.in_(accounts))
    return {row.account_id: row.version for row in await session.execute(query)}


async def touch(session: AsyncSession, accounts: Collection[UUID]) -> None:
    """Raise the version of accounts whose people will see something new, and note it for open pages."""
    if not accounts:
        return
    # Sorted, so that two transactions never wait for each other in a circle.
    rows = [{"account_id": account, "version": 1} for account in sorted(accounts)]
    statement = insert(session, AccountVersion).values(rows)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[AccountVersion.account_id], set_={"version": AccountVersion.version + 1}
        )
    )
    mark_changed(session, set(accounts))
