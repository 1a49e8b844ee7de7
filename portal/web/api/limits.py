"""How often a key may ask: so many times in each minute, counted by every web process for itself."""

from math import ceil
from time import time
from typing import Final

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

OFTEN: Final = "This key asks more often than {most} times a minute: wait for the seconds in Retry-After, and cache."


class Limit:
    """The most requests of one key in a minute."""

    def __init__(self, a_minute: int) -> None:
        self._most = RateLimitItemPerMinute(a_minute)
        self._counted = FixedWindowRateLimiter(MemoryStorage())
        self.sentence = OFTEN.format(most=a_minute)

    async def wait(self, key: str) -> int:
        """Count a request; for how many seconds the key has to wait, 0 where it need not."""
        if await self._counted.hit(self._most, key):
            return 0
        until, _ = await self._counted.get_window_stats(self._most, key)
        return max(1, ceil(until - time()))
