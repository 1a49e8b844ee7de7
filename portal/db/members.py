"""A member as every use case sees them: what a statement selects for it, and finding one by id."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import preferences
from portal.db.tables import Account, Member, MemberPreferences, PlaybookPin
from portal.domain.branding import Brand
from portal.domain.edits import Edits, Pin
from portal.domain.people import SignedInMember

COLUMNS: Final = (
    Member.id.label("member_id"),
    Member.account_id,
    Account.name.label("account_name"),
    Account.language.label("account_language"),
    Account.brand_colour,
    Account.brand_logo,
    Member.name.label("member_name"),
    Member.email.label("member_email"),
    Member.role,
    Member.created_at.label("joined_at"),
    PlaybookPin.revision,
    PlaybookPin.edits,
    *preferences.COLUMNS,
)
"""What `read` needs; the tables but Member's are joined as in `find`."""

OWN_PREFERENCES: Final = (MemberPreferences.account_id == Member.account_id) & (
    MemberPreferences.member_id == Member.id
)


def read(row: Row[*tuple[Any, ...]]) -> SignedInMember:
    """The member in a row with `COLUMNS`."""
    return SignedInMember(
        id=row.member_id,
        account_id=row.account_id,
        account_name=row.account_name,
        name=row.member_name,
        email=row.member_email,
        role=row.role,
        pin=Pin(row.revision, Edits.from_json(row.edits)) if row.revision else None,
        joined_on=row.joined_at.date(),
        preferences=preferences.read(row),
        account_language=row.account_language,
        brand=Brand(row.brand_colour, row.brand_logo),
    )


async def find(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> SignedInMember | None:
    """A member of an account who has not left."""
    row = (await session.execute(_here(account_id).where(Member.id == member_id))).one_or_none()
    return read(row) if row else None


async def of_account(session: AsyncSession, *, account_id: UUID) -> list[SignedInMember]:
    """The members of an account who can sign in."""
    query = _here(account_id).where(Member.email.is_not(None)).order_by(Member.id)
    return [read(row) for row in await session.execute(query)]


def _here(account_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(*COLUMNS)
        .join(Account, Account.id == Member.account_id)
        .outerjoin(PlaybookPin, PlaybookPin.account_id == Member.account_id)
        .outerjoin(MemberPreferences, OWN_PREFERENCES)
        .where(Member.account_id == account_id, Member.disabled_at.is_(None))
    )


async def by_external_ids(session: AsyncSession, *, account: str, member: str) -> tuple[UUID, UUID] | None:
    """The ids of an account and its member by those of the vendor's product; None where somebody is missing or left."""
    query = (
        select(Member.account_id, Member.id)
        .join(Account, Account.id == Member.account_id)
        .where(Account.external_id == account, Member.external_id == member, Member.disabled_at.is_(None))
    )
    row = (await session.execute(query)).one_or_none()
    return (row.account_id, row.id) if row else None
