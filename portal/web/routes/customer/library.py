"""The library: searched and narrowed down on one page, read on another."""

from functools import partial as bound
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from portal.services import acts, library
from portal.web.customer.act_forms import FeedbackForm
from portal.web.customer.library import LibraryForm, address
from portal.web.customer.prose import prose
from portal.web.deps import ReaderDep
from portal.web.forms import submitted
from portal.web.routes.customer.panel import StopDep
from portal.web.routes.customer.visit import Visit, VisitDep
from portal.web.templating import page, partial, wants_partial

router = APIRouter(include_in_schema=False)


@router.get("/library")
async def browse(visit: VisitDep) -> Response:
    """The articles and videos that have what is asked for; htmx, which asks while one types, gets the list alone."""
    form = LibraryForm(visit.request.query_params)
    wish = form.wish(visit.catalogue.lifecycle.tracks)
    if form.asked:
        await _make_searchable(visit)
    async with visit.portal.database.read() as session:
        shelf = await library.browse(
            session, catalogue=visit.catalogue, member=visit.member, asked=form.asked, wish=wish
        )
    names = {"shelf": shelf, "wish": wish, "asked": form.asked, "address": bound(address, form.asked), **_names(visit)}
    if wants_partial(visit.request):
        return partial(visit.request, "customer/library/_found.html", **names)
    return page(visit.request, "customer/library/library.html", **names)


async def _make_searchable(visit: Visit) -> None:
    """The first search in a revision makes it searchable, whoever published it and however long ago."""
    async with visit.portal.database.read() as session:
        if await library.is_searchable(session, catalogue=visit.catalogue):
            return
        whole = await visit.portal.playbook.revision(session, visit.catalogue.revision)
    async with visit.portal.database.write() as session:
        await library.make_searchable(session, catalogue=whole)


@router.get("/library/{milestone_id}")
async def read(visit: VisitDep, session: ReaderDep, milestone_id: str) -> Response:
    """One article, with its video. Raises NotFound."""
    names = await _reading(visit, session, milestone_id)
    return page(visit.request, "customer/library/article.html", **names, **_names(visit))


@router.post("/library/{milestone_id}/helpful")
async def judge(stop: StopDep, milestone_id: str) -> Response:
    """Keep whether the article helped."""
    visit = stop.visit
    form = await submitted(visit.request, FeedbackForm)
    if valid := form.validate():
        await acts.judge(stop.session, stop.climber, thumb=form.judgement, comment=form.comment.text)
        if not wants_partial(visit.request):
            return RedirectResponse(f"/library/{milestone_id}#helpful", 303)
    names = {**await _reading(visit, stop.session, milestone_id), **_names(visit), "form": form}
    status = 200 if valid else 422
    if wants_partial(visit.request):
        return partial(visit.request, "customer/library/_helpful.html", status=status, **names)
    return page(visit.request, "customer/library/article.html", status=status, **names)


async def _reading(visit: Visit, session: AsyncSession, milestone_id: str) -> dict[str, Any]:
    reading = await library.read(
        session, catalogue=visit.catalogue, member=visit.member, milestone_id=milestone_id, now=visit.now
    )
    text = prose(reading.article.milestone.article)
    return {"reading": reading, "prose": text, "form": FeedbackForm(obj=reading.feedback)}


def _names(visit: Visit) -> dict[str, Any]:
    catalogue = visit.catalogue
    return {
        "vendor": catalogue.vendor,
        "member": visit.member,
        "tracks": catalogue.lifecycle.tracks,
        "original": catalogue.language,
    }
