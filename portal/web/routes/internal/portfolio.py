"""The portfolio: the start page of the internal view, and what can be done on it."""

from collections.abc import AsyncIterator
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Conflict, Invalid
from portal.services import assigning, portfolio, saved_views, urgency
from portal.web.actor import DoerDep
from portal.web.deps import ReaderDep, SessionDep
from portal.web.forms import submitted
from portal.web.internal.forms.portfolio import LONGEST_SEARCH, AssignForm, NameForm, SnoozeForm, Until, parts
from portal.web.internal.portfolio.page import Forms, LookDep, done, shown
from portal.web.internal.portfolio.table import table
from portal.web.templating import partial

HEADERS: Final = {"Content-Disposition": 'attachment; filename="portfolio.csv"', "Cache-Control": "no-store"}
CHOOSE: Final = "Choose until when: tomorrow, or Monday."

Searched = Annotated[str, Query(max_length=LONGEST_SEARCH)]

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.get("/")
async def show(look: LookDep, session: ReaderDep) -> Response:
    """Every account by risk; `view`, `level` and `q` narrow it, `sort` and `down` order it, `after` turns the page."""
    return await shown(look, session)


@router.get("/portfolio.csv")
async def export(look: LookDep) -> Response:
    """Every account of the part that is asked for, as a table for a spreadsheet."""

    async def rows() -> AsyncIterator[str]:
        async with look.portal.database.read() as session:
            lines = portfolio.every(
                session, playbook=look.portal.playbook, asked=look.asked, staff=look.staff, now=look.now
            )
            async for row in table(lines):
                yield row

    return StreamingResponse(rows(), media_type="text/csv; charset=utf-8", headers=HEADERS)


@router.post("/accounts/{account_id}/snooze")
async def snooze(look: LookDep, session: SessionDep, doer: DoerDep, account_id: UUID) -> Response:
    """Leave an account out of one's own queue until a day."""
    form = await submitted(look.request, SnoozeForm)
    if not form.validate():
        raise Invalid(CHOOSE)
    day = Until(form.until.data or "").day(look.now.date())
    await urgency.put_off(session, staff=look.staff, actor=doer.actor, account_id=account_id, until=day, now=look.now)
    return await done(look, session)


@router.post("/snoozes/end")
async def bring_back(look: LookDep, session: SessionDep, doer: DoerDep) -> Response:
    """Let everything one put off stand in the queue again."""
    await urgency.bring_back(session, staff=look.staff, actor=doer.actor, now=look.now)
    return await done(look, session)


@router.post("/assign")
async def assign(look: LookDep, session: SessionDep, doer: DoerDep) -> Response:
    """Give the accounts that were ticked to a CSM; 409 where somebody else gave some of them away meanwhile."""
    form = await submitted(look.request, AssignForm)
    if not form.validate():
        return await shown(look, session, Forms(assign=form, status=HTTP_422_UNPROCESSABLE_CONTENT))
    try:
        assigned = await assigning.assign(
            session,
            catalogue=look.portal.playbook.current,
            doer=doer,
            accounts=form.accounts,
            csm_id=UUID(form.csm.data),
            now=look.now,
        )
    except Conflict as went:
        form.account.errors = [went.message]
        return await shown(look, session, Forms(assign=form, status=HTTP_409_CONFLICT))
    return await done(look, session, Forms(assigned=assigned))


@router.get("/guides")
async def find_guide(look: LookDep, session: ReaderDep, *, name: Searched = "", csm: str = "") -> Response:
    """The CSMs who are called so, or who have most room, to choose one from; `csm` is chosen already."""
    offer = await assigning.offer(session, name.strip())
    return partial(look.request, "internal/portfolio/_guides.html", offer=offer, chosen=csm)


@router.post("/views")
async def save_view(look: LookDep, session: SessionDep) -> Response:
    """Keep the part that is asked for under a name."""
    form = await submitted(look.request, NameForm)
    if not form.validate():
        return await shown(look, session, Forms(naming=form, status=HTTP_422_UNPROCESSABLE_CONTENT))
    query = parts(look.asked._replace(after=None))
    try:
        await saved_views.save(session, staff=look.staff, name=form.name.data or "", query=query, now=look.now)
    except Conflict as taken:
        form.name.errors = [taken.message]
        return await shown(look, session, Forms(naming=form, status=HTTP_422_UNPROCESSABLE_CONTENT))
    return await done(look, session)


@router.post("/views/{view_id}/remove")
async def remove_view(look: LookDep, session: SessionDep, view_id: UUID) -> Response:
    """Forget a view."""
    await saved_views.remove(session, staff=look.staff, view_id=view_id)
    return await done(look, session)
