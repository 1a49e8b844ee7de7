"""A milestone's own page, and ticking its steps."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from portal.domain.errors import Invalid
from portal.domain.wording import phrase
from portal.services import ladder, progress
from portal.web.deps import SessionDep
from portal.web.routes.customer.forms import HOME, OWN, TickForm
from portal.web.routes.customer.visit import VisitDep, celebration_of, neighbours
from portal.web.templating import page, partial, wants_partial

router = APIRouter(include_in_schema=False)


@router.get("/milestones/{milestone_id}")
async def shown(visit: VisitDep, milestone_id: str) -> Response:
    """The milestone with its article and its neighbours on the ladder."""
    view = await visit.look(milestone_id)
    return page(visit.request, "customer/milestone.html", page=OWN, **visit.names(view), **neighbours(view))


@router.get("/milestones/{milestone_id}/refreshed")
async def refreshed(visit: VisitDep, milestone_id: str) -> Response:
    """What changes on that page; a milestone just reached takes the page on to its celebration."""
    view = await visit.look(milestone_id)
    return partial(visit.request, "customer/_own.html", page=OWN, **visit.names(view), **neighbours(view))


async def read_tick(request: Request) -> TickForm:
    """The submitted form. Raises Invalid when it is not one of ours."""
    form = TickForm(await request.form())
    if not form.validate():
        message = phrase("The portal cannot tell which page this came from. Open your ladder and tick the step there.")
        raise Invalid(message)
    return form


@router.post("/milestones/{milestone_id}/steps/{step_id}")
async def tick(
    visit: VisitDep,
    session: SessionDep,
    form: Annotated[TickForm, Depends(read_tick)],
    *,
    milestone_id: str,
    step_id: str,
) -> Response:
    """Tick a step; the answer is the milestone as it stands, or the way to its celebration."""
    completed = await progress.tick(
        session,
        catalogue=visit.catalogue,
        member=visit.member,
        milestone_id=milestone_id,
        step_id=step_id,
        now=visit.now,
    )
    if completed and visit.member.preferences.celebrations:
        return visit.go(celebration_of(milestone_id))
    if not wants_partial(visit.request):
        path = "/" if form.page.data == HOME else f"/milestones/{milestone_id}"
        return RedirectResponse(f"{path}#milestone-{milestone_id}", 303)
    view = await ladder.focus(
        session, catalogue=visit.catalogue, member=visit.member, milestone_id=milestone_id, now=visit.now
    )
    answer = partial(visit.request, "customer/_milestone.html", page=form.page.data, **visit.names(view))
    answer.headers["HX-Trigger"] = "moved"
    return answer
