"""From the ids of a sender to accounts and members, for a whole batch at once."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, String, bindparam, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_many, one_of, or_ignore
from portal.db.given import Given
from portal.db.tables import Account, Member, PlaybookPin
from portal.domain.roles import RoleSource

ACCOUNTS: Final = table_of(Account)
MEMBERS: Final = table_of(Member)
PINS: Final = table_of(PlaybookPin)

NAMED: Final = Given(external_id=String())


class KnownAccount(NamedTuple):
    """An account, and the revision of the playbook it is pinned to, if any."""

    id: UUID
    revision: int | None


class KnownMember(NamedTuple):
    """A member the sender has an id for, and the revision their account is pinned to, if any."""

    id: UUID
    account: KnownAccount
    external_id: str


class Unlinked(NamedTuple):
    """A member whom the product has not reported yet."""

    id: UUID
    account_id: UUID
    email: str


async def accounts_by_external_id(session: AsyncSession, external_ids: Collection[str]) -> dict[str, KnownAccount]:
    """The accounts of these external ids, as far as they exist."""
    if not external_ids:
        return {}
    query = _accounts(session.get_bind().dialect.name)
    rows = await session.execute(query, NAMED.values(session, [(one,) for one in external_ids]))
    return {known_as: KnownAccount(account_id, revision) for known_as, account_id, revision in rows}


@cache
def _accounts(dialect: str) -> Select[str, UUID, int | None]:
    of, named = ACCOUNTS.c, NAMED.table(dialect)
    return (
        select(of.external_id, of.id, PINS.c.revision)
        .select_from(named)
        .join(ACCOUNTS, of.external_id == named.c.external_id)
        .outerjoin(PINS, PINS.c.account_id == of.id)
    )


async def add_accounts(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Add accounts; one that is there already, or that somebody else is adding, stays as it is."""
    await insert_many(session, ACCOUNTS, rows, or_ignore)


async def members_by_external_id(session: AsyncSession, external_ids: Collection[str]) -> list[KnownMember]:
    """The members of these external ids, in every account that has one: the same id can stand in several."""
    if not external_ids:
        return []
    query = _members(session.get_bind().dialect.name)
    rows = await session.execute(query, NAMED.values(session, [(one,) for one in external_ids]))
    return [
        KnownMember(member_id, KnownAccount(account_id, revision), external_id)
        for member_id, external_id, account_id, revision in rows
    ]


@cache
def _members(dialect: str) -> Select[UUID, str, UUID, int | None]:
    of, named = MEMBERS.c, NAMED.table(dialect)
    return (
        select(of.id, of.external_id, of.account_id, PINS.c.revision)
        .select_from(named)
        .join(MEMBERS, of.external_id == named.c.external_id)
        .outerjoin(PINS, PINS.c.account_id == of.account_id)
    )


async def unlinked_by_email(
    session: AsyncSession, *, accounts: Collection[UUID], emails: Collection[str]
) -> list[Unlinked]:
    """Members of these accounts with one of these addresses (lower case) and no external id."""
    email = func.lower(Member.email)
    query = select(Member.id, Member.account_id, email).where(
        one_of(session, Member.account_id, accounts), email.in_(list(emails)), Member.external_id.is_(None)
    )
    return [Unlinked(*row) for row in await session.execute(query)]


async def link(session: AsyncSession, links: Sequence[tuple[UUID, UUID, str]]) -> None:
    """Give members, as (account, member, external id), the id the product knows them by."""
    statement = (
        update(MEMBERS)
        .where(MEMBERS.c.account_id == bindparam("of"), MEMBERS.c.id == bindparam("who"))
        .where(MEMBERS.c.external_id.is_(None))
        .values(external_id=bindparam("known_as"))
    )
    if links:
        rows = [{"of": of, "who": who, "known_as": known_as} for of, who, known_as in sorted(links)]
        await session.execute(statement, rows)


async def add_members(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Add people the product reported; one somebody else is adding at the same time is left to them."""
    await insert_many(session, MEMBERS, rows, or_ignore)


async def describe_members(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Set `name`, `email` and `role` of members, None leaving one as it is; whoever signed in stays untouched.

    A role that an admin gave stays too. Each row has `of` (account), `who` (member) and the three.
    """
    statement = (
        update(MEMBERS)
        .where(MEMBERS.c.account_id == bindparam("of"), MEMBERS.c.id == bindparam("who"))
        .where(MEMBERS.c.connection_id.is_(None))
        .values(
            name=func.coalesce(bindparam("new_name", type_=MEMBERS.c.name.type), MEMBERS.c.name),
            email=func.coalesce(bindparam("new_email", type_=MEMBERS.c.email.type), MEMBERS.c.email),
            role=case(
                (MEMBERS.c.role_source == RoleSource.PORTAL, MEMBERS.c.role),
                else_=func.coalesce(bindparam("new_role", type_=MEMBERS.c.role.type), MEMBERS.c.role),
            ),
        )
    )
    if rows:
        await session.execute(statement, sorted(rows, key=lambda row: row["who"]))
