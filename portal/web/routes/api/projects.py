"""What the browser clients of Segment and RudderStack ask before their first event: where to send, and nothing else."""

from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from portal.db.sources import SourceRef
from portal.domain.errors import Forbidden
from portal.web.api.cross_origin import PREFLIGHT, readable
from portal.web.api.write_keys import header_key, source_of
from portal.web.deps import Portal, PortalDep

FOR_SERVERS: Final = "This key is for servers: an owner can make a source for web pages, with a key of its own."
QUIET: Final = {"errors": {"enabled": False}, "metrics": {"enabled": False}}
"""RudderStack's client reports on itself to RudderStack unless told not to."""

router = APIRouter()


@router.get("/v1/projects/{key}/settings")
async def segment(request: Request, portal: PortalDep, key: str) -> Response:
    """Tell Segment's browser client to send events here. Raises Unauthenticated, Forbidden."""
    source = await _browser_source(portal, key)
    here = urlsplit(portal.settings.base_url)
    sends = {"apiKey": key, "apiHost": f"{here.netloc}/v1", "protocol": here.scheme}
    return _answer(request, source, {"integrations": {"Segment.io": sends}})


@router.options("/sourceConfig/")
async def preflight() -> Response:
    """What a browser may send. Whether it may read the answer is up to its write key."""
    return Response(status_code=204, headers=PREFLIGHT)


@router.get("/sourceConfig/")
async def rudderstack(
    request: Request, portal: PortalDep, write_key: Annotated[str | None, Query(alias="writeKey")] = None
) -> Response:
    """Tell RudderStack's browser client that its source is on. Raises Unauthenticated, Forbidden."""
    key = header_key(request) or write_key
    source = await _browser_source(portal, key)
    told: dict[str, Any] = {
        "id": str(source.id),
        "name": source.name,
        "writeKey": key,
        "enabled": True,
        "workspaceId": "portal",
        "config": {"statsCollection": QUIET},
        "connections": [],
        "destinations": [],
    }
    return _answer(request, source, {"source": told})


async def _browser_source(portal: Portal, key: str | None) -> SourceRef:
    async with portal.database.write() as session:
        source = await source_of(session, key=key, now=portal.clock())
    if not source.browser:
        raise Forbidden(FOR_SERVERS)
    return source


def _answer(request: Request, source: SourceRef, body: dict[str, Any]) -> Response:
    return JSONResponse(body, headers=readable(source, request.headers.get("origin")))
