"""Published revisions as files and catalogues, or the reason why one cannot be used."""

import asyncio
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.files import Files
from portal.content.loader import compile_files
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
    try:
        files = Files.from_stored(row.files)
        sound = files.hash == row.hash
    except (TypeError, KeyError, AttributeError):
        sound = False
    if not sound:
        message = f"Revision {number} is damaged: restore it in the table `revisions` from a backup, or take another."
        raise Unreadable(message)
    return files


async def revision_catalogue(session: AsyncSession, number: int) -> Catalogue:
    """The catalogue of a revision. Raises NotFound, or Unreadable where this version cannot read it."""
    files = await revision_files(session, number)
    try:
        return await asyncio.to_thread(compile_files, files, number)
    except Invalid as refused:
        first, *more = refused.message.splitlines()
        others = f" (and {len(more)} more)" if more else ""
        message = f"Revision {number} was published by another version of the portal, and this one cannot read it: "
        raise Unreadable(message + first + others) from refused
