"""The member's ladder: the start page, and the part of it that refreshes by itself."""

from fastapi import APIRouter, Response

from portal.web.routes.customer import start
from portal.web.routes.customer.forms import HOME
from portal.web.routes.customer.visit import VisitDep
from portal.web.templating import page, partial

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(visit: VisitDep) -> Response:
    """The whole ladder, with the current milestone expanded."""
    found = await start.look(visit)
    await start.arrive(visit, found)
    return page(visit.request, "customer/ladder.html", page=HOME, **start.names(visit, found))


@router.get("/ladder")
async def refreshed(visit: VisitDep) -> Response:
    """What changes on the start page; a milestone just reached takes the page on to its celebration."""
    found = await start.look(visit)
    return partial(visit.request, "customer/_ladder.html", page=HOME, **start.names(visit, found))
