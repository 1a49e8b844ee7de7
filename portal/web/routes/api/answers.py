"""What every answer of the API shares: its ETag, its conditions, its pages, and the refusals it declares."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Annotated, Any, Final, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Header, HTTPException, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from portal.web.api.problems import MEDIA_TYPE

OUTDATED: Final = "This has changed since you read it: read it again, then send your change with its new ETag."
THERE_ALREADY: Final = "There is one already: read it, then change it with its ETag."
UNCONDITIONAL: Final = "Say what your change is based on: send the ETag you read as `If-Match`."
HEADERS: Final = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}
REFUSALS: Final = {
    400: "The body cannot be read.",
    401: "There is no valid key.",
    403: "The key lacks the scope.",
    404: "There is no such thing.",
    409: "Something else stands against it.",
    412: "It has changed since it was read.",
    413: "The body is too large.",
    422: "Something does not fit.",
    428: "The change needs the header If-Match.",
    503: "The database cannot be reached: try again.",
}
Item = TypeVar("Item", bound=BaseModel)
Row = TypeVar("Row")


class Page(BaseModel, Generic[Item]):
    """Some of many. `next` is what to send as `after` to read on; it is null on the last page."""

    model_config = ConfigDict(extra="forbid")

    items: list[Item]
    next: UUID | None


class Conditions:
    """The ETags a request depends on."""

    def __init__(
        self,
        if_match: Annotated[str | None, Header(description="Only if its ETag is one of these.")] = None,
        if_none_match: Annotated[str | None, Header(description="Only if its ETag is none of these.")] = None,
    ) -> None:
        self.match = _tags(if_match)
        self.none_match = _tags(if_none_match)

    def require(self, current: BaseModel | None, *, needed: bool = False) -> None:
        """Raise 412 where what stands there is not what the request depends on, 428 where it had to say so."""
        tag = current and etag(_content(current))
        if needed and not self.match:
            raise HTTPException(428, UNCONDITIONAL)
        if self.match and (tag is None or not self.match & {tag, "*"}):
            raise HTTPException(412, OUTDATED)
        if tag and self.none_match & {tag, "*"}:
            raise HTTPException(412, THERE_ALREADY)


ConditionsDep = Annotated[Conditions, Depends()]


class Turn:
    """Which page of a list: so many, behind the one where the last page ended."""

    def __init__(
        self,
        limit: Annotated[int, Query(ge=1, le=100, description="How many at once.")] = 50,
        after: Annotated[UUID | None, Query(description="The `next` of the page before.")] = None,
    ) -> None:
        self.limit = limit
        self.after = after

    def page(
        self, request: Request, rows: Sequence[Row], shown: Callable[[Row], Item], key: Callable[[Row], UUID]
    ) -> Response:
        """The answer with up to `limit` of the rows, of which there is one more where another page follows."""
        here = rows[: self.limit]
        after = key(here[-1]) if len(rows) > self.limit else None
        response = answer(request, Page(items=[shown(row) for row in here], next=after))
        if after:
            onward = request.url.include_query_params(after=str(after))
            response.headers["Link"] = f'<{onward.path}?{onward.query}>; rel="next"'
        return response


TurnDep = Annotated[Turn, Depends()]


def answer(request: Request, body: BaseModel, *, created: bool = False) -> Response:
    """What stands there now, with its ETag; to whoever has it already, only that."""
    content = _content(body)
    headers = {**HEADERS, "ETag": etag(content)}
    if request.method in {"GET", "HEAD"} and headers["ETag"] in _tags(request.headers.get("if-none-match")):
        return Response(status_code=304, headers=headers)
    return Response(content, 201 if created else 200, headers, "application/json")


def etag(content: bytes) -> str:
    """The strong validator of an answer: it changes with anything that is told."""
    return f'"{sha256(content).hexdigest()[:32]}"'


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals an address declares, those that any may give among them."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": REFUSALS[status], "content": {MEDIA_TYPE: schema}}
        for status in sorted({401, 403, 422, 503, *statuses})
    }


STANDS: Final[dict[int | str, dict[str, Any]]] = {200: {"description": "What stands there now, with its ETag."}}
READS: Final = {**STANDS, 304: {"description": "It is what you have."}, **refusals(404)}
"""What an address answers that is read."""


def writes(kind: type[BaseModel], *, creates: bool) -> dict[int | str, dict[str, Any]]:
    """What an address answers that is written: PUT, which may create, or PATCH, which needs to say what it changes."""
    if creates:
        return {**STANDS, 201: {"model": kind, "description": "It was created."}, **refusals(400, 404, 409, 412, 413)}
    return {**STANDS, **refusals(400, 404, 409, 412, 413, 428)}


def _content(body: BaseModel) -> bytes:
    return body.model_dump_json().encode()


def _tags(header: str | None) -> frozenset[str]:
    """The ETags of a header; a weak one counts as the one it stands for, because compression weakens them."""
    return frozenset(tag.strip().removeprefix("W/") for tag in (header or "").split(",")) - {""}
