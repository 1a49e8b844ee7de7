"""An editor at a draft of the playbook: what the handlers about it share."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content import yaml
from portal.content.drafts import Opened, require_text_path
from portal.content.kinds import Kind, kind_of, locale_of, name_of
from portal.domain.errors import NotFound
from portal.services import drafts
from portal.web.deps import ReaderDep, SessionDep
from portal.web.internal.editor.names import Named, named
from portal.web.internal.editor.parts import value_at
from portal.web.internal.editor.sheet import has_form
from portal.web.internal.work import Work, WorkDep

HOME: Final = "/internal/playbook/edit"
NO_FILE: Final = "The draft has no such file. Its page lists the ones it has."


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft in the hands of an editor, within a transaction."""

    work: Work
    session: AsyncSession
    opened: Opened

    @property
    def home(self) -> str:
        """The address of the draft's page."""
        return f"{HOME}/drafts/{self.opened.draft.id}"

    def page(self, name: str, *, status: int = 200, **names: Any) -> Response:  # noqa: ANN401 - what a template reads
        """A page about the draft."""
        return self.work.page(f"internal/editor/{name}", nav="playbook", status=status, **self._names, **names)

    def partial(self, name: str, *, status: int = 200, **names: Any) -> Response:  # noqa: ANN401 - what a template reads
        """A fragment of a page about the draft."""
        return self.work.partial(f"internal/editor/{name}", status=status, **self._names, **names)

    def named(self, path: str) -> Named:
        """A file by the names of the live playbook; by its title in the draft where it is new."""
        own = named(path, self.work.catalogue)
        return replace(own, thing=self._title(path) or own.thing) if own.thing == name_of(path) else own

    def _title(self, path: str) -> str | None:
        """The title of a milestone or a play that only the draft has."""
        name = name_of(path)
        main = f"plays/{name}.yaml" if kind_of(path) is Kind.PLAY else f"milestones/{name}/milestone.yaml"
        title = value_at(yaml.read(self.opened.text(main) or "", main).value, ("title",))
        return title if isinstance(title, str) else None

    def text(self, path: str) -> str:
        """What stands in a file now. Raises NotFound."""
        text = self.opened.text(path)
        if text is None:
            raise NotFound(NO_FILE)
        return text

    def has_form(self, path: str) -> bool:
        """Whether a file can be filled in as a form."""
        return has_form(path, self.opened.text(path) or "")

    def preview(self, path: str) -> str | None:
        """Where a file of a milestone can be seen as customers would see it, in its language; None for any other."""
        name, language = name_of(path), locale_of(path) or self.work.catalogue.language
        ladders = self.work.catalogue.ladders.items()
        role = next((role for role, ladder in ladders if ladder.milestone(name)), None)
        return f"{self.home}/preview/{role}/{language}/system/milestones/{name}" if role else None

    @property
    def _names(self) -> dict[str, Any]:
        return {"desk": self, "opened": self.opened, "draft": self.opened.draft, "home": self.home}


async def get_reading(work: WorkDep, session: ReaderDep, draft_id: UUID) -> Desk:
    """A draft, to look at. Raises Forbidden, NotFound."""
    return Desk(work, session, await drafts.look(session, doer=work.doer, draft_id=draft_id))


async def get_desk(work: WorkDep, session: SessionDep, draft_id: UUID) -> Desk:
    """A draft, to change. Raises Forbidden, NotFound."""
    return Desk(work, session, await drafts.take(session, doer=work.doer, draft_id=draft_id))


async def get_path(path: str) -> str:
    """The path of a text of the playbook. Raises Invalid."""
    require_text_path(path)
    return path


ReadingDep = Annotated[Desk, Depends(get_reading)]
DeskDep = Annotated[Desk, Depends(get_desk)]
PathDep = Annotated[str, Depends(get_path)]
