"""Looking at revisions: which there are, how two differ, and one as files."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.export import write_folder
from portal.content.files import Files
from portal.content.loader import compile_files, load_folder
from portal.content.stored import revision_catalogue, revision_files
from portal.db import content, pins
from portal.domain.errors import Invalid
from portal.domain.playbook import Catalogue
from portal.domain.revisions import Change, diff


@dataclass(frozen=True, slots=True)
class Listed:
    """A revision of the list: how many accounts in flight stay on it, and how many are on it in all."""

    number: int
    hash: str
    author: str
    note: str
    published_at: datetime
    live: bool
    pinned: int
    accounts: int


@dataclass(frozen=True, slots=True)
class Draft:
    """Content somebody named: a revision, or a folder that may become one."""

    name: str
    files: Files
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class Comparison:
    """How `after` differs from `before`. `files` are the paths whose bytes differ, a comment counted too."""

    before: Draft
    after: Draft
    changes: tuple[Change, ...]
    files: tuple[str, ...]


async def every(session: AsyncSession) -> Sequence[Listed]:
    """All revisions, the newest, which is live, first."""
    pinned = await pins.counts(session)
    rows = await content.every_revision(session)
    free = await pins.unpinned(session)
    return [
        Listed(*row, live=place == 0, pinned=(own := pinned.get(row.number, 0)), accounts=own + free * (place == 0))
        for place, row in enumerate(rows)
    ]


async def live(session: AsyncSession, number: int) -> Listed | None:
    """The revision of a number as the list has it, such as the one a page was made from; None where it has none."""
    return next((one for one in await every(session) if one.number == number), None)


async def draft(session: AsyncSession, named: str | None) -> Draft:
    """The content of a revision by its number, of a folder by its path, of the live revision for None.

    Raises NotFound, Invalid while nothing is live, Unreadable, or ContentErrors for a folder with problems.
    """
    if named is None or named.isdecimal():
        number = int(named) if named else await live_number(session)
        files = await revision_files(session, number)
        return Draft(f"revision {number}", files, await revision_catalogue(session, number))
    held = await asyncio.to_thread(load_folder, Path(named))
    catalogue = await asyncio.to_thread(compile_files, held.files, 0)
    return Draft(named, held.files, catalogue)


async def compare(session: AsyncSession, *, before: str, after: str | None) -> Comparison:
    """How the content named `after` (the live revision for None) differs from the one named `before`."""
    old, new = await draft(session, before), await draft(session, after)
    held = [{**one.files.texts, **one.files.media} for one in (old, new)]
    paths = sorted(path for path in held[0].keys() | held[1].keys() if held[0].get(path) != held[1].get(path))
    return Comparison(old, new, diff(old.catalogue, new.catalogue), tuple(paths))


async def export(session: AsyncSession, *, number: int | None, folder: Path, force: bool) -> int:
    """Write a revision (the live one for None) into a folder. Returns its number.

    Raises NotFound, Unreadable, Conflict for a folder that would lose something, unless `force`, and Invalid.
    """
    number = number or await live_number(session)
    files = await revision_files(session, number)
    media = await content.media_bodies(session, set(files.media.values()))
    known = {row.hash for row in await content.every_revision(session)}
    await asyncio.to_thread(write_folder, files, media, folder, known=known, force=force)
    return number


async def live_number(session: AsyncSession) -> int:
    """The number of the live revision. Raises Invalid while there is none."""
    number = await content.latest_number(session)
    if number is None:
        message = "No playbook has been published: run `portal content publish`."
        raise Invalid(message)
    return number
