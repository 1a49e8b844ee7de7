"""Refusals as programs read them: RFC 9457, with every field that does not fit."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.status import HTTP_401_UNAUTHORIZED, HTTP_503_SERVICE_UNAVAILABLE

from portal.domain.errors import PortalError
from portal.web.request_ids import request_id_of

MEDIA_TYPE: Final = "application/problem+json"
API: Final = "/api/v1/"
MOST_ERRORS: Final = 20
COME_BACK: Final = {"Retry-After": "5"}
"""Senders wait this many seconds before they try again."""
SENTENCES: Final = {
    "string_pattern_mismatch": "This holds characters that cannot be kept here: send it without them.",
    "string_unicode": "This holds half a character: send whole ones, in UTF-8.",
    "extra_forbidden": "There is no such field: leave it out, or look at its spelling in /api/docs.",
    "missing": "This is needed: send it.",
}
"""Words for what pydantic says in its own."""
OF_HTTP: Final = {
    400: "The body cannot be read: send JSON, in UTF-8.",
    404: "There is nothing at this address: /api/docs lists every address there is.",
    405: "This address takes no such request: /api/docs says which it takes.",
    413: "The body is larger than the portal takes at once: send less.",
}
"""What HTTP itself refuses, in words for programs and whoever writes them."""


class FieldProblem(BaseModel):
    """One value that does not fit: where it stood, and how to mend it."""

    model_config = ConfigDict(extra="forbid")

    where: str
    pointer: str
    detail: str


class Problem(BaseModel):
    """Why a request was refused. `type` leads to its explanation; `detail` says how to mend it."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldProblem] = []


def problem(
    request: Request, status: int, error: PortalError, errors: Sequence[Mapping[str, Any]] = ()
) -> JSONResponse:
    """A refusal; `errors` are those of pydantic, of which the first twenty are told."""
    detail = OF_HTTP.get(status, error.message) if error.code == "http" else error.message
    told = Problem(
        type=f"/api/docs#{error.code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=error.code,
        request_id=request_id_of(request),
        errors=[_field(one) for one in errors[:MOST_ERRORS]],
    )
    headers = {}
    if status == HTTP_503_SERVICE_UNAVAILABLE:
        headers = COME_BACK
    elif status == HTTP_401_UNAUTHORIZED:
        headers = {"WWW-Authenticate": "Bearer"}
    return JSONResponse(told.model_dump(), status, headers, MEDIA_TYPE)


def _field(error: Mapping[str, Any]) -> FieldProblem:
    where, *path = error["loc"]
    pointer = "".join(f"/{_escaped(str(part))}" for part in path)
    detail = SENTENCES.get(error["type"], f"{str(error['msg']).removeprefix('Value error, ').rstrip('.')}.")
    return FieldProblem(where=str(where), pointer=pointer, detail=detail)


def _escaped(part: str) -> str:
    """A part of a JSON pointer; half a character, which no answer could hold, becomes its code."""
    return part.replace("~", "~0").replace("/", "~1").encode("utf-8", "backslashreplace").decode()
