"""Tells an account's open page, as it happens, that something about the account has moved."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from portal.web.deps import PortalDep, StaffDep
from portal.web.moves import moves

router = APIRouter(prefix="/internal/accounts/{account_id}", include_in_schema=False)


@router.get("/live", response_class=EventSourceResponse)
async def live(
    portal: PortalDep,
    staff: StaffDep,
    *,
    account_id: UUID,
    version: int = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> AsyncIterator[ServerSentEvent]:
    """An event `moved` whenever the account changes, at once if it did since `version`."""
    del staff
    async for event in moves(portal, account_id, version=version, last_event_id=last_event_id):
        yield event
