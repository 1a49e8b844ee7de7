"""The page a reached milestone deserves, and the badge to keep."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from portal.domain.errors import NotFound
from portal.domain.wording import phrase
from portal.services import progress
from portal.web.badge import CONFETTI, SCALLOPS, stair
from portal.web.routes.customer.visit import VisitDep, celebration_of, neighbours
from portal.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/milestones/{milestone_id}/celebration")
async def celebration(visit: VisitDep, milestone_id: str) -> Response:
    """What the milestone changed and unlocked, and what comes next. Showing it counts as seen.

    An open page asks by htmx once it has shown the tick, and is sent here.
    """
    if visit.by_htmx:
        return visit.go(celebration_of(milestone_id))
    view = await visit.look(milestone_id)
    if view.shown is None or not view.shown.state.reached:
        return RedirectResponse(f"/milestones/{milestone_id}", 303)
    async with visit.portal.database.write() as session:
        await progress.celebrate(
            session, catalogue=visit.catalogue, member=visit.member, milestone_id=milestone_id, now=visit.now
        )
    drawn: dict[str, Any] = {"bars": stair(view.progress, milestone_id), "scallops": SCALLOPS, "confetti": CONFETTI}
    return page(visit.request, "customer/celebration.html", **drawn, **visit.names(view), **neighbours(view))


@router.get("/milestones/{milestone_id}/badge.svg")
async def badge(visit: VisitDep, milestone_id: str) -> Response:
    """The badge as a picture to keep. Raises NotFound before the milestone is reached."""
    view = await visit.look(milestone_id)
    if view.shown is None or not view.shown.state.reached:
        raise NotFound(phrase("This badge is yours once the milestone is done."))
    drawn: dict[str, Any] = {"bars": stair(view.progress, milestone_id), "scallops": SCALLOPS}
    answer = page(visit.request, "customer/badge.svg", **drawn, **visit.names(view))
    answer.headers["Content-Type"] = "image/svg+xml"
    answer.headers["Content-Disposition"] = f'attachment; filename="{milestone_id}.svg"'
    return answer
