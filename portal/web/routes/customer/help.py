"""How the ladder works, and whom to ask."""

from typing import Any

from fastapi import APIRouter, Response

from portal.domain.people import initials
from portal.services import help as helping
from portal.web.deps import ReaderDep
from portal.web.routes.customer.visit import Visit, VisitDep
from portal.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/help")
async def show(visit: VisitDep, session: ReaderDep) -> Response:
    """The page for whoever wonders how this works."""
    asked = await helping.helpers(session, settings=visit.portal.settings, member=visit.member)
    return page(visit.request, "customer/help.html", asked=asked, **_names(visit, asked))


def _names(visit: Visit, asked: helping.Helpers) -> dict[str, Any]:
    return {
        "vendor": visit.catalogue.vendor,
        "product": visit.catalogue.product,
        "member": visit.member,
        "guide_initials": initials(asked.guide.name) if asked.guide else "",
    }
