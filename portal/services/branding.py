"""The look of an account's pages: a colour and a logo. What an account leaves open is the vendor's."""

from datetime import datetime
from uuid import UUID

from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content import pictures
from portal.db import accounts, audit, branding
from portal.db import content as media
from portal.domain.audit import Act, Actor
from portal.domain.branding import Brand, parse_colour


async def of_account(session: AsyncSession, *, account_id: UUID) -> Brand:
    """What an account chose; what it left open is the vendor's."""
    return await branding.of_account(session, account_id)


async def set_colour(
    session: AsyncSession, *, account_id: UUID, colour: str | None, actor: Actor, now: datetime
) -> Brand:
    """Choose a colour, or none again. Raises Invalid for a text that is none."""
    before = await branding.of_account(session, account_id)
    after = Brand(parse_colour(colour) if colour else None, before.logo)
    return await _change(session, account_id, before=before, after=after, actor=actor, now=now)


async def set_logo(session: AsyncSession, *, account_id: UUID, body: bytes, actor: Actor, now: datetime) -> Brand:
    """Choose a logo, given as the bytes of a PNG, JPEG or WebP. Raises TooLarge or Invalid."""
    digest = await media.keep(session, pictures.LOGO_TYPE, await to_thread.run_sync(pictures.logo, body))
    before = await branding.of_account(session, account_id)
    after = Brand(before.colour, digest)
    return await _change(session, account_id, before=before, after=after, actor=actor, now=now)


async def remove_logo(session: AsyncSession, *, account_id: UUID, actor: Actor, now: datetime) -> Brand:
    """Show the name again in place of a logo."""
    before = await branding.of_account(session, account_id)
    after = Brand(before.colour)
    return await _change(session, account_id, before=before, after=after, actor=actor, now=now)


async def _change(
    session: AsyncSession, account_id: UUID, *, before: Brand, after: Brand, actor: Actor, now: datetime
) -> Brand:
    """Keep a brand and remember who chose it; one that is as it was leaves no trace."""
    if after == before:
        return after
    await branding.set_account(session, account_id, after)
    await accounts.touch(session, [account_id])
    act = Act("branding.changed", "", before.told(), after.told())
    await audit.record(session, account_id=account_id, actor=actor, act=act, now=now)
    return after
