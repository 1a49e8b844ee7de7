"""The calendars that other programs subscribe to. The secret in the address is the whole authority: no cookie."""

from hashlib import sha256
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Header, Path, Response
from starlette.status import HTTP_304_NOT_MODIFIED

from portal.services import feeds
from portal.web import calendars
from portal.web.deps import CatalogueDep, NowDep, PortalDep, ReaderDep

router = APIRouter(include_in_schema=False)


@router.get("/calendar/{token}.ics")
async def read(
    portal: PortalDep,
    session: ReaderDep,
    *,
    catalogue: CatalogueDep,
    now: NowDep,
    token: Annotated[str, Path(max_length=100)],
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Somebody's calendar; nothing is sent again to whoever has it as it stands. Raises NotFound."""
    shown = await feeds.read(session, catalogue=catalogue, token=token, now=now)
    base = portal.settings.base_url.rstrip("/")
    body = calendars.feed(catalogue.vendor, shown, base, urlsplit(base).hostname or "")
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=300"}
    if if_none_match and tag in {one.strip().removeprefix("W/") for one in if_none_match.split(",")}:
        return Response(status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)
