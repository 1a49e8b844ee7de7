"""A member's profile: what they chose, and the browsers they are signed in with."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.db.preferences import Saved
from portal.services import delivery_list, privacy, profile, sessions
from portal.web import preferences
from portal.web.customer.browsers import browser_name
from portal.web.deps import SESSION_COOKIE, ReaderDep, SessionDep
from portal.web.forms import submitted
from portal.web.preferences import PreferencesForm
from portal.web.routes.customer.visit import Visit, VisitDep
from portal.web.templating import page, partial, wants_partial
from portal.web.words import words_of

router = APIRouter(include_in_schema=False)


@router.get("/profile")
async def shown(visit: VisitDep, session: ReaderDep, saved: str | None = None) -> Response:
    """Everything a member can see and choose about themselves; `saved` says that they just have."""
    kept = await profile.saved(session, member=visit.member)
    return await _show(visit, session, preferences.filled(kept), saved=saved is not None)


@router.post("/profile")
async def change(visit: VisitDep, session: SessionDep) -> Response:
    """Keep what the member chose. Where another tab did so meanwhile, both say what they want."""
    form = await submitted(visit.request, PreferencesForm)
    if not form.validate():
        return await _show(visit, session, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    version = form.version.data or 0
    if await profile.save(session, member=visit.member, preferences=form.preferences, version=version, now=visit.now):
        return visit.go("/profile?saved#preferences")
    there = await profile.saved(session, member=visit.member)
    return await _show(visit, session, form, there=there, status=HTTP_409_CONFLICT)


@router.post("/profile/browsers")
async def sign_out_others(visit: VisitDep, session: SessionDep) -> Response:
    """Sign the member out everywhere but here."""
    await sessions.sign_out_others(session, member=visit.member, token=visit.request.cookies[SESSION_COOKIE])
    if not wants_partial(visit.request):
        return RedirectResponse("/profile#browsers", 303)
    return partial(visit.request, "customer/_browsers.html", **await _browsers(visit, session))


async def _show(
    visit: Visit,
    session: AsyncSession,
    form: PreferencesForm,
    *,
    saved: bool = False,
    there: Saved | None = None,
    status: int = 200,
) -> Response:
    names: dict[str, Any] = {
        "form": form,
        "choices": preferences.choices(),
        "member": visit.member,
        "saved": saved,
        "there": there,
        "now": visit.now,
    }
    if there:
        form.version.data = there.version
        names["differences"] = preferences.differences(words_of(visit.request), there.preferences, form.preferences)
    if wants_partial(visit.request):
        return partial(visit.request, "customer/_preferences.html", status=status, **names)
    names |= await _browsers(visit, session) | {"vendor": visit.catalogue.vendor}
    names["sent"] = await delivery_list.of_member(session, member=visit.member)
    names["copy"] = await privacy.last_copy(session, member=visit.member, now=visit.now)
    return page(visit.request, "customer/profile.html", status=status, **names)


async def _browsers(visit: Visit, session: AsyncSession) -> dict[str, Any]:
    token = visit.request.cookies[SESSION_COOKIE]
    found = await sessions.signed_in_browsers(session, member=visit.member, token=token, now=visit.now)
    return {"browsers": [(browser, browser_name(browser.agent)) for browser in found]}
