"""Which features are open in an account, and what staff decide about them by hand."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import ImmutableMultiDict
from starlette.status import HTTP_303_SEE_OTHER, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.doers import GUIDES
from portal.domain.errors import Stale
from portal.services import unlock_overrides
from portal.services.unlock_overrides import Overview
from portal.web.conflicts import beside
from portal.web.forms import placed, submitted
from portal.web.internal.forms.unlock import UnlockForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep
from portal.web.templating import page, partial, wants_partial

router = APIRouter(prefix="/internal/accounts/{account_id}/unlocks", include_in_schema=False)
Slug = Annotated[str, Form(max_length=64)]


@router.get("")
async def show(opened: SeenDep) -> Response:
    """Every feature, and how far it is open."""
    return await _shown(opened)


@router.post("")
async def decide(opened: EditedDep) -> Response:
    """Grant or revoke a feature; 409 where somebody decided about it meanwhile. Raises Forbidden, NotFound."""
    opened.doer.require_guide()
    view = await _view(opened)
    form = await submitted(opened.request, lambda data: _form(view, data))
    if not form.validate():
        return await _shown(opened, form, HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await unlock_overrides.decide(
            opened.session,
            catalogue=await opened.climbed(),
            account_id=opened.id,
            wanted=form.wanted,
            version=form.version.data or 0,
            doer=opened.doer,
            now=opened.now,
        )
    except Stale as stale:
        return await _shown(opened, beside(form, stale), HTTP_409_CONFLICT)
    return await _done(opened)


@router.post("/take-back")
async def take_back(
    opened: EditedDep,
    subject: Annotated[UUID, Form()],
    feature: Slug,
    version: Annotated[int, Form(ge=1)],
) -> Response:
    """Let the ladder count again. Raises Forbidden, NotFound, and Stale where it was decided otherwise meanwhile."""
    await unlock_overrides.take_back(
        opened.session,
        account_id=opened.id,
        subject_id=subject,
        feature=feature,
        version=version,
        doer=opened.doer,
        now=opened.now,
    )
    return await _done(opened)


def _form(view: Overview, data: ImmutableMultiDict[str, str] | None = None) -> UnlockForm:
    return UnlockForm(data, features=[one.feature for one in view.reaches], people=view.people)


async def _view(opened: Opened) -> Overview:
    return await unlock_overrides.overview(opened.session, catalogue=await opened.climbed(), account_id=opened.id)


async def _done(opened: Opened) -> Response:
    if wants_partial(opened.request):
        return await _shown(opened)
    return RedirectResponse(f"{opened.address}/unlocks", HTTP_303_SEE_OTHER)


async def _shown(opened: Opened, form: UnlockForm | None = None, status: int = 200) -> Response:
    """The features as they stand now, alone or on their page; with `form`, a decision that was not kept."""
    view = await _view(opened)
    names = {
        "view": view,
        "form": placed(form or _form(view), "unlock"),
        "milestones": (await opened.climbed()).milestones,
        "decides": not opened.doer.capabilities.isdisjoint(GUIDES),
    }
    if wants_partial(opened.request):
        return partial(opened.request, "internal/unlocks/_unlocks.html", status=status, **opened.names(), **names)
    frame = await opened.frame()
    return page(opened.request, "internal/unlocks/page.html", status=status, **frame, **names)
