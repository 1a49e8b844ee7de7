"""The words besides its own names by which an account is found: its people's and its domains."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Connection, ConnectionDomain, Member, Stakeholder


async def search_texts(session: AsyncSession, accounts: Sequence[UUID]) -> dict[UUID, str]:
    """The names and addresses of each account's people, and its domains, a line each."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for account, name, address in await session.execute(_words(accounts)):
        found[account].add(" ".join(filter(None, (name, address))))
    return {account: "\n".join(sorted(found[account])) for account in accounts}


def _words(accounts: Sequence[UUID]) -> CompoundSelect[*tuple[Any, ...]]:
    domains = (
        select(Connection.account_id, ConnectionDomain.domain, null())
        .join(ConnectionDomain, ConnectionDomain.connection_id == Connection.id)
        .where(Connection.account_id.in_(accounts))
    )
    members = select(Member.account_id, Member.name, Member.email).where(
        Member.account_id.in_(accounts), Member.disabled_at.is_(None)
    )
    stakeholders = select(Stakeholder.account_id, Stakeholder.name, Stakeholder.email).where(
        Stakeholder.account_id.in_(accounts)
    )
    return union_all(members, stakeholders, domains)
