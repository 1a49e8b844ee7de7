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
    HTTP_404_NOT_FOUND,
    HTTP_503_SERVICE_UNAVAILABLE,
)

from portal.domain.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    PortalError,
    TooLarge,
    TooOften,
    Unauthenticated,
    Unavailable,
)
from portal.domain.wording import phrase
from portal.web.templating import page, wants_partial
from portal.web.words import words_of

log = structlog.get_logger()

STATUS: dict[type[PortalError], int] = {
    Invalid: 422,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Gone: 410,
    TooLarge: 413,
    TooOften: 429,
    Unavailable: 503,
}
NOTHING_HERE = phrase("There is nothing at this address.")
AWAY = phrase("The portal cannot reach its database. Nothing was saved; try again in a minute.")
BROKEN = phrase("Something on our side failed. Nothing was saved; try again.")
FOR_PROGRAMS = ("/v1/", "/api/", "/ofrep/")
MOST_ERRORS = 20
COME_BACK = {"Retry-After": "5"}
"""Senders of events wait this many seconds before they try again."""


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
        sentence = NOTHING_HERE if error.status_code == HTTP_404_NOT_FOUND else str(error.detail)
        response = answer(request, error.status_code, Http(sentence))
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        problems = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:MOST_ERRORS]]
        return answer(request, 422, Invalid("; ".join(problems)))

    @app.exception_handler(PoolTimeout)
    @app.exception_handler(DBAPIError)
    @app.exception_handler(OSError)
    async def away(request: Request, error: Exception) -> Response:
        log.error("database_unavailable", error=str(error), path=request.url.path)
        return answer(request, 503, Unavailable(AWAY))

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        log.error("unhandled", path=request.url.path, exc_info=error)
        return answer(request, 500, Internal(BROKEN))


def answer(request: Request, status: int, error: PortalError) -> Response:
    """The failure in the form the asker reads: JSON, a fragment, a sign-in page, or a page in their language."""
    path = request.url.path
    if path.startswith(FOR_PROGRAMS):
        headers = COME_BACK if status == HTTP_503_SERVICE_UNAVAILABLE else None
        return JSONResponse({"code": error.code, "message": error.message}, status, headers)
    if status == HTTP_401_UNAUTHORIZED and request.method == "GET" and not wants_partial(request):
        wanted = f"{path}?{request.url.query}" if request.url.query else path
        return RedirectResponse(f"/login?next={quote(wanted)}", HTTP_303_SEE_OTHER)
    name = "errors/_notice.html" if wants_partial(request) else "errors/error.html"
    message = words_of(request).gettext(error.sentence, **error.values)
    return page(request, name, status=status, code=status, message=message)
