"""The pilot group of an account: who is in it, and when it starts."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_200_OK, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Invalid, Stale
from portal.services import pilots
from portal.web.conflicts import beside, editing
from portal.web.forms import placed, submitted
from portal.web.internal import sections
from portal.web.internal.forms.pilot import PilotForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep
from portal.web.templating import page, partial, wants_partial

router = APIRouter(prefix="/internal/accounts/{account_id}/pilot", include_in_schema=False)


@router.get("")
async def show(opened: SeenDep) -> Response:
    """The group, for whoever changed their mind about changing it."""
    return await _shown(opened)


@router.get("/edit")
async def ask(opened: SeenDep) -> Response:
    """The form that chooses the group and its day."""
    pilot = await pilots.show(opened.session, opened.id)
    return await _shown(opened, editing(PilotForm(people=pilot.people), version=pilot.version, now=pilot.fields))


@router.post("")
async def change(opened: EditedDep) -> Response:
    """Choose the group and its day."""
    pilot = await pilots.show(opened.session, opened.id)
    form = await submitted(opened.request, lambda data: PilotForm(data, people=pilot.people))
    if not form.validate():
        return await _shown(opened, form, HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await pilots.change(
            opened.session,
            account_id=opened.id,
            version=form.version.data or 0,
            starts_on=form.starts_on.data,
            members=form.group,
            doer=opened.doer,
            now=opened.now,
        )
    except Stale as stale:
        return await _shown(opened, beside(form, stale), HTTP_409_CONFLICT)
    except Invalid as refusal:
        form.starts_on.errors = [refusal.message]
        return await _shown(opened, form, HTTP_422_UNPROCESSABLE_CONTENT)
    if wants_partial(opened.request):
        return await _shown(opened)
    return RedirectResponse(f"{opened.address}#pilot", 303)


async def _shown(opened: Opened, form: PilotForm | None = None, status: int = HTTP_200_OK) -> Response:
    names: dict[str, Any] = {"pilot_form": placed(form, "pilot") if form else None}
    if wants_partial(opened.request):
        names |= {**opened.names(), "pilot": await pilots.show(opened.session, opened.id)}
        return partial(opened.request, "internal/account/_pilot.html", status=status, **names)
    return page(opened.request, "internal/account.html", status=status, **await sections.every(opened) | names)
