"""Queries on connections, their domains, and sign-ins under way."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Connection, ConnectionDomain, LoginState, Staff


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """An enabled connection; staff's has no account. The client secret is sealed.

    One that is not `enforced` is being set up: it can be tried, and lets nobody in.
    """

    id: UUID
    account_id: UUID | None
    issuer: str
    client_id: str
    client_secret: bytes
    groups: dict[str, Any]
    default_role: str | None
    enforced: bool


@dataclass(frozen=True, slots=True)
class StateRow:
    """What a sign-in under way was begun with."""

    nonce: str
    verifier: str
    next: str
    invitation_id: UUID | None


_CONNECTION = (
    Connection.id,
    Connection.account_id,
    Connection.issuer,
    Connection.client_id,
    Connection.client_secret,
    Connection.groups,
    Connection.default_role,
    Connection.enforced_at.is_not(None),
)


async def connection(session: AsyncSession, connection_id: UUID) -> ConnectionRow | None:
    """An enabled connection by its id."""
    query = select(*_CONNECTION).where(Connection.id == connection_id, Connection.disabled_at.is_(None))
    row = (await session.execute(query)).one_or_none()
    return ConnectionRow(*row) if row else None


async def connection_of_domain(session: AsyncSession, domain: str) -> ConnectionRow | None:
    """The connection that has proved an e-mail domain and lets people in."""
    query = (
        select(*_CONNECTION)
        .join(ConnectionDomain, ConnectionDomain.connection_id == Connection.id)
        .where(
            ConnectionDomain.domain == domain,
            ConnectionDomain.verified_at.is_not(None),
            Connection.enforced_at.is_not(None),
            Connection.disabled_at.is_(None),
        )
    )
    row = (await session.execute(query)).one_or_none()
    return ConnectionRow(*row) if row else None


async def connection_of_account(session: AsyncSession, account_id: UUID) -> ConnectionRow | None:
    """The connection through which an account's people sign in."""
    query = (
        select(*_CONNECTION)
        .where(
            Connection.account_id == account_id,
            Connection.enforced_at.is_not(None),
            Connection.disabled_at.is_(None),
        )
        .order_by(Connection.enforced_at.desc(), Connection.id)
        .limit(1)
    )
    row = (await session.execute(query)).one_or_none()
    return ConnectionRow(*row) if row else None


async def staff_connection(session: AsyncSession) -> ConnectionRow | None:
    """The vendor's own connection, for staff."""
    query = (
        select(*_CONNECTION)
        .where(Connection.account_id.is_(None), Connection.disabled_at.is_(None))
        .order_by(Connection.created_at, Connection.id)
        .limit(1)
    )
    row = (await session.execute(query)).one_or_none()
    return ConnectionRow(*row) if row else None


async def is_staff_domain(session: AsyncSession, domain: str) -> bool:
    """Whether anybody of the staff has an address at the domain."""
    query = select(Staff.id).where(Staff.email.iendswith(f"@{domain}", autoescape=True)).limit(1)
    return (await session.scalar(query)) is not None


async def has_proved_domain(session: AsyncSession, connection_id: UUID, domain: str) -> bool:
    """Whether a connection has proved that an e-mail domain is its own."""
    query = select(ConnectionDomain.domain).where(
        ConnectionDomain.connection_id == connection_id,
        ConnectionDomain.domain == domain,
        ConnectionDomain.verified_at.is_not(None),
    )
    return (await session.scalar(query)) is not None


async def add_connection(session: AsyncSession, values: dict[str, Any], proved: Collection[str]) -> None:
    """Store a connection and the domains it has proved."""
    await session.execute(insert(Connection).values(values))
    domains = [
        {"domain": domain, "connection_id": values["id"], "verified_at": values["created_at"]} for domain in proved
    ]
    if domains:
        await session.execute(insert(ConnectionDomain), domains)


async def change_connection(session: AsyncSession, connection_id: UUID, values: dict[str, Any]) -> None:
    """Change columns of a connection."""
    await session.execute(update(Connection).where(Connection.id == connection_id).values(values))


async def add_state(session: AsyncSession, values: dict[str, Any]) -> None:
    """Store a sign-in under way."""
    await session.execute(insert(LoginState).values(values))


async def use_state(
    session: AsyncSession, *, state_hash: str, browser_hash: str, connection_id: UUID, now: datetime
) -> StateRow | None:
    """Use up a sign-in under way: once, in time, in the browser and for the connection it was begun with."""
    statement = (
        update(LoginState)
        .where(
            LoginState.state_hash == state_hash,
            LoginState.browser_hash == browser_hash,
            LoginState.connection_id == connection_id,
            LoginState.used_at.is_(None),
            LoginState.expires_at > now,
        )
        .values(used_at=now)
        .returning(LoginState.nonce, LoginState.verifier, LoginState.next, LoginState.invitation_id)
        .execution_options(synchronize_session=False)
    )
    row = (await session.execute(statement)).one_or_none()
    return StateRow(*row) if row else None


async def forget_states(session: AsyncSession, before: datetime) -> None:
    """Delete the sign-ins that expired before a moment."""
    await session.execute(delete(LoginState).where(LoginState.expires_at < before))
