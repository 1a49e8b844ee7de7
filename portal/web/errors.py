"""One place where a refusal becomes a page, a fragment, or JSON."""

from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.status import (
    HTTP_303_SEE_OTHER,
    HTTP_401_UNAUTHORIZED,
    HTTP_403_FORBIDDEN,
    HTTP_503_SERVICE_UNAVAILABLE,
)

from portal.domain.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    PortalError,
    Stale,
    TooLarge,
    TooOften,
    Unauthenticated,
    Unavailable,
)
from portal.domain.people import SignedInStaff
from portal.domain.wording import phrase
from portal.web.api.cross_origin import refusal
from portal.web.api.problems import API, COME_BACK, MOST_ERRORS, problem
from portal.web.deps import portal_of
from portal.web.request_ids import HEADER, request_id_of
from portal.web.security import HEADERS
from portal.web.templating import page, partial, wants_partial
from portal.web.words import words_of

log = structlog.get_logger()

STATUS: dict[type[PortalError], int] = {
    Invalid: 422,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Stale: 409,
    Gone: 410,
    TooLarge: 413,
    TooOften: 429,
    Unavailable: 503,
}
HTTP_SENTENCES = {
    400: phrase("The request arrived damaged. Open the page again and retry."),
    404: phrase("There is nothing at this address. It may have moved, or the link lost a piece on its way."),
    405: phrase("This address takes no such request. Open the page again and use its buttons."),
    413: phrase("That is more than the portal takes at once. Send less, or a smaller file."),
}
UNREADABLE = phrase("This address holds something the page cannot read. Begin again from the page that led here.")
TITLES = {
    400: phrase("That arrived damaged"),
    401: phrase("Sign in first"),
    403: phrase("This door is not yours"),
    404: phrase("Nothing stands here"),
    405: phrase("That is not how this page works"),
    409: phrase("This has moved on"),
    410: phrase("Its time is over"),
    413: phrase("That is too large"),
    422: phrase("Something does not fit"),
    429: phrase("One moment, please"),
    500: phrase("Something broke on our side"),
    503: phrase("Give us a minute"),
}
OTHER_TITLE = phrase("That did not work")
AWAY = phrase("The portal cannot reach its database. Nothing was saved; try again in a minute.")
BROKEN = phrase("Something on our side failed. Nothing was saved; try again.")
FOR_PROGRAMS = ("/v1/", "/sourceConfig/", "/api/", "/ofrep/", "/metrics")
UNFIT = "Something in the request does not fit: mend what stands under errors and send it again."


class Http(PortalError):
    """What HTTP itself refuses."""

    code = "http"


class Internal(PortalError):
    """A mistake of the portal's own."""

    code = "internal"


def add_error_handlers(app: FastAPI) -> None:
    """Map every kind of failure to an answer with a way on."""

    @app.exception_handler(PortalError)
    async def refused(request: Request, error: PortalError) -> Response:
        return answer(request, STATUS.get(type(error), 400), error)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        sentence = HTTP_SENTENCES.get(error.status_code, str(error.detail))
        response = answer(request, error.status_code, Http(sentence))
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        if request.url.path.startswith(API):
            return problem(request, 422, Invalid(UNFIT), error.errors())
        problems = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:MOST_ERRORS]]
        return answer(request, 422, Invalid("; ".join(problems) if _for_program(request) else UNREADABLE))

    @app.exception_handler(PoolTimeout)
    @app.exception_handler(DBAPIError)
    @app.exception_handler(OSError)
    async def away(request: Request, error: Exception) -> Response:
        log.error("database_unavailable", error=str(error), path=request.url.path)
        return answer(request, 503, Unavailable(AWAY))

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        request_id = request_id_of(request)
        log.error("unhandled", path=request.url.path, request_id=request_id, exc_info=error)
        response = answer(request, 500, Internal(BROKEN))
        # This answer leaves outside of all middleware.
        response.headers.update({**HEADERS, HEADER: request_id})
        return response


def answer(request: Request, status: int, error: PortalError) -> Response:
    """The failure in the form the asker reads: JSON, a fragment, a sign-in page, or a page in their language."""
    path = request.url.path
    if path.startswith(API):
        return problem(request, status, error)
    if _for_program(request):
        headers = COME_BACK if status == HTTP_503_SERVICE_UNAVAILABLE else {}
        body = {"code": error.code, "message": error.message}
        return JSONResponse(body, status, headers | refusal(path, status))
    if status == HTTP_401_UNAUTHORIZED and request.method == "GET" and not wants_partial(request):
        wanted = f"{path}?{request.url.query}" if request.url.query else path
        return RedirectResponse(f"/login?next={quote(wanted)}", HTTP_303_SEE_OTHER)
    message = words_of(request).gettext(error.sentence, **error.values)
    if wants_partial(request):
        return partial(request, "errors/_notice.html", status=status, code=status, message=message)
    return page(
        request,
        "errors/error.html",
        status=status,
        code=status,
        title=TITLES.get(status, OTHER_TITLE),
        message=message,
        vendor=portal_of(request).playbook.vendor,
        internal=_internal(request, status),
        written=getattr(request.state, "written", ()),
        refused=_staff(request) if status == HTTP_403_FORBIDDEN else None,
    )


def _for_program(request: Request) -> bool:
    wants = request.headers.get("Accept", "")
    return request.url.path.startswith(FOR_PROGRAMS) or wants.startswith("application/json")


def _internal(request: Request, status: int) -> bool:
    """Whether the way on leads to the internal view: for its people, and for whoever got lost in it."""
    if _staff(request):
        return True
    return request.url.path.startswith("/internal") and status != HTTP_403_FORBIDDEN


def _staff(request: Request) -> SignedInStaff | None:
    who = getattr(request.state, "signed_in", None)
    return who if isinstance(who, SignedInStaff) else None
