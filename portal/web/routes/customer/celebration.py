"""The page a reached milestone deserves, the badge to keep, and the news for the team."""

from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.errors import NotFound
from portal.domain.progress import MilestoneProgress
from portal.domain.wording import phrase
from portal.ingest import Climber
from portal.services import celebration as celebrations
from portal.services import progress
from portal.services.ladder import LadderView
from portal.web.badge import CONFETTI, SCALLOPS, bar_colour, lines, picture, runs, stair
from portal.web.customer.achievement import audience, how, usually
from portal.web.customer.act_forms import NewsForm
from portal.web.forms import submitted
from portal.web.routes.customer.panel import Stop, StopDep, focused
from portal.web.routes.customer.visit import Visit, VisitDep, celebration_of, neighbours
from portal.web.templating import page, partial, wants_partial
from portal.web.words import words_of

router = APIRouter(include_in_schema=False, prefix="/milestones/{milestone_id}")

NOT_YET = phrase("“%(milestone)s” is not done yet. Its badge and its celebration wait for you until it is.")


@router.get("/celebration")
async def show(visit: VisitDep, milestone_id: str) -> Response:
    """What the milestone changed and unlocked, and what comes next. Showing it counts as seen. Raises NotFound.

    An open page asks by htmx once it has shown the tick, and is sent here.
    """
    if visit.by_htmx:
        return visit.go(celebration_of(milestone_id))
    view = await visit.look(milestone_id)
    at = _reached(view)
    async with visit.portal.database.write() as session:
        await progress.celebrate(
            session, catalogue=visit.catalogue, member=visit.member, milestone_id=milestone_id, now=visit.now
        )
        names = await _names(visit, session, view, at)
    return page(visit.request, "customer/celebration.html", form=NewsForm(), **names)


@router.post("/news")
async def tell(stop: StopDep, milestone_id: str) -> Response:
    """Tell the team of the milestone."""
    visit = stop.visit
    form = await submitted(visit.request, NewsForm)
    if not form.validate():
        return await _refused(stop, form)
    await celebrations.tell(stop.session, stop.climber, note=form.note.text)
    if not wants_partial(visit.request):
        return RedirectResponse(f"{celebration_of(milestone_id)}#tell", 303)
    return partial(visit.request, "customer/_tell.html", m=stop.climber.at, form=form, **await _news(stop))


@router.get("/badge.svg")
async def drawing(visit: VisitDep, milestone_id: str) -> Response:
    """The badge as a drawing to keep. Raises NotFound before the milestone is reached."""
    drawn = await _drawn(visit, milestone_id)
    return Response(drawn, media_type="image/svg+xml", headers=_kept(milestone_id, "svg"))


@router.get("/badge.png")
async def image(visit: VisitDep, milestone_id: str) -> Response:
    """The badge as a picture to keep and to share. Raises NotFound before the milestone is reached."""
    drawn = await to_thread.run_sync(picture, await _drawn(visit, milestone_id))
    return Response(drawn, media_type="image/png", headers=_kept(milestone_id, "png"))


def _reached(view: LadderView) -> MilestoneProgress:
    """The milestone in focus. Raises NotFound before it is reached."""
    at = view.shown
    if at is None or not at.state.reached:
        raise NotFound(NOT_YET, milestone=at.milestone.title if at else "")
    return at


async def _refused(stop: Stop, form: NewsForm) -> Response:
    request = stop.visit.request
    if wants_partial(request):
        return partial(request, "customer/_tell.html", status=422, m=stop.climber.at, form=form, **await _news(stop))
    view = await focused(stop)
    names = await _names(stop.visit, stop.session, view, _reached(view))
    return page(request, "customer/celebration.html", status=422, form=form, **names)


async def _names(visit: Visit, session: AsyncSession, view: LadderView, at: MilestoneProgress) -> dict[str, Any]:
    words, member = words_of(visit.request), visit.member
    reached = await celebrations.look_back(
        session, member=member, progress=view.progress, at=at, run=view.run, profile=view.profile
    )
    return {
        **visit.names(view),
        **neighbours(view),
        **await _news(Stop(visit, session, Climber(visit.catalogue, member, at, visit.now))),
        "bars": stair(view.progress, at.milestone.id),
        "scallops": SCALLOPS,
        "confetti": CONFETTI if member.preferences.celebrations else (),
        "how": how(words, reached),
        "usually": usually(words, reached),
    }


async def _news(stop: Stop) -> dict[str, Any]:
    news = await celebrations.news(stop.session, member=stop.member, milestone_id=stop.milestone_id)
    return {"news": news, "audience": audience(words_of(stop.visit.request), news.audience)}


async def _drawn(visit: Visit, milestone_id: str) -> str:
    view = await visit.look(milestone_id)
    title = _reached(view).milestone.title
    brand = visit.member.brand.over(visit.portal.brand.current)
    drawn: dict[str, Any] = {
        "bars": stair(view.progress, milestone_id),
        "scallops": SCALLOPS,
        "bar_colour": bar_colour(brand),
        "lines": lines(title),
        "runs": runs,
    }
    return bytes(page(visit.request, "customer/badge.svg", **drawn, **visit.names(view)).body).decode()


def _kept(milestone_id: str, ending: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{milestone_id}.{ending}"',
        "Cache-Control": "private, no-store",
    }
