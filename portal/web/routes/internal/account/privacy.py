"""What is known about an account's people: a copy, silence or deletion when somebody asks, and the receipts."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Invalid
from portal.domain.privacy import Wish
from portal.services import exporting, privacy
from portal.web.copies import download
from portal.web.forms import placed, submitted
from portal.web.internal.forms.privacy import PrivacyForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep
from portal.web.templating import page, partial, wants_partial

router = APIRouter(prefix="/internal/accounts/{account_id}/privacy", include_in_schema=False)


@router.get("")
async def show(opened: SeenDep) -> Response:
    """The form, and what was asked so far. Raises Forbidden."""
    return await _shown(opened)


@router.get("/receipts")
async def receipts(opened: SeenDep) -> Response:
    """What was asked so far, for whoever waits for it. Raises Forbidden."""
    book = await privacy.book(opened.session, doer=opened.doer, account_id=opened.id)
    return partial(opened.request, "internal/privacy/_receipts.html", **opened.names(), receipts=book.receipts)


@router.post("")
async def ask(opened: EditedDep) -> Response:
    """Begin with what is asked about one person. Raises Forbidden, NotFound."""
    book = await privacy.book(opened.session, doer=opened.doer, account_id=opened.id)
    form = await submitted(opened.request, lambda data: PrivacyForm(data, people=book.people))
    if not form.validate() or form.asked is None:
        return await _shown(opened, form, HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await privacy.ask(opened.session, doer=opened.doer, account_id=opened.id, asked=form.asked, now=opened.now)
    except Invalid as refusal:
        form.member.errors = [refusal.sentence]
        return await _shown(opened, form, HTTP_422_UNPROCESSABLE_CONTENT)
    if wants_partial(opened.request):
        return await _shown(opened)
    return RedirectResponse(f"{opened.address}/privacy#receipts", 303)


@router.get("/{request_id}.zip")
async def fetch(opened: EditedDep, request_id: UUID) -> Response:
    """A copy, to hand on; who fetched it is kept. Raises Forbidden, NotFound."""
    copy = await privacy.copy_for(
        opened.session, doer=opened.doer, account_id=opened.id, request_id=request_id, now=opened.now
    )
    return download(exporting.unpacked(copy))


async def _shown(opened: Opened, form: PrivacyForm | None = None, status: int = 200) -> Response:
    book = await privacy.book(opened.session, doer=opened.doer, account_id=opened.id)
    given = placed(form or PrivacyForm(people=book.people), "privacy")
    names = {
        "form": given,
        "people": book.people,
        "receipts": book.receipts,
        "wishes": {one.value: one.means for one in Wish},
    }
    if wants_partial(opened.request):
        return partial(opened.request, "internal/privacy/_privacy.html", status=status, **opened.names(), **names)
    return page(opened.request, "internal/privacy/page.html", status=status, **await opened.frame(), **names)
