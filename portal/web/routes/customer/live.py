"""Tells a member's open page, as it happens, that something on it has changed."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from portal.web.deps import MemberDep, PortalDep
from portal.web.moves import moves

router = APIRouter(include_in_schema=False)


@router.get("/live", response_class=EventSourceResponse)
async def live(
    portal: PortalDep,
    member: MemberDep,
    version: int = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> AsyncIterator[ServerSentEvent]:
    """An event `moved` whenever the member's account changes, at once if it did since `version`."""
    async for event in moves(portal, member.account_id, version=version, last_event_id=last_event_id):
        yield event
