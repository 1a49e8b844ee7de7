"""Published revisions as files and catalogues, or the reason why one cannot be used."""

import asyncio
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.files import Files
from portal.content.loader import compile_files
from portal.content.problems import ContentErrors
from portal.db import content as rows
from portal.domain.errors import Invalid, NotFound
from portal.domain.playbook import Catalogue

HIGHEST: Final = 2**31 - 1
"""The highest number a revision can have: that of the databases' integers."""


class Unreadable(Invalid):
    """A stored revision that this version of the portal cannot use."""


async def revision_files(session: AsyncSession, number: int) -> Files:
    """The files of a revision, as they were published. Raises NotFound, or Unreadable where they are damaged."""
    row = await rows.revision(session, number) if number <= HIGHEST else None
    if row is None:
        message = f"There is no revision {number}: `portal content list` shows the ones there are."
        raise NotFound(message)
    return restored(number, row)


async def revision_catalogue(session: AsyncSession, number: int) -> Catalogue:
    """The catalogue of a revision. Raises NotFound, or Unreadable where this version cannot read it."""
    files = await revision_files(session, number)
    return await asyncio.to_thread(readable, number, files)


def restored(number: int, row: rows.Content) -> Files:
    """The files of a row, whole and under the hash they were published with. Raises Unreadable."""
    try:
        files = Files.from_stored(row.files)
        sound = files.hash == row.hash
    except (TypeError, KeyError, AttributeError):
        sound = False
    if not sound:
        message = f"Revision {number} is damaged: restore it in the table `revisions` from a backup, or take another."
        raise Unreadable(message)
    return files


def readable(number: int, files: Files) -> Catalogue:
    """The catalogue of a revision's files. Raises Unreadable with the first of its problems."""
    try:
        return compile_files(files, number)
    except ContentErrors as refused:
        more = len(refused.problems) - 1
        others = f" (and {more} more)" if more else ""
        why = f"{refused.problems[0]}{others}"
        message = (
            f"Revision {number} was published by another version of the portal, and this one cannot read it: {why}"
        )
        raise Unreadable(message) from refused
