"""The Customer Success Plan as the customer's people read it, once their guide has shared it."""

from typing import Any

from fastapi import APIRouter, Response

from portal.domain.errors import NotFound
from portal.domain.wording import phrase
from portal.services import success_plan
from portal.web.deps import ReaderDep
from portal.web.documents import pdf
from portal.web.routes.customer.visit import Visit, VisitDep
from portal.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/plan")
async def show(visit: VisitDep, session: ReaderDep) -> Response:
    """The plan; until it is shared, who is writing it."""
    return page(visit.request, "customer/plan.html", member=visit.member, **await _names(visit, session))


@router.get("/plan.pdf")
async def download(visit: VisitDep, session: ReaderDep) -> Response:
    """The plan as a document. Raises NotFound until it is shared."""
    names = await _names(visit, session)
    if names["plan"].written.shared_at is None:
        raise NotFound(phrase("Your plan is still being written. It appears here once your guide shares it."))
    filename = f"{visit.member.account_name}-success-plan.pdf"
    return await pdf(visit.request, "documents/plan.html", filename=filename, **names)


async def _names(visit: Visit, session: ReaderDep) -> dict[str, Any]:
    catalogue = visit.catalogue
    account_id = visit.member.account_id
    plan = await success_plan.document(session, catalogue=catalogue, account_id=account_id, now=visit.now)
    return {"plan": plan, "vendor": catalogue.vendor, "content": catalogue.language}
