"""The look of the vendor's own pages, and of every account that chose no other: a colour and a logo."""

from datetime import datetime

from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content import pictures
from portal.db import audit, branding
from portal.db import content as media
from portal.db.branding import VendorsOwn
from portal.domain.audit import Act
from portal.domain.branding import Brand, parse_colour
from portal.domain.doers import Doer
from portal.domain.errors import Stale
from portal.domain.people import SignedInStaff
from portal.domain.subjects import Subject, require_reader


async def look(session: AsyncSession, *, staff: SignedInStaff) -> VendorsOwn:
    """What the vendor chose in the portal. Raises Forbidden."""
    require_reader(staff, Subject.BRANDING)
    return await branding.vendors_own(session)


async def set_colour(session: AsyncSession, *, doer: Doer, colour: str | None, version: int, now: datetime) -> None:
    """Choose a colour, or that of the installation again. Raises Forbidden, Invalid for a text that is none, Stale."""
    doer.require_owner()
    own = await branding.vendors_own(session)
    after = Brand(parse_colour(colour) if colour else None, own.brand.logo)
    await _change(session, own, after, version=version, doer=doer, now=now)


async def set_logo(session: AsyncSession, *, doer: Doer, body: bytes, version: int, now: datetime) -> None:
    """Choose a logo, given as the bytes of a PNG, JPEG or WebP. Raises Forbidden, TooLarge, Invalid, Stale."""
    doer.require_owner()
    digest = await media.keep(session, pictures.LOGO_TYPE, await to_thread.run_sync(pictures.logo, body))
    own = await branding.vendors_own(session)
    await _change(session, own, Brand(own.brand.colour, digest), version=version, doer=doer, now=now)


async def remove_logo(session: AsyncSession, *, doer: Doer, version: int, now: datetime) -> None:
    """Show the vendor's name again in place of a logo. Raises Forbidden, Stale."""
    doer.require_owner()
    own = await branding.vendors_own(session)
    await _change(session, own, Brand(own.brand.colour), version=version, doer=doer, now=now)


def fields(brand: Brand) -> dict[str, object]:
    """What a form shows of a brand, by the names of its fields."""
    return {"colour": brand.colour or ""}


async def _change(
    session: AsyncSession, own: VendorsOwn, after: Brand, *, version: int, doer: Doer, now: datetime
) -> None:
    """Keep a brand and remember who chose it; one that is as it was leaves no trace."""
    if after == own.brand:
        return
    if not await branding.set_vendor(session, after, version=version, by=doer.name):
        theirs = await branding.vendors_own(session)
        raise Stale(version=theirs.version, now=fields(theirs.brand), by=theirs.edited_by)
    act = Act("branding.changed", "", own.brand.told(), after.told())
    await audit.record(session, account_id=None, actor=doer.actor, act=act, now=now)
