"""Queries on an account's own connections and the domains it claims, for its admins."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import upsert
from portal.db.tables import BrowserSession, Connection, ConnectionDomain, LoginState, Member
from portal.domain.connections import Domain, OwnConnection, Provider, Trial


async def enforced(session: AsyncSession, account_id: UUID) -> int:
    """How many connections of an account were ever in force."""
    query = select(func.count()).where(Connection.account_id == account_id, Connection.enforced_at.is_not(None))
    return (await session.scalar(query)) or 0


async def live(session: AsyncSession, account_id: UUID) -> OwnConnection | None:
    """The connection in force."""
    query = _connections(account_id).where(Connection.enforced_at.is_not(None), Connection.disabled_at.is_(None))
    latest = query.order_by(Connection.enforced_at.desc(), Connection.id).limit(1)
    return _one((await session.execute(latest)).one_or_none())


async def draft(session: AsyncSession, account_id: UUID, connection_id: UUID) -> OwnConnection | None:
    """The connection being prepared, by its id."""
    query = _connections(account_id).where(Connection.id == connection_id, Connection.enforced_at.is_(None))
    return _one((await session.execute(query)).one_or_none())


async def sealed_secret(session: AsyncSession, account_id: UUID, connection_id: UUID) -> bytes | None:
    """The sealed client secret of a connection."""
    query = select(Connection.client_secret).where(Connection.account_id == account_id, Connection.id == connection_id)
    return await session.scalar(query)


async def save_draft(session: AsyncSession, values: dict[str, Any]) -> None:
    """Store a connection being prepared, over what it was; trying it has to be done again."""
    untried = {"tested_at": None, "tested_by_id": None, "tested_subject": None}
    statement = upsert.insert(session, Connection).values(values | untried)
    changed = {name: value for name, value in (values | untried).items() if name not in {"id", "account_id"}}
    await session.execute(statement.on_conflict_do_update(index_elements=[Connection.id], set_=changed))


async def discard(session: AsyncSession, account_id: UUID, connection_id: UUID) -> None:
    """Delete a connection being prepared, and the trials under way."""
    await session.execute(delete(LoginState).where(LoginState.connection_id == connection_id))
    await session.execute(delete(ConnectionDomain).where(ConnectionDomain.connection_id == connection_id))
    await session.execute(
        delete(Connection).where(
            Connection.account_id == account_id, Connection.id == connection_id, Connection.enforced_at.is_(None)
        )
    )


async def change(session: AsyncSession, account_id: UUID, connection_id: UUID, values: dict[str, Any]) -> None:
    """Change columns of one of an account's connections."""
    await session.execute(
        update(Connection).where(Connection.account_id == account_id, Connection.id == connection_id).values(values)
    )


async def hand_over(session: AsyncSession, account_id: UUID, *, old: UUID, new: UUID, same_people: bool) -> None:
    """Let a new connection take the place of an old one: its domains, and its people where it knows the same.

    People whom it cannot know are linked anew by their address when they next sign in.
    """
    await session.execute(
        update(ConnectionDomain).where(ConnectionDomain.connection_id == old).values(connection_id=new)
    )
    theirs = update(Member).where(Member.account_id == account_id, Member.connection_id == old)
    if same_people:
        await session.execute(theirs.values(connection_id=new))
        moved = update(BrowserSession).where(BrowserSession.connection_id == old)
        await session.execute(moved.values(connection_id=new))
    else:
        await session.execute(theirs.values(connection_id=None, subject=None))
        await session.execute(delete(BrowserSession).where(BrowserSession.connection_id == old))


async def link(session: AsyncSession, account_id: UUID, *, member_id: UUID, connection_id: UUID, subject: str) -> None:
    """Let a member be the one person whom a connection knows by this id."""
    own = (Member.connection_id == connection_id) & (Member.subject == subject)
    nobody = {"connection_id": None, "subject": None}
    await session.execute(
        update(Member).where(Member.account_id == account_id, own, Member.id != member_id).values(nobody)
    )
    await session.execute(
        update(Member)
        .where(Member.account_id == account_id, Member.id == member_id)
        .values(connection_id=connection_id, subject=subject)
    )


async def domains(session: AsyncSession, account_id: UUID) -> list[Domain]:
    """The domains an account claims, by name."""
    query = (
        select(ConnectionDomain.domain, ConnectionDomain.verified_at)
        .join(Connection, Connection.id == ConnectionDomain.connection_id)
        .where(Connection.account_id == account_id, Connection.disabled_at.is_(None))
        .order_by(ConnectionDomain.domain)
    )
    return [Domain(*row) for row in await session.execute(query)]


async def add_domain(session: AsyncSession, connection_id: UUID, domain: str) -> None:
    """Claim a domain for a connection."""
    await session.execute(insert(ConnectionDomain).values(connection_id=connection_id, domain=domain))


async def proved_elsewhere(session: AsyncSession, account_id: UUID, domain: str) -> bool:
    """Whether another account, or the vendor, has proved a domain."""
    query = (
        select(ConnectionDomain.domain)
        .join(Connection, Connection.id == ConnectionDomain.connection_id)
        .where(
            ConnectionDomain.domain == domain,
            ConnectionDomain.verified_at.is_not(None),
            or_(Connection.account_id != account_id, Connection.account_id.is_(None)),
        )
    )
    return (await session.scalar(query.limit(1))) is not None


async def prove_domain(session: AsyncSession, account_id: UUID, domain: str, now: datetime) -> None:
    """Note that an account has proved a domain it claims."""
    theirs = select(Connection.id).where(Connection.account_id == account_id, Connection.disabled_at.is_(None))
    await session.execute(
        update(ConnectionDomain)
        .where(ConnectionDomain.domain == domain, ConnectionDomain.connection_id.in_(theirs))
        .values(verified_at=now)
    )


async def remove_domain(session: AsyncSession, account_id: UUID, domain: str) -> None:
    """Give a claimed domain up."""
    theirs = select(Connection.id).where(Connection.account_id == account_id)
    await session.execute(
        delete(ConnectionDomain).where(ConnectionDomain.domain == domain, ConnectionDomain.connection_id.in_(theirs))
    )


def _connections(account_id: UUID) -> Select[*tuple[Any, ...]]:
    return select(
        Connection.id,
        Connection.issuer,
        Connection.client_id,
        Connection.groups,
        Connection.default_role,
        Connection.enforced_at,
        Connection.created_at,
        Connection.tested_at,
        Connection.tested_by_id,
        Connection.tested_subject,
    ).where(Connection.account_id == account_id)


def _one(row: Row[*tuple[Any, ...]] | None) -> OwnConnection | None:
    if row is None:
        return None
    trial = Trial(row.tested_at, row.tested_by_id, row.tested_subject) if row.tested_at else None
    provider = Provider(row.issuer, row.client_id, row.groups, row.default_role)
    return OwnConnection(row.id, provider, row.created_at, row.enforced_at, trial)
