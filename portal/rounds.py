"""Rounds: one step after another, until told to stop. The worker, the postman and the courier each make them."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger()


async def make_rounds(who: str, step: Callable[[], Awaitable[bool]], *, stop: asyncio.Event, pause: float) -> None:
    """Take steps until `stop` is set, with a pause of so many seconds after one that found nothing to do.

    The step under way is finished first. A database that is away is asked again.
    """
    while not stop.is_set():
        busy = False
        try:
            busy = await step()
        except (OSError, SQLAlchemyError):
            log.exception("waits_for_database", who=who)
        if not busy:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
