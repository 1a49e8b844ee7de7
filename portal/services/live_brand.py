"""The vendor's brand in memory: the sign-in page and every refusal wear it, also while the database is away."""

import asyncio
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import branding
from portal.db.engine import Database
from portal.domain.branding import Brand

log = structlog.get_logger()

LOOK_SECONDS: Final = 5.0


class LiveBrand:
    """Holds the vendor's brand, and follows what other processes change about it."""

    def __init__(self, fallback: Brand) -> None:
        self._fallback = fallback
        self.current = fallback

    async def refresh(self, session: AsyncSession) -> None:
        """Read it again."""
        self.current = (await branding.of_vendor(session)).over(self._fallback)

    async def follow(self, database: Database) -> None:
        """Read it again every few seconds, for ever. A database that is away is asked again."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                async with database.read() as session:
                    await self.refresh(session)
            except Exception:
                # Whatever it was, a follower that ends would leave this process with old colours for ever.
                log.exception("brand_not_refreshed")
