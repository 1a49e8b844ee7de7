"""Working on an account's play: ticking its actions off, and keeping its drafts in one's own words."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Stale
from portal.services import plays
from portal.services.verdicts import Standing
from portal.web.conflicts import beside
from portal.web.forms import submitted
from portal.web.internal import sections
from portal.web.internal.forms.account import DraftForm, TickForm
from portal.web.internal.opened import EditedDep, Opened
from portal.web.templating import page, partial, wants_partial

router = APIRouter(prefix="/internal/accounts/{account_id}/plays/{play_id}/{action}", include_in_schema=False)


@router.post("")
async def tick(opened: EditedDep, play_id: str, action: str) -> Response:
    """Tick an action of the play off, or take that back."""
    form = await submitted(opened.request, TickForm)
    standing = await opened.standing()
    act = plays.tick if form.done.data else plays.untick
    line = plays.line_of(await opened.play(standing), play_id, action)
    await act(opened.session, line=line, play_id=play_id, account_id=opened.id, doer=opened.doer, now=opened.now)
    return await _shown(opened, standing)


@router.post("/draft")
async def keep(opened: EditedDep, play_id: str, action: str) -> Response:
    """Keep a draft in the words of whoever sends it. Where somebody else has meanwhile, both texts are shown."""
    form = await submitted(opened.request, DraftForm)
    standing = await opened.standing()
    line = plays.line_of(await opened.play(standing), play_id, action)
    if not form.validate():
        return await _came_back(opened, standing, form, action, HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await plays.keep_draft(
            opened.session,
            line=line,
            play_id=play_id,
            account_id=opened.id,
            text=form.text.data or "",
            version=form.version.data or 0,
            doer=opened.doer,
            now=opened.now,
        )
    except Stale as stale:
        return await _came_back(opened, standing, beside(form, stale), action, HTTP_409_CONFLICT)
    return await _shown(opened, standing, action)


async def _shown(opened: Opened, standing: Standing | None, action: str = "") -> Response:
    if not wants_partial(opened.request):
        return RedirectResponse(f"{opened.address}#play", 303)
    names = {**opened.names(), **await sections.play(opened, standing, of=action)}
    return partial(opened.request, "internal/account/_play.html", **names)


async def _came_back(opened: Opened, standing: Standing | None, form: DraftForm, action: str, status: int) -> Response:
    names = await sections.play(opened, standing, form, action)
    if wants_partial(opened.request):
        return partial(opened.request, "internal/account/_play.html", status=status, **opened.names(), **names)
    return page(opened.request, "internal/account.html", status=status, **await sections.every(opened) | names)
