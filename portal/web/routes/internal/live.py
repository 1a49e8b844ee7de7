"""Tells an open portfolio, as it happens, that an account has moved."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Final

from anyio import CancelScope
from anyio.lowlevel import checkpoint
from fastapi import APIRouter, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from portal.services import portfolio
from portal.web.deps import Portal, PortalDep, StaffDep
from portal.web.live import PORTFOLIO

CALM_SECONDS: Final = 1.0
"""Many accounts move at once: the page is told of them together."""

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.get("/live", response_class=EventSourceResponse)
async def live(
    portal: PortalDep,
    staff: StaffDep,
    mark: int = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> AsyncIterator[ServerSentEvent]:
    """An event `moved` whenever an account moves, at once if one did since `mark`.

    A browser that lost the connection says by `last_event_id` what it saw last. No database session is held
    while waiting.
    """
    del staff
    seen = int(last_event_id) if last_event_id and last_event_id.isdecimal() else mark
    async with portal.hub.watch(PORTFOLIO, since=seen) as changed:
        moved = await _mark(portal) != seen
        while not portal.hub.closed:
            if moved:
                yield ServerSentEvent(event="moved", raw_data="", id=str(await _mark(portal)))
                await asyncio.sleep(CALM_SECONDS)
            await changed.wait()
            changed.clear()
            moved = True


async def _mark(portal: Portal) -> int:
    # A page may be closed at any moment; a connection that is cut off in a query cannot be closed cleanly.
    with CancelScope(shield=True):
        async with portal.database.read() as session:
            found = await portfolio.mark(session)
    await checkpoint()  # whose page was closed meanwhile ends here
    return found
