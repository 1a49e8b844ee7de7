"""Telling open pages that something changed, within this process and across processes."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

import structlog

from portal.db.accounts import versions
from portal.db.engine import Database
from portal.db.portfolio import mark

log = structlog.get_logger()

POLL_SECONDS = 0.5
PORTFOLIO: Final = UUID(int=0)
"""Whoever watches this in place of an account hears of every account."""


class Hub:
    """Who is watching which account.

    A commit in this process wakes its watchers at once (`publish`); a commit elsewhere does at the next
    look at the account versions, which happens only while somebody watches.
    """

    def __init__(self) -> None:
        self._watchers: dict[UUID, set[asyncio.Event]] = defaultdict(set)
        self._seen: dict[UUID, int] = {}
        self.closed = False

    def close(self) -> None:
        """Let every watcher go: the process is about to stop."""
        self.closed = True
        self.publish(list(self._watchers))

    def publish(self, accounts: Iterable[UUID]) -> None:
        """Wake everybody who watches one of the accounts, or all of them."""
        self._wake((*accounts, PORTFOLIO))

    def _wake(self, watched: Iterable[UUID]) -> None:
        for one in watched:
            for watcher in self._watchers.get(one, ()):
                watcher.set()

    @asynccontextmanager
    async def watch(self, account: UUID, since: int | None = None) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever the account changes; the watcher clears it.

        A watcher who knows the account as of version `since` need not be woken for that one.
        """
        changed = asyncio.Event()
        if since is not None:
            self._seen.setdefault(account, since)
        self._watchers[account].add(changed)
        try:
            yield changed
        finally:
            self._watchers[account].discard(changed)
            if not self._watchers[account]:
                del self._watchers[account]
                self._seen.pop(account, None)

    async def follow(self, database: Database) -> None:
        """Look for changes other processes made, for ever. A database that is away is asked again."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            if watched := list(self._watchers):
                try:
                    await self._look(database, watched)
                except Exception:
                    # Whatever it was, a follower that ends would leave open pages with old news for ever.
                    log.exception("changes_not_seen")

    async def _look(self, database: Database, watched: list[UUID]) -> None:
        async with database.read() as session:
            found = await versions(session, watched)
            if PORTFOLIO in watched:
                found[PORTFOLIO] = await mark(session)
        # The last watcher of one may have left meanwhile.
        now = {account: version for account, version in found.items() if account in self._watchers}
        # The first look at an account wakes its watchers too: something may have moved just before it.
        moved = [account for account, version in now.items() if self._seen.get(account) != version]
        self._seen |= now
        self._wake(moved)
