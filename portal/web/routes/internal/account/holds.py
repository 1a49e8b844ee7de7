"""Holds of an account: a section of its page, and a page of their own."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Invalid, Stale
from portal.services import holds
from portal.web.forms import placed, submitted
from portal.web.internal.conflicts import beside, editing
from portal.web.internal.forms.hold import HoldForm, NewHoldForm
from portal.web.internal.work import File, FileDep, LookDep

router = APIRouter(prefix="/internal/accounts/{account_id}/holds", include_in_schema=False)


@router.get("")
async def show(file: LookDep) -> Response:
    """Whether the account rests, and when it did."""
    return await _shown(file)


@router.get("/new")
async def new(file: LookDep) -> Response:
    """Asks why and until when the work rests."""
    return await _shown(file, NewHoldForm(today=file.work.today))


@router.post("")
async def start(file: FileDep) -> Response:
    """Put the account on hold."""
    form = await submitted(file.work.request, lambda data: NewHoldForm(data, today=file.work.today))
    if not form.validate():
        return await _shown(file, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    days: dict[str, Any] = {"started_on": form.started_on.data, "expected_end_on": form.expected_end_on.data}
    try:
        await holds.start(file.session, reason=form.reason.data or "", **days, **file.about)
    except Invalid as error:
        form.refuse(error)
        return await _shown(file, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    return await _done(file)


@router.get("/{hold_id}")
async def edit(file: LookDep, hold_id: UUID) -> Response:
    """Asks what should change about a hold. Raises NotFound, and Conflict where it is over."""
    hold = await holds.find(file.session, account_id=file.account_id, hold_id=hold_id)
    form = HoldForm(today=file.work.today, hold_id=hold_id)
    return await _shown(file, editing(form, version=hold.version, now=holds.fields(hold)))


@router.post("/{hold_id}")
async def change(file: FileDep, hold_id: UUID) -> Response:
    """Extend a hold, or say better why; 409 where somebody else changed it meanwhile. Raises NotFound."""
    form = await submitted(file.work.request, lambda data: HoldForm(data, today=file.work.today, hold_id=hold_id))
    if not form.validate():
        return await _shown(file, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    values: dict[str, Any] = {"version": form.version.data, "expected_end_on": form.expected_end_on.data}
    try:
        await holds.change(file.session, hold_id=hold_id, reason=form.reason.data or "", **values, **file.about)
    except Stale as stale:
        return await _shown(file, beside(form, stale), status=HTTP_409_CONFLICT)
    except Invalid as error:
        form.refuse(error)
        return await _shown(file, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    return await _done(file)


@router.post("/{hold_id}/end")
async def end(file: FileDep, hold_id: UUID) -> Response:
    """Let the clocks run again, or call off what is planned. Raises NotFound, and Conflict where it is over."""
    await holds.end(file.session, hold_id=hold_id, **file.about)
    return await _done(file)


async def _done(file: File) -> Response:
    return await _shown(file) if file.work.wants_partial else file.work.go(f"/internal/accounts/{file.account_id}")


async def _shown(file: File, form: HoldForm | None = None, *, status: int = 200) -> Response:
    """The section, with a form where one is open; a page around it for a browser without scripts."""
    section = await holds.summary(file.session, file.account_id, file.work.now)
    form = placed(form, "hold") if form else None
    if file.work.wants_partial:
        return file.work.partial("internal/_holds_section.html", status=status, holds=section, hold_form=form)
    return file.work.page("internal/holds/account.html", nav="portfolio", status=status, holds=section, hold_form=form)
