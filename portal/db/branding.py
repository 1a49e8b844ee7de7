"""Queries on brands: the vendor's, and those of accounts."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import Account, VendorBrand
from portal.domain.branding import NO_BRAND, Brand


class VendorsOwn(NamedTuple):
    """The vendor's brand, at the version somebody saved; 0 while nobody has."""

    brand: Brand
    version: int
    edited_by: str | None


async def of_vendor(session: AsyncSession) -> Brand:
    """What the vendor chose."""
    return (await vendors_own(session)).brand


async def vendors_own(session: AsyncSession) -> VendorsOwn:
    """What the vendor chose, and who saved it last."""
    query = select(VendorBrand.colour, VendorBrand.logo, VendorBrand.version, VendorBrand.edited_by)
    row = (await session.execute(query)).one_or_none()
    return VendorsOwn(Brand(row.colour, row.logo), row.version, row.edited_by) if row else VendorsOwn(NO_BRAND, 0, None)


async def of_account(session: AsyncSession, account_id: UUID) -> Brand:
    """What an account chose."""
    query = select(Account.brand_colour, Account.brand_logo).where(Account.id == account_id)
    return Brand(*(await session.execute(query)).one())


async def set_vendor(session: AsyncSession, brand: Brand, *, version: int, by: str) -> bool:
    """Keep the vendor's brand unless somebody has since that version; whether it held."""
    values = {"colour": brand.colour, "logo": brand.logo}
    return await versions.save(session, VendorBrand, {"id": 1}, version=version, values=values, by=by)


async def set_account(session: AsyncSession, account_id: UUID, brand: Brand) -> None:
    """Keep an account's brand."""
    values = {"brand_colour": brand.colour, "brand_logo": brand.logo}
    await session.execute(update(Account).where(Account.id == account_id).values(values))
