"""Naming people for an account: who has each of the four duties, and who owns each track."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.db.track_owners import Owner
from portal.domain.duties import DutyLine
from portal.domain.errors import Stale
from portal.domain.roles import Duty
from portal.services import account, duties, tracks
from portal.web.conflicts import beside, editing
from portal.web.forms import placed, submitted
from portal.web.internal import sections
from portal.web.internal.forms.account import DutyForm, NameForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep
from portal.web.templating import page, partial, wants_partial

router = APIRouter(prefix="/internal/accounts/{account_id}", include_in_schema=False)


@router.get("/duties")
async def show_duties(opened: SeenDep) -> Response:
    """The four duties, for whoever changed their mind about naming somebody."""
    return await _duties(opened)


@router.get("/duties/{duty}")
async def ask_duty(opened: SeenDep, duty: Duty) -> Response:
    """The form that names who has a duty."""
    line = next(one for one in await duties.held(opened.session, opened.id) if one.duty is duty)
    form = editing(DutyForm(), version=line.version, now=duties.fields(line))
    return await _duties(opened, naming=duty, form=form)


@router.post("/duties/{duty}")
async def name_duty(opened: EditedDep, duty: Duty) -> Response:
    """Name who has a duty from now on."""
    form = await submitted(opened.request, DutyForm)
    if not form.validate():
        return await _duties(opened, naming=duty, form=form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    line = DutyLine(duty, form.name.data or "", form.title.data, form.email.data, form.version.data or 0)
    try:
        await duties.name(opened.session, account_id=opened.id, line=line, doer=opened.doer, now=opened.now)
    except Stale as stale:
        return await _duties(opened, naming=duty, form=beside(form, stale), status=HTTP_409_CONFLICT)
    if wants_partial(opened.request):
        return await _duties(opened)
    return RedirectResponse(f"{opened.address}#duties", 303)


async def _duties(
    opened: Opened, *, naming: Duty | None = None, form: DutyForm | None = None, status: int = 200
) -> Response:
    names: dict[str, Any] = {"naming": naming, "duty_form": placed(form, "duty") if form else None}
    if wants_partial(opened.request):
        names |= {**opened.names(), "duties": await duties.held(opened.session, opened.id)}
        return partial(opened.request, "internal/account/_duties.html", status=status, **names)
    return page(opened.request, "internal/account.html", status=status, **await sections.every(opened) | names)


@router.get("/tracks")
async def show_tracks(opened: SeenDep) -> Response:
    """The tracks, for whoever changed their mind about naming an owner."""
    return await _tracks(opened)


@router.get("/tracks/{track}")
async def ask_owner(opened: SeenDep, track: str) -> Response:
    """The form that names who owns a track."""
    owner = await tracks.owner_of(opened.session, catalogue=opened.catalogue, account_id=opened.id, track=track)
    form = editing(NameForm(), version=owner.version, now={"name": owner.name})
    return await _tracks(opened, owning=track, form=form)


@router.post("/tracks/{track}")
async def name_owner(opened: EditedDep, track: str) -> Response:
    """Name who owns a track from now on."""
    await tracks.owner_of(opened.session, catalogue=opened.catalogue, account_id=opened.id, track=track)
    form = await submitted(opened.request, NameForm)
    if not form.validate():
        return await _tracks(opened, owning=track, form=form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    owner = Owner(track, form.name.data or "", form.version.data or 0)
    try:
        await tracks.name_owner(opened.session, account_id=opened.id, owner=owner, doer=opened.doer, now=opened.now)
    except Stale as stale:
        return await _tracks(opened, owning=track, form=beside(form, stale), status=HTTP_409_CONFLICT)
    if wants_partial(opened.request):
        return await _tracks(opened)
    return RedirectResponse(f"{opened.address}#tracks", 303)


async def _tracks(opened: Opened, *, owning: str = "", form: NameForm | None = None, status: int = 200) -> Response:
    names: dict[str, Any] = {"owning": owning, "owner_form": placed(form, "owner") if form else None}
    if not wants_partial(opened.request):
        return page(opened.request, "internal/account.html", status=status, **await sections.every(opened) | names)
    view = await account.show(
        opened.session,
        catalogue=opened.catalogue,
        climbed=await opened.climbed(),
        account_id=opened.id,
        now=opened.now,
    )
    names |= {**opened.names(), "view": view, **await sections.lanes(opened, view)}
    return partial(opened.request, "internal/account/_tracks.html", status=status, **names)
