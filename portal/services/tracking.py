"""The tracking plan beside what really comes: which declared events were seen, and which names nobody declared."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import event_names
from portal.db.event_names import Seen
from portal.domain.people import SignedInStaff
from portal.domain.playbook import Catalogue
from portal.domain.subjects import Subject, require_reader
from portal.domain.tracking import Uses, uses_of
from portal.domain.vocabulary import Declared
from portal.ingest import PORTAL_SOURCE

MOST: Final = 50
"""So many undeclared names are shown: a sender that makes names up has no end of them."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """A declared event, what waits for it or counts it, and how often it came; None where it never did."""

    event: Declared
    uses: Uses
    seen: Seen | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The tracking plan beside what came; `more` says that there are more undeclared names than are shown."""

    tracked: tuple[Tracked, ...]
    undeclared: tuple[Seen, ...]
    more: bool

    @property
    def silent(self) -> int:
        """How many declared events that something waits for never came."""
        return sum(one.seen is None and one.uses.needed for one in self.tracked)


async def count_batches(session: AsyncSession, *, batches: Collection[UUID]) -> None:
    """Count the names in batches.

    Counts every time it runs: it must share its transaction with the end of their waiting.
    """
    await event_names.add_batches(session, batches=batches)


async def plan(session: AsyncSession, *, catalogue: Catalogue, staff: SignedInStaff) -> Plan:
    """The tracking plan of the live playbook beside what came. Raises Forbidden."""
    require_reader(staff, Subject.TRACKING)
    seen = await event_names.seen(session, list(catalogue.events))
    others = await event_names.others(session, list(catalogue.events), apart_from=PORTAL_SOURCE, limit=MOST + 1)
    uses = uses_of(catalogue)
    tracked = (Tracked(one, uses[one.name], seen.get(one.name)) for one in catalogue.events.values())
    return Plan(tuple(tracked), tuple(others[:MOST]), len(others) > MOST)
