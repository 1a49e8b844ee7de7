"""Telling an open page, as it happens, that the account it shows has changed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, time, timedelta
from uuid import UUID

from anyio import CancelScope
from anyio.lowlevel import checkpoint
from fastapi.sse import ServerSentEvent

from portal.db.accounts import versions
from portal.web.deps import Portal


async def moves(
    portal: Portal, account_id: UUID, *, version: int, last_event_id: str | None
) -> AsyncIterator[ServerSentEvent]:
    """An event `moved` whenever the account changes, at once if it did since `version`, and when a day ends.

    A browser that lost the connection says by `last_event_id` what it saw last. No database session is held
    while waiting; a comment goes out every few seconds, so that nothing between closes the connection.
    """
    day = portal.clock().date()
    seen = int(last_event_id) if last_event_id and last_event_id.isdecimal() else version
    async with portal.hub.watch(account_id) as changed:
        changed.set()
        while not portal.hub.closed:
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), seconds_left(portal.clock()))
            changed.clear()
            today = portal.clock().date()
            now = await _version(portal, account_id)
            if (now, today) != (seen, day):
                seen, day = now, today
                yield ServerSentEvent(event="moved", raw_data="", id=str(now))


async def _version(portal: Portal, account_id: UUID) -> int:
    # A page may be closed at any moment; a connection that is cut off in a query cannot be closed cleanly.
    with CancelScope(shield=True):
        async with portal.database.read() as session:
            found = await versions(session, [account_id])
    await checkpoint()  # whose page was closed meanwhile ends here
    return found.get(account_id, 0)


def seconds_left(moment: datetime) -> float:
    """How long the day of a moment still lasts: what rests may open with the next."""
    midnight = datetime.combine(moment.date() + timedelta(days=1), time(), moment.tzinfo)
    return (midnight - moment).total_seconds()
