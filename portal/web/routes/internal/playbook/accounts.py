"""Which accounts are on which revision of the playbook, and moving them to another."""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from portal.content.stored import revision_catalogue
from portal.domain.errors import NotFound
from portal.services import moves, revisions
from portal.services.revisions import Listed
from portal.web.deps import PortalDep, ReaderDep, SessionDep
from portal.web.forms import submitted
from portal.web.internal.editor.impact import summary
from portal.web.internal.forms.moving import MoveForm
from portal.web.internal.playbook.index import HOME
from portal.web.internal.work import Work, WorkDep

UNKNOWN: Final = "There is no such revision. The history lists the ones there are."
MOST_FIELDS: Final = 300

router = APIRouter(prefix=f"{HOME}/accounts", include_in_schema=False)


@router.get("")
async def show(
    work: WorkDep, session: ReaderDep, revision: Annotated[int | None, Query(ge=1)] = None, after: str = ""
) -> Response:
    """The accounts on a revision, the live one at first. Raises NotFound."""
    listed = await revisions.every(session)
    form = MoveForm(revision=revision or listed[0].number if listed else 0)
    return await _shown(work, session, form, listed, after=after)


@router.post("/look")
async def look(work: WorkDep, portal: PortalDep, session: ReaderDep) -> Response:
    """What moving the chosen accounts would change. Raises Forbidden, NotFound, Conflict."""
    work.doer.require_mover()
    listed = await revisions.every(session)
    form = await submitted(work.request, MoveForm, most=MOST_FIELDS)
    form.offer(listed)
    if not form.validate():
        return await _shown(work, session, form, listed, status=HTTP_422_UNPROCESSABLE_CONTENT)
    accounts = await moves.on_revision(session, playbook=portal.playbook, chosen=form.chosen)
    after = await revision_catalogue(session, form.chosen.to)
    found = await moves.preview(session, playbook=portal.playbook, after=after, accounts=accounts)
    return work.page(
        "internal/playbook/move.html",
        nav="playbook",
        form=form,
        chosen=form.chosen,
        summary=summary(found),
        found=found,
    )


@router.post("")
async def move(work: WorkDep, portal: PortalDep, session: SessionDep) -> Response:
    """Move the chosen accounts. Raises Forbidden, NotFound, Conflict."""
    form = await submitted(work.request, MoveForm, most=MOST_FIELDS)
    form.offer(listed := await revisions.every(session))
    if not form.validate():
        return await _shown(work, session, form, listed, status=HTTP_422_UNPROCESSABLE_CONTENT)
    await moves.move_chosen(session, playbook=portal.playbook, doer=work.doer, chosen=form.chosen, now=work.now)
    return work.go(f"{HOME}/accounts?revision={form.chosen.to}")


async def _shown(
    work: Work, session: AsyncSession, form: MoveForm, listed: Sequence[Listed], *, after: str = "", status: int = 200
) -> Response:
    here = next((one for one in listed if one.number == form.revision.data), None)
    if here is None:
        raise NotFound(UNKNOWN)
    form.offer(listed)
    return work.page(
        "internal/playbook/accounts.html",
        nav="playbook",
        status=status,
        form=form,
        listed=listed,
        here=here,
        may_move=work.doer.may_move,
        most=moves.MOST,
        found=await moves.page_of(session, revision=here.number, live=here.live, after=after),
    )
