"""The Customer Success Plan of an account: the document, the part written by hand, and its PDF."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_200_OK, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Stale
from portal.domain.success_plan import Written
from portal.services import success_plan
from portal.web.conflicts import beside, editing
from portal.web.documents import pdf
from portal.web.forms import submitted
from portal.web.internal.forms.go_live import PlanForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep
from portal.web.templating import page, partial, wants_partial

router = APIRouter(prefix="/internal/accounts/{account_id}", include_in_schema=False)


@router.get("/plan")
async def show(opened: SeenDep) -> Response:
    """The whole page."""
    return await _shown(opened)


@router.get("/plan.pdf")
async def download(opened: SeenDep) -> Response:
    """The plan as a document. Raises Unavailable where none can be made."""
    climbed = await opened.climbed()
    plan = await success_plan.document(opened.session, catalogue=climbed, account_id=opened.id, now=opened.now)
    names = {"plan": plan, "vendor": climbed.vendor, "content": climbed.language}
    return await pdf(opened.request, "documents/plan.html", filename=f"{plan.account}-success-plan.pdf", **names)


@router.post("/plan")
async def save(opened: EditedDep) -> Response:
    """Keep what is written by hand."""
    form = await submitted(opened.request, PlanForm)
    if not form.validate():
        return await _shown(opened, form, HTTP_422_UNPROCESSABLE_CONTENT)
    written = Written(
        goal=form.goal.data or "",
        use_cases=form.use_cases.data or "",
        risks=form.risks.data or "",
        version=form.version.data or 0,
    )
    try:
        await success_plan.save(opened.session, account_id=opened.id, written=written, doer=opened.doer, now=opened.now)
    except Stale as stale:
        return await _shown(opened, beside(form, stale), HTTP_409_CONFLICT)
    return await _done(opened)


@router.post("/plan/share")
async def share(opened: EditedDep) -> Response:
    """Let the customer's people read it."""
    await success_plan.share(opened.session, account_id=opened.id, shared=True, doer=opened.doer, now=opened.now)
    return await _done(opened)


@router.post("/plan/withdraw")
async def withdraw(opened: EditedDep) -> Response:
    """Let nobody at the customer read it any more."""
    await success_plan.share(opened.session, account_id=opened.id, shared=False, doer=opened.doer, now=opened.now)
    return await _done(opened)


async def _done(opened: Opened) -> Response:
    return await _shown(opened) if wants_partial(opened.request) else RedirectResponse(f"{opened.address}/plan", 303)


async def _shown(opened: Opened, form: PlanForm | None = None, status: int = HTTP_200_OK) -> Response:
    climbed = await opened.climbed()
    plan = await success_plan.document(opened.session, catalogue=climbed, account_id=opened.id, now=opened.now)
    written = plan.written
    fresh = editing(PlanForm(), version=written.version, now=success_plan.fields(written))
    names = {"plan": plan, "form": form or fresh, "tab": "plan", "content": climbed.language}
    if wants_partial(opened.request):
        return partial(opened.request, "internal/plan/_plan.html", status=status, **opened.names(), **names)
    return page(opened.request, "internal/plan/plan.html", status=status, **await opened.frame(), **names)
