"""What a draft amounts to: its catalogue, and how that differs from what it is over."""

import asyncio

from portal.content.drafts import Opened
from portal.content.files import Files
from portal.content.loader import compile_files
from portal.content.problems import ContentErrors
from portal.domain.playbook import Catalogue
from portal.domain.revisions import diff
from portal.web.internal.playbook.changes import Thing, things


async def compiled(files: Files) -> Catalogue:
    """The catalogue that files would be published as. Raises ContentErrors."""
    return await asyncio.to_thread(compile_files, files, 0)


async def changes_of(opened: Opened) -> tuple[Thing, ...] | None:
    """What a draft changes, in words; None while it has problems."""
    try:
        before, after = await compiled(opened.base), await compiled(opened.files)
    except ContentErrors:
        return None
    return things(diff(before, after), before, after)
