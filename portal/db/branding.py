"""Queries on brands: the vendor's, and those of accounts."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Account, VendorBrand
from portal.db.upsert import insert
from portal.domain.branding import NO_BRAND, Brand


async def of_vendor(session: AsyncSession) -> Brand:
    """What the vendor chose."""
    row = (await session.execute(select(VendorBrand.colour, VendorBrand.logo))).one_or_none()
    return Brand(*row) if row else NO_BRAND


async def of_account(session: AsyncSession, account_id: UUID) -> Brand:
    """What an account chose."""
    query = select(Account.brand_colour, Account.brand_logo).where(Account.id == account_id)
    return Brand(*(await session.execute(query)).one())


async def set_vendor(session: AsyncSession, brand: Brand) -> None:
    """Keep the vendor's brand."""
    values = {"colour": brand.colour, "logo": brand.logo}
    statement = insert(session, VendorBrand).values(id=1, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=[VendorBrand.id], set_=values))


async def set_account(session: AsyncSession, account_id: UUID, brand: Brand) -> None:
    """Keep an account's brand."""
    values = {"brand_colour": brand.colour, "brand_logo": brand.logo}
    await session.execute(update(Account).where(Account.id == account_id).values(values))
