"""Waiting for what other processes do."""

import asyncio
from collections.abc import Awaitable, Callable

LOOK_SECONDS = 0.03


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Look again and again, until something holds."""
    while not await holds():  # noqa: ASYNC110 - another process decides, and can set no event of ours
        await asyncio.sleep(LOOK_SECONDS)
