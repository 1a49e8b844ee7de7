"""A draft opened: the files of the revision it is over, its own in their place, and what is wrong with them."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.files import Files
from portal.content.kinds import MEDIA_KINDS, Kind, kind_of, name_of
from portal.content.loader import compile_files
from portal.content.problems import ContentErrors, Problem
from portal.content.stored import revision_files
from portal.db import content, drafts
from portal.domain.drafts import Draft
from portal.domain.errors import Invalid, NotFound

NO_SUCH: Final = "There is no such draft: it was published or discarded. The list of drafts shows the ones there are."
NO_PLACE: Final = "The playbook has no place for a file of that name. Write it as milestones/<id>/article.md."
NOTHING_LIVE: Final = "No playbook has been published: run `portal content publish`."


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft, the files of its base, and the number of the live revision, which may be a newer one."""

    draft: Draft
    base: Files
    live: int

    @property
    def files(self) -> Files:
        """The files as they would be published: without the media of milestones that are taken out."""
        texts = self.draft.over(self.base.texts)
        gone = {name_of(path) for path in self.base.texts.keys() - texts.keys() if kind_of(path) is Kind.MILESTONE}
        media = {path: digest for path, digest in self.base.media.items() if name_of(path) not in gone}
        return replace(self.base, texts=texts, media=media)

    @property
    def changed(self) -> tuple[str, ...]:
        """The paths that differ from the base."""
        return self.draft.changed(self.base.texts)

    @property
    def overtaken(self) -> bool:
        """Whether something was published since the draft was put over its base."""
        return self.live != self.draft.base

    def text(self, path: str) -> str | None:
        """What stands in a file now; None where there is none."""
        return self.draft.files[path].text if path in self.draft.files else self.base.texts.get(path)

    def version(self, path: str) -> int:
        """How often a file was saved in the draft."""
        return self.draft.files[path].version if path in self.draft.files else 0

    def versions(self, paths: Iterable[str]) -> int:
        """How often any of some files was saved in the draft."""
        return sum(map(self.version, paths))

    def trying(self, texts: Mapping[str, str]) -> Files:
        """The files with some of them as somebody is about to write them."""
        files = self.files
        return replace(files, texts={**files.texts, **texts})


async def open_draft(session: AsyncSession, draft_id: UUID) -> Opened:
    """A draft with what it is over. Raises NotFound, and Unreadable where its base is damaged."""
    draft = await drafts.find(session, draft_id)
    if draft is None:
        raise NotFound(NO_SUCH)
    return Opened(draft, await revision_files(session, draft.base), await live_number(session))


async def live_number(session: AsyncSession) -> int:
    """The number of the live revision. Raises Invalid while there is none."""
    number = await content.latest_number(session)
    if number is None:
        raise Invalid(NOTHING_LIVE)
    return number


def require_text_path(path: str) -> None:
    """Raise Invalid for a path at which the playbook holds no text."""
    kind = kind_of(path)
    if kind is None or kind in MEDIA_KINDS:
        raise Invalid(NO_PLACE)


async def problems_of(files: Files) -> list[Problem]:
    """Everything that keeps these files from being published, by file and line."""
    try:
        await asyncio.to_thread(compile_files, files, 0)
    except ContentErrors as refused:
        return list(refused.problems)
    return []
