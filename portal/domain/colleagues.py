"""The vendor's people as an owner sees them, and what keeps the portal from being left without an owner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from portal.domain.doers import GUIDES
from portal.domain.errors import Conflict
from portal.domain.people import initials
from portal.domain.roles import Capability

YOURSELF: Final = "You cannot switch off your own access. Ask another owner to do it."
LAST_OWNER: Final = (
    "This is the only owner who can sign in. Give somebody else the owners' group first, then try again."
)
FEWEST: Final = 0
MOST: Final = 200
"""So many open onboardings one person can be said to carry."""


@dataclass(frozen=True, slots=True)
class Details:
    """What an owner enters about one of the staff."""

    title: str
    onboarding_limit: int
    booking_url: str

    def told(self) -> dict[str, str | None]:
        """The same for the audit."""
        limit = str(self.onboarding_limit)
        return {"title": self.title or None, "onboarding limit": limit, "booking page": self.booking_url or None}


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One of the staff in the list: who, what they may do, how many onboardings they have, and whether they come in.

    `joined` says that they have signed in at least once.
    """

    id: UUID
    name: str
    email: str
    capabilities: frozenset[Capability]
    details: Details
    joined: bool
    disabled_at: datetime | None
    version: int
    edited_by: str | None
    carries: int = 0
    groups: Mapping[Capability, tuple[str, ...]] = field(default_factory=dict)

    @property
    def initials(self) -> str:
        """Up to two letters for the round picture."""
        return initials(self.name)

    @property
    def guides(self) -> bool:
        """Whether accounts can be given to them, so that a limit means something."""
        return not self.capabilities.isdisjoint(GUIDES)


def require_may_be_switched_off(line: StaffLine, *, by: UUID | None, other_owners: int) -> None:
    """Raise Conflict for oneself, and for the last owner who can sign in."""
    if line.id == by:
        raise Conflict(YOURSELF)
    if Capability.OWNER in line.capabilities and not other_owners:
        raise Conflict(LAST_OWNER)


def groups_by_capability(groups: Mapping[str, str]) -> dict[Capability, tuple[str, ...]]:
    """The provider's groups that give each capability, from what each group gives."""
    return {one: tuple(sorted(group for group, gives in groups.items() if gives == one)) for one in Capability}
