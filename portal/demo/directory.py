"""Who is who at the demo, read from its database: for the identity provider and for `demo.json`."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Account, Connection, Invitation, Member, Staff
from portal.demo.story.companies import MOST_ACCOUNTS, companies
from portal.domain.roles import Role, RoleSource

PLACES = {company.slug: place for place, company in enumerate(companies(MOST_ACCOUNTS))}
"""Where an account stands in lists: those with a story first."""


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A member with an e-mail address; only such can sign in."""

    name: str
    email: str
    role: Role
    external_id: str | None
    subject: str | None
    role_source: RoleSource


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """An account with the people who can sign in; `invited` are the addresses of those who may join them."""

    id: UUID
    external_id: str
    name: str
    members: tuple[ListedMember, ...]
    invited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedStaff:
    """One of the vendor's people. `subject` is their id at the provider, None until they sign in."""

    name: str
    email: str
    subject: str | None
    capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedConnection:
    """The portal as the identity provider knows it, once for each account and once (without one) for staff."""

    id: UUID
    account_id: UUID | None
    client_id: str


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody who can sign in, and the connections through which they do."""

    accounts: tuple[ListedAccount, ...]
    staff: tuple[ListedStaff, ...]
    connections: tuple[ListedConnection, ...]


async def read_directory(session: AsyncSession) -> Directory:
    """Everybody, accounts by the order in which the demo made them."""
    staff = select(Staff.name, Staff.email, Staff.subject, Staff.capabilities).where(Staff.disabled_at.is_(None))
    connections = select(Connection.id, Connection.account_id, Connection.client_id).where(
        Connection.disabled_at.is_(None), Connection.enforced_at.is_not(None)
    )
    return Directory(
        await _accounts(session),
        tuple(
            ListedStaff(name, email, subject, tuple(words))
            for name, email, subject, words in await session.execute(staff.order_by(Staff.email))
        ),
        tuple(ListedConnection(*row) for row in await session.execute(connections)),
    )


async def _accounts(session: AsyncSession) -> tuple[ListedAccount, ...]:
    query = (
        select(
            Member.account_id,
            Member.name,
            Member.email,
            Member.role,
            Member.external_id,
            Member.subject,
            Member.role_source,
        )
        .where(Member.email.is_not(None), Member.disabled_at.is_(None))
        .order_by(Member.external_id)
    )
    members: dict[UUID, list[ListedMember]] = defaultdict(list)
    for account_id, name, email, role, external_id, subject, source in await session.execute(query):
        members[account_id].append(ListedMember(name, email or "", role, external_id, subject, source))
    invited = await _invited(session)
    accounts = select(Account.id, Account.external_id, Account.name).order_by(Account.name, Account.id)
    found = (await session.execute(accounts)).all()
    return tuple(
        ListedAccount(account_id, external_id, name, tuple(members[account_id]), tuple(invited[account_id]))
        for account_id, external_id, name in sorted(found, key=lambda row: PLACES.get(row.external_id, len(PLACES)))
    )


async def _invited(session: AsyncSession) -> dict[UUID, list[str]]:
    """The addresses of everybody with an open invitation, by account."""
    query = select(Invitation.account_id, Invitation.email).where(
        Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None)
    )
    invited: dict[UUID, list[str]] = defaultdict(list)
    for account_id, email in await session.execute(query.order_by(Invitation.email)):
        invited[account_id].append(email)
    return invited
