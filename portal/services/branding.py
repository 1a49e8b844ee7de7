"""The look of the vendor's pages and of an account's: a colour and a logo. Without an account it is the vendor's."""

import hashlib
from datetime import datetime
from uuid import UUID

from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content import pictures
from portal.db import accounts, audit, branding
from portal.db import content as media
from portal.domain.audit import Act, Actor
from portal.domain.branding import Brand, parse_colour
from portal.settings import Settings


async def of_vendor(session: AsyncSession, *, settings: Settings) -> Brand:
    """The vendor's brand: as chosen in the portal, else as the installation's settings say."""
    return (await branding.of_vendor(session)).over(Brand(settings.brand_colour))


async def of_account(session: AsyncSession, *, account_id: UUID) -> Brand:
    """What an account chose; what it left open is the vendor's."""
    return await branding.of_account(session, account_id)


async def set_colour(
    session: AsyncSession, *, account_id: UUID | None, colour: str | None, actor: Actor, now: datetime
) -> Brand:
    """Choose a colour, or none again. Raises Invalid for a text that is none."""
    before = await _brand(session, account_id)
    after = Brand(parse_colour(colour) if colour else None, before.logo)
    return await _change(session, account_id, before=before, after=after, actor=actor, now=now)


async def set_logo(
    session: AsyncSession, *, account_id: UUID | None, body: bytes, actor: Actor, now: datetime
) -> Brand:
    """Choose a logo, given as the bytes of a PNG, JPEG or WebP. Raises TooLarge or Invalid."""
    drawn = await to_thread.run_sync(pictures.logo, body)
    digest = hashlib.sha256(drawn).hexdigest()
    if digest not in await media.known_media(session, [digest]):
        await media.add_media(session, [(digest, pictures.LOGO_TYPE, drawn)])
    before = await _brand(session, account_id)
    after = Brand(before.colour, digest)
    return await _change(session, account_id, before=before, after=after, actor=actor, now=now)


async def remove_logo(session: AsyncSession, *, account_id: UUID | None, actor: Actor, now: datetime) -> Brand:
    """Show the name again in place of a logo."""
    before = await _brand(session, account_id)
    after = Brand(before.colour)
    return await _change(session, account_id, before=before, after=after, actor=actor, now=now)


async def _brand(session: AsyncSession, account_id: UUID | None) -> Brand:
    return await branding.of_account(session, account_id) if account_id else await branding.of_vendor(session)


async def _change(
    session: AsyncSession, account_id: UUID | None, *, before: Brand, after: Brand, actor: Actor, now: datetime
) -> Brand:
    """Keep a brand and remember who chose it; one that is as it was leaves no trace."""
    if after == before:
        return after
    if account_id:
        await branding.set_account(session, account_id, after)
        await accounts.touch(session, [account_id])
    else:
        await branding.set_vendor(session, after)
    act = Act("branding.changed", "", _told(before), _told(after))
    await audit.record(session, account_id=account_id, actor=actor, act=act, now=now)
    return after


def _told(brand: Brand) -> dict[str, str | None]:
    return {"colour": brand.colour, "logo": brand.logo}
