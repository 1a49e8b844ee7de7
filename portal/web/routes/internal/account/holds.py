"""Holds of an account: a section of its page, and a page of their own."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Invalid, Stale
from portal.services import holds
from portal.web.conflicts import beside, editing
from portal.web.forms import SeenVersion, placed, submitted
from portal.web.internal.forms.hold import HoldForm, NewHoldForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep

router = APIRouter(prefix="/internal/accounts/{account_id}/holds", include_in_schema=False)


@router.get("")
async def show(opened: SeenDep) -> Response:
    """Whether the account rests, and when it did."""
    return await _shown(opened)


@router.get("/new")
async def new(opened: SeenDep) -> Response:
    """Asks why and until when the work rests."""
    return await _shown(opened, NewHoldForm(today=opened.work.today))


@router.post("")
async def start(opened: EditedDep) -> Response:
    """Put the account on hold."""
    form = await submitted(opened.request, lambda data: NewHoldForm(data, today=opened.work.today))
    if not form.validate():
        return await _shown(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    days: dict[str, Any] = {"started_on": form.started_on.data, "expected_end_on": form.expected_end_on.data}
    try:
        await holds.start(opened.session, reason=form.reason.data or "", **days, **opened.about)
    except Invalid as error:
        form.refuse(error)
        return await _shown(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    return await _done(opened)


@router.get("/{hold_id}")
async def edit(opened: SeenDep, hold_id: UUID) -> Response:
    """Asks what should change about a hold. Raises NotFound, and Conflict where it is over."""
    hold = await holds.find(opened.session, account_id=opened.id, hold_id=hold_id)
    form = HoldForm(today=opened.work.today, hold_id=hold_id)
    return await _shown(opened, editing(form, version=hold.version, now=holds.fields(hold)))


@router.post("/{hold_id}")
async def change(opened: EditedDep, hold_id: UUID) -> Response:
    """Extend a hold, or say better why; 409 where somebody else changed it meanwhile. Raises NotFound."""
    form = await submitted(opened.request, lambda data: HoldForm(data, today=opened.work.today, hold_id=hold_id))
    if not form.validate():
        return await _shown(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    values: dict[str, Any] = {"version": form.version.data, "expected_end_on": form.expected_end_on.data}
    try:
        await holds.change(opened.session, hold_id=hold_id, reason=form.reason.data or "", **values, **opened.about)
    except Stale as stale:
        return await _shown(opened, beside(form, stale), status=HTTP_409_CONFLICT)
    except Invalid as error:
        form.refuse(error)
        return await _shown(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    return await _done(opened)


@router.post("/{hold_id}/end")
async def end(opened: EditedDep, hold_id: UUID, version: SeenVersion) -> Response:
    """Let the clocks run again, or call off what is planned. Raises NotFound, Stale, and Conflict where it is over."""
    await holds.end(opened.session, hold_id=hold_id, version=version, **opened.about)
    return await _done(opened)


async def _done(opened: Opened) -> Response:
    return await _shown(opened) if opened.work.wants_partial else opened.work.go(opened.address)


async def _shown(opened: Opened, form: HoldForm | None = None, *, status: int = 200) -> Response:
    """The section, with a form where one is open; a page around it for a browser without scripts."""
    section = await holds.summary(opened.session, opened.id, opened.now)
    form = placed(form, "hold") if form else None
    if opened.work.wants_partial:
        return opened.work.partial("internal/_holds_section.html", status=status, holds=section, hold_form=form)
    return opened.work.page(
        "internal/holds/account.html", nav="portfolio", status=status, holds=section, hold_form=form
    )
