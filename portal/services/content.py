"""Publishing the playbook: a folder, or an earlier revision, becomes the live revision. And its media."""

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.files import Files, Folder
from portal.content.loader import compile_files, load_folder
from portal.content.stored import revision_catalogue, revision_files
from portal.db import content as revisions
from portal.db import pins
from portal.domain.errors import Conflict, NotFound
from portal.domain.wording import phrase

HASH = re.compile(r"[0-9a-f]{64}")
MAX_AUTHOR = 200
MAX_NOTE = 1000
OVERTAKEN: Final = (
    "Revision %(live)s was published while this was written over revision %(over)s. Carry it over, then publish it."
)


@dataclass(frozen=True, slots=True)
class Published:
    """The revision that is live now. `changed` is False where it was live already.

    `staying` is how many accounts in flight stay on an earlier revision.
    """

    number: int
    hash: str
    changed: bool
    staying: int = 0


@dataclass(frozen=True, slots=True)
class Medium:
    """A stored medium."""

    hash: str
    type: str


async def publish(session: AsyncSession, *, folder: Path, author: str, note: str, now: datetime) -> Published:
    """Check a folder and make it the live revision, in the caller's transaction.

    Accounts that have begun stay on the revision that was live until now. Publishing what is live already
    changes nothing. Raises ContentErrors, with every problem, on bad content.
    """
    held = await asyncio.to_thread(load_folder, folder)
    await revisions.take_turn(session)
    await _store_media(session, held)
    return await _go_live(session, held.files, author=author, note=note, now=now)


async def publish_files(
    session: AsyncSession, *, files: Files, over: int, author: str, note: str, now: datetime
) -> Published:
    """Check files written over a revision and make them the live one, in the caller's transaction.

    Their media are stored already. Raises ContentErrors with every problem, and Conflict where another revision was
    published meanwhile.
    """
    await asyncio.to_thread(compile_files, files, 0)
    await revisions.take_turn(session)
    live = await revisions.latest_number(session)
    if live != over:
        raise Conflict(OVERTAKEN, live=live or 0, over=over)
    return await _go_live(session, files, author=author, note=note, now=now)


async def rollback(session: AsyncSession, *, number: int, author: str, note: str, now: datetime) -> Published:
    """Publish the content of an earlier revision again, as the next one.

    Raises NotFound, or Unreadable where this version of the portal cannot serve that content.
    """
    await revisions.take_turn(session)
    files = await revision_files(session, number)
    await revision_catalogue(session, number)
    return await _go_live(session, files, author=author, note=note, now=now)


async def _go_live(session: AsyncSession, files: Files, *, author: str, note: str, now: datetime) -> Published:
    live = await revisions.latest(session)
    digest = files.hash
    if live and live[1] == digest:
        return Published(live[0], digest, changed=False)
    if live:
        await pins.pin_in_flight(session, revision=live[0], now=now)
    number = await revisions.add_revision(
        session,
        content_hash=digest,
        author=author[:MAX_AUTHOR],
        note=note[:MAX_NOTE],
        now=now,
        files=files.stored(),
    )
    return Published(number, digest, changed=True, staying=sum((await pins.counts(session)).values()))


async def _store_media(session: AsyncSession, held: Folder) -> None:
    media = {medium.hash: medium for medium in held.media.values()}
    known = await revisions.known_media(session, media.keys())
    new = [medium for digest, medium in sorted(media.items()) if digest not in known]
    await revisions.add_media(session, ((medium.hash, medium.type, medium.body) for medium in new))


async def medium(session: AsyncSession, digest: str) -> Medium:
    """What is known of a published medium. Raises NotFound."""
    kind = await revisions.media_type(session, digest) if HASH.fullmatch(digest) else None
    if kind is None:
        raise NotFound(phrase("There is no such video or picture. Open the milestone again: it may have a newer one."))
    return Medium(digest, kind)


async def medium_bytes(session: AsyncSession, found: Medium) -> bytes:
    """The bytes of a medium."""
    return await revisions.media_body(session, found.hash)
