"""Signing in and out."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import structlog
from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.routing import APIRoute
from starlette.status import (
    HTTP_400_BAD_REQUEST,
    HTTP_403_FORBIDDEN,
    HTTP_410_GONE,
    HTTP_422_UNPROCESSABLE_CONTENT,
    HTTP_503_SERVICE_UNAVAILABLE,
)

from portal.domain.audit import actor_of
from portal.domain.connections import Outcome
from portal.domain.errors import Forbidden, Gone, PortalError, Unavailable
from portal.domain.people import SignedIn
from portal.domain.wording import phrase
from portal.identity.outbound import FetchFailed
from portal.identity.tokens import Rejected
from portal.services import admission, connection_setup, sessions, sign_in
from portal.web.deps import SESSION_COOKIE, CatalogueDep, NowDep, Portal, PortalDep, SignedInDep, get_member, portal_of
from portal.web.forms import EmailForm, submitted
from portal.web.templating import page, partial, wants_partial
from portal.web.words import words_of

log = structlog.get_logger()

BROKEN: Final = phrase(
    "This sign-in was started elsewhere, took too long, or was already used. Nothing is wrong with you."
)
AWAY: Final = phrase("Your company's sign-in service does not answer. Wait a minute and start again.")
LONGEST_REASON: Final = 500
LONGEST_AGENT: Final = 300
TRIALS: Final = "/settings/sign-in"


class SignInRoute(APIRoute):
    """Turns every way a sign-in can fail into a page with a way on, and keeps the reason for the log."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with failures answered."""
        handle = super().get_route_handler()

        async def handle_failures(request: Request) -> Response:
            try:
                return await handle(request)
            except Rejected as error:
                return _refused(request, HTTP_400_BAD_REQUEST, Forbidden(BROKEN), error.reason)
            except Forbidden as error:
                return _refused(request, HTTP_403_FORBIDDEN, error, error.message)
            except Gone as error:
                return _refused(request, HTTP_410_GONE, error, error.message)
            except FetchFailed as error:
                return _refused(request, HTTP_503_SERVICE_UNAVAILABLE, Unavailable(AWAY), error.reason)

        return handle_failures


router = APIRouter(route_class=SignInRoute)


@router.get("/login")
async def ask(request: Request, catalogue: CatalogueDep, wanted: Annotated[str, Query(alias="next")] = "/") -> Response:
    """The sign-in page."""
    return page(request, "auth/login.html", vendor=catalogue.vendor, form=EmailForm(data={"next": wanted}))


@router.post("/login")
async def answer(request: Request, portal: PortalDep, catalogue: CatalogueDep, now: NowDep) -> Response:
    """Take an e-mail address. The answer is the same whether or not anybody knows its domain."""
    form = await submitted(request, EmailForm)
    if not form.validate():
        show, name = (partial, "auth/_form.html") if wants_partial(request) else (page, "auth/login.html")
        return show(request, name, status=HTTP_422_UNPROCESSABLE_CONTENT, vendor=catalogue.vendor, form=form)
    email, wanted = form.email.data or "", form.next.data or "/"
    ticket = sign_in.begin(settings=portal.settings, email=email, next_path=wanted, now=now)
    way_on = f"/auth/start?ticket={ticket}"
    if "HX-Request" in request.headers:
        return Response(headers={"HX-Redirect": way_on, "Cache-Control": "no-store"})
    return page(request, "auth/continue.html", vendor=catalogue.vendor, email=email, way_on=way_on)


@router.get("/auth/start")
async def start(
    portal: PortalDep,
    now: NowDep,
    *,
    ticket: str | None = None,
    staff: bool = False,
    wanted: Annotated[str, Query(alias="next")] = "/",
) -> Response:
    """Send the browser to the identity provider."""
    if not ticket and not staff:
        return _see_other("/login")
    started = await sign_in.start(
        portal.database, portal.outbound, settings=portal.settings, ticket=ticket, next_path=wanted, now=now
    )
    return to_provider(started)


@router.get("/auth/callback/{connection_id}")
async def come_back(
    connection_id: UUID, request: Request, portal: PortalDep, signed_in: SignedInDep, now: NowDep
) -> Response:
    """Take the provider's answer, and open a session; where it was a trial, tell how it went."""
    callback = dict(request.query_params)
    cookie = sign_in.state_cookie(callback.get("state", ""))
    try:
        returned = await sign_in.come_back(
            portal.database,
            portal.outbound,
            settings=portal.settings,
            connection_id=connection_id,
            callback=callback,
            browser=request.cookies.get(cookie, ""),
            now=now,
        )
    except (Rejected, FetchFailed) as error:
        if not await sign_in.is_prepared(portal.database, connection_id):
            raise
        log.warning("trial_failed", connection=str(connection_id), reason=_one_line(error.reason))
        return _see_other(f"{TRIALS}?trial={Outcome.FAILED}")
    if not returned.connection.enforced:
        return await _tried(portal, returned, signed_in, now)
    async with portal.database.write() as session:
        finished = await admission.admit(
            session,
            settings=portal.settings,
            connection=returned.connection,
            begun=returned.begun,
            person=returned.person,
            id_token=returned.id_token,
            browser=_browser(request),
            now=now,
        )
    response = _see_other(finished.next)
    _set_cookie(response, SESSION_COOKIE, finished.token, admission.SESSION_TIME.total_seconds())
    _drop_cookie(response, cookie)
    return response


async def _tried(portal: Portal, returned: sign_in.Returned, signed_in: SignedIn | None, now: datetime) -> Response:
    """An admin has come back from a connection that is being set up; their session stays the one they have."""
    member = await get_member(signed_in)
    async with portal.database.write() as session:
        outcome = await connection_setup.note_trial(
            session,
            actor=actor_of(member),
            member=member,
            connection=returned.connection,
            person=returned.person,
            now=now,
        )
    return _see_other(f"{TRIALS}?trial={outcome}")


def _browser(request: Request) -> admission.Browser:
    agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT] or None
    return admission.Browser(agent, request.cookies.get(SESSION_COOKIE))


@router.post("/logout")
async def leave(request: Request, portal: PortalDep, catalogue: CatalogueDep, now: NowDep) -> Response:
    """End the session here, and offer to end the provider's."""
    token = request.cookies.get(SESSION_COOKIE)
    way_on = None
    if token:
        way_on = await sessions.sign_out(
            portal.database, portal.outbound, settings=portal.settings, token=token, now=now
        )
    response = page(request, "auth/signed_out.html", vendor=catalogue.vendor, way_on=way_on)
    _drop_cookie(response, SESSION_COOKIE)
    return response


@router.post("/auth/backchannel/{connection_id}")
async def leave_by_provider(
    connection_id: UUID, portal: PortalDep, now: NowDep, logout_token: Annotated[str, Form()] = ""
) -> Response:
    """End sessions because the provider says so (OpenID Connect Back-Channel Logout 1.0)."""
    try:
        await sessions.back_channel_logout(
            portal.database,
            portal.outbound,
            settings=portal.settings,
            connection_id=connection_id,
            token=logout_token,
            now=now,
        )
    except (Rejected, Forbidden, FetchFailed) as error:
        log.warning("logout_refused", connection=str(connection_id), reason=_one_line(str(error)))
        return JSONResponse({"error": "invalid_request"}, HTTP_400_BAD_REQUEST, {"Cache-Control": "no-store"})
    return Response(headers={"Cache-Control": "no-store"})


def to_provider(started: sign_in.Started) -> Response:
    """Send the browser to the provider, with the cookie by which it is known when it comes back."""
    response = _see_other(started.url)
    _set_cookie(response, started.cookie, started.browser, sign_in.SIGN_IN_TIME.total_seconds())
    return response


def _see_other(url: str) -> Response:
    return RedirectResponse(url, 303, {"Cache-Control": "no-store"})


def _set_cookie(response: Response, name: str, value: str, seconds: float) -> None:
    response.set_cookie(name, value, max_age=int(seconds), path="/", secure=True, httponly=True, samesite="lax")


def _drop_cookie(response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")


def _refused(request: Request, status: int, error: PortalError, reason: str) -> Response:
    log.warning("sign_in_refused", path=request.url.path, status=status, reason=_one_line(reason))
    vendor = portal_of(request).playbook.current.vendor
    message = words_of(request).gettext(error.sentence, **error.values)
    return page(request, "auth/refused.html", status=status, vendor=vendor, message=message)


def _one_line(text: str) -> str:
    """Text from outside as one short line, so that it cannot pass for a line of our own."""
    return text.encode("unicode_escape").decode()[:LONGEST_REASON]
