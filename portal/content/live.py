"""The playbook a process serves: the highest published revision, compiled once, held in memory."""

import asyncio

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.files import Files
from portal.content.loader import compile_files
from portal.db.content import latest_number, revision_files
from portal.db.engine import Database
from portal.domain.errors import Invalid
from portal.domain.playbook import Catalogue

log = structlog.get_logger()

LOOK_SECONDS = 2.0


class LivePlaybook:
    """Holds the live catalogue, and follows what other processes publish."""

    def __init__(self, look_seconds: float = LOOK_SECONDS) -> None:
        self._look_seconds = look_seconds
        self._current: Catalogue | None = None

    @property
    def current(self) -> Catalogue:
        """The live catalogue. Raises Invalid while nothing has been published."""
        if self._current is None:
            message = "No playbook has been published: run `portal content publish`."
            raise Invalid(message)
        return self._current

    async def refresh(self, session: AsyncSession) -> bool:
        """Load the highest revision if it is newer than the one held. Returns whether it was.

        Raises ContentErrors where this version of the portal cannot read it; the one held stays.
        """
        number = await latest_number(session)
        if number is None or (self._current and number <= self._current.revision):
            return False
        files = Files.from_stored(await revision_files(session, number))
        self._current = await asyncio.to_thread(compile_files, files, number)
        return True

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
