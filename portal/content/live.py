"""The playbook a process serves: the live revision, and those that accounts in flight stay on, in memory."""

import asyncio
from collections import OrderedDict
from typing import Final, TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.stored import Unreadable, revision_catalogue
from portal.db.content import latest_number
from portal.db.engine import Database
from portal.domain.edits import NONE, Edits, Pin, adapt
from portal.domain.errors import Invalid
from portal.domain.playbook import Catalogue

log = structlog.get_logger()

Key = TypeVar("Key")
Held = TypeVar("Held")

LOOK_SECONDS = 2.0
KEPT: Final = 12
"""Earlier revisions, and as many revisions with an account's own edits, that stay in memory."""


class LivePlaybook:
    """Holds the live catalogue, follows what other processes publish, and finds the ones accounts are pinned to."""

    def __init__(self, look_seconds: float = LOOK_SECONDS) -> None:
        self._look_seconds = look_seconds
        self._current: Catalogue | None = None
        self._earlier: OrderedDict[int, Catalogue | None] = OrderedDict()
        self._adapted: OrderedDict[tuple[int, Edits], Catalogue] = OrderedDict()
        self._loading = asyncio.Lock()

    @property
    def current(self) -> Catalogue:
        """The live catalogue. Raises Invalid while nothing has been published."""
        if self._current is None:
            message = "No playbook has been published: run `portal content publish`."
            raise Invalid(message)
        return self._current

    @property
    def vendor(self) -> str:
        """The name of whoever runs the portal; empty while nothing has been published."""
        return self._current.vendor if self._current else ""

    async def refresh(self, session: AsyncSession) -> bool:
        """Load the highest revision if it is newer than the one held. Returns whether it was.

        Raises Unreadable where this version of the portal cannot read it; the one held stays.
        """
        number = await latest_number(session)
        if number is None or (self._current and number <= self._current.revision):
            return False
        catalogue = await revision_catalogue(session, number)
        if self._current:
            # Whoever is in flight stays on it.
            _keep(self._earlier, self._current.revision, self._current)
        self._current = catalogue
        return True

    async def revision(self, session: AsyncSession, number: int | None) -> Catalogue:
        """The catalogue of a revision that exists; of the live one for None.

        A revision that this version of the portal cannot read is answered with the live one: a customer's
        ladder and their events must not stop because the portal was updated.
        """
        if number is None or number == self.current.revision:
            return self.current
        if number not in self._earlier:
            async with self._loading:
                await self._load_earlier(session, number)
        self._earlier.move_to_end(number)
        return self._earlier[number] or self.current

    async def of(self, session: AsyncSession, pin: Pin | None) -> Catalogue:
        """The catalogue as an account with this pin sees it, with its own edits."""
        catalogue = await self.revision(session, pin.revision if pin else None)
        if pin is None or pin.edits == NONE:
            return catalogue
        key = (catalogue.revision, pin.edits)
        if key not in self._adapted:
            _keep(self._adapted, key, adapt(catalogue, pin.edits))
        self._adapted.move_to_end(key)
        return self._adapted[key]

    async def _load_earlier(self, session: AsyncSession, number: int) -> None:
        if number in self._earlier:
            return
        try:
            _keep(self._earlier, number, await revision_catalogue(session, number))
        except Unreadable:
            log.exception("pinned_revision_unreadable", revision=number, served=self.current.revision)
            _keep(self._earlier, number, None)

    async def follow(self, database: Database) -> None:
        """Look for newer revisions, for ever.

        A database that is away is asked again, and so is a revision that only a newer portal can read.
        """
        while True:
            await asyncio.sleep(self._look_seconds)
            try:
                async with database.read() as session:
                    await self.refresh(session)
            except Exception:
                # Whatever it was, a follower that ends would leave this process with old content for ever.
                log.exception("playbook_not_refreshed")


def _keep(shelf: OrderedDict[Key, Held], key: Key, held: Held) -> None:
    """Put something on a shelf; what was asked for longest ago goes where the shelf is full."""
    shelf[key] = held
    while len(shelf) > KEPT:
        shelf.popitem(last=False)
