"""Where editing the playbook begins: the drafts there are, a new one, and the way from a file to one of them."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from portal.content.drafts import open_draft
from portal.content.kinds import MEDIA_KINDS, kind_of
from portal.services import drafts
from portal.services.drafts import Shelf
from portal.web.deps import ReaderDep, SessionDep
from portal.web.forms import submitted
from portal.web.internal.editor.forms import StartForm
from portal.web.internal.editor.names import named
from portal.web.internal.editor.sheet import has_form
from portal.web.internal.work import Work, WorkDep
from portal.web.routes.internal.editor.desk import HOME, PathDep

LONGEST_PATH: Final = 200

router = APIRouter(prefix=HOME, include_in_schema=False)
last = APIRouter(prefix=HOME, include_in_schema=False)
"""What answers any other address below: it comes after every route of the editor."""

Wanted = Annotated[str, Query(max_length=LONGEST_PATH)]


@router.get("")
async def show(work: WorkDep, session: ReaderDep, *, path: Wanted = "") -> Response:
    """Every draft there is; `path` is the file somebody wants to edit in one of them."""
    return _shown(work, await drafts.shelf(session, doer=work.doer), StartForm(), path)


@router.post("")
async def start(request: Request, work: WorkDep, session: SessionDep, *, path: Wanted = "") -> Response:
    """Begin a draft, and go on to the file that was wanted."""
    form = await submitted(request, StartForm)
    if not form.validate():
        found = await drafts.shelf(session, doer=work.doer)
        return _shown(work, found, form, path, status=HTTP_422_UNPROCESSABLE_CONTENT)
    draft_id = await drafts.start(
        session, doer=work.doer, staff_id=work.staff.id, name=form.name.data or "", now=work.now
    )
    return await _go(work, session, draft_id, path)


@last.get("/{path:path}")
async def edit(work: WorkDep, session: ReaderDep, path: PathDep) -> Response:
    """Lead to a file in the reader's latest draft, or have them choose one. Raises Forbidden, Invalid."""
    found = await drafts.shelf(session, doer=work.doer)
    own = next((draft for draft in found.drafts if draft.staff_id == work.staff.id), None)
    if own:
        return await _go(work, session, own.id, path)
    return _shown(work, found, StartForm(), path)


async def _go(work: Work, session: AsyncSession, draft_id: UUID, path: str) -> Response:
    """To a file of a draft, as a form where it has one; to the draft itself where no file is wanted."""
    home = f"{HOME}/drafts/{draft_id}"
    kind = kind_of(path)
    if kind is None or kind in MEDIA_KINDS:
        return work.go(home)
    text = (await open_draft(session, draft_id)).text(path) or ""
    return work.go(f"{home}/{'form' if has_form(path, text) else 'text'}/{path}")


def _shown(work: Work, shelf: Shelf, form: StartForm, path: str, *, status: int = 200) -> Response:
    wanted = named(path, work.catalogue) if kind_of(path) else None
    names = {"shelf": shelf, "form": form, "wanted": wanted}
    return work.page("internal/editor/drafts.html", nav="playbook", status=status, **names)
