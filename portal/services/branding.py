"""The look of an account's pages: a colour and a logo. What an account leaves open is the vendor's."""

from datetime import datetime
from typing import Final
from uuid import UUID

from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content import pictures
from portal.db import accounts, audit, branding
from portal.db import content as media
from portal.domain.audit import Act, Actor
from portal.domain.branding import Brand, parse_colour
from portal.domain.errors import Stale

CHANGED: Final = "branding.changed"


async def of_account(session: AsyncSession, *, account_id: UUID) -> Brand:
    """What an account chose; what it left open is the vendor's."""
    return await branding.of_account(session, account_id)


async def set_colour(
    session: AsyncSession, *, account_id: UUID, colour: str | None, version: int, actor: Actor, now: datetime
) -> Brand:
    """Choose a colour, or none again, instead of what stood there at a version.

    Raises Invalid for a text that is none, and Stale.
    """
    before = await _standing(session, account_id, version)
    after = Brand(parse_colour(colour) if colour else None, before.logo)
    return await _change(session, account_id, before=before, after=after, actor=actor, now=now)


async def set_logo(
    session: AsyncSession, *, account_id: UUID, body: bytes, version: int, actor: Actor, now: datetime
) -> Brand:
    """Choose a logo, given as the bytes of a PNG, JPEG or WebP. Raises TooLarge, Invalid or Stale."""
    digest = await media.keep(session, pictures.LOGO_TYPE, await to_thread.run_sync(pictures.logo, body))
    before = await _standing(session, account_id, version)
    after = Brand(before.colour, digest)
    return await _change(session, account_id, before=before, after=after, actor=actor, now=now)


async def remove_logo(session: AsyncSession, *, account_id: UUID, version: int, actor: Actor, now: datetime) -> Brand:
    """Show the name again in place of a logo. Raises Stale."""
    before = await _standing(session, account_id, version)
    after = Brand(before.colour)
    return await _change(session, account_id, before=before, after=after, actor=actor, now=now)


def fields(brand: Brand) -> dict[str, object]:
    """What a form shows of a brand, by the names of its fields."""
    return {"colour": brand.colour or ""}


async def _standing(session: AsyncSession, account_id: UUID, version: int) -> Brand:
    """What stands there until the transaction ends. Raises Stale where that is not what stood at the version."""
    await accounts.take_turn(session, account_id)
    brand = await branding.of_account(session, account_id)
    if brand.version != version:
        by = await audit.last_by(session, account_id=account_id, acts=[CHANGED])
        raise Stale(version=brand.version, now=fields(brand), by=by)
    return brand


async def _change(
    session: AsyncSession, account_id: UUID, *, before: Brand, after: Brand, actor: Actor, now: datetime
) -> Brand:
    """Keep a brand and remember who chose it; one that is as it was leaves no trace."""
    if after == before:
        return after
    await branding.set_account(session, account_id, after)
    await accounts.touch(session, [account_id])
    act = Act(CHANGED, "", before.told(), after.told())
    await audit.record(session, account_id=account_id, actor=actor, act=act, now=now)
    return after
