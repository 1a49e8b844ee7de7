"""Somebody who is signed in, as every use case sees them."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from portal.domain.branding import NO_BRAND, Brand
from portal.domain.edits import Pin
from portal.domain.preferences import Preferences
from portal.domain.roles import Capability, Role


@dataclass(frozen=True, slots=True)
class SignedInMember:
    """A person of an account, in their own portal, since `joined_on`.

    Without a `pin` the account follows the live playbook.
    """

    id: UUID
    account_id: UUID
    account_name: str
    name: str
    email: str | None
    role: Role
    pin: Pin | None = None
    joined_on: date | None = None
    preferences: Preferences = field(default_factory=Preferences)
    account_language: str | None = None
    brand: Brand = NO_BRAND

    @property
    def initials(self) -> str:
        """Up to two letters for the round picture."""
        return initials(self.name)


@dataclass(frozen=True, slots=True)
class SignedInStaff:
    """One of the vendor's people, in the internal view.

    `due` is what their calendar has for today or is late, `accounts` how many everybody looks after together.
    """

    id: UUID
    name: str
    email: str
    capabilities: frozenset[Capability]
    time_zone: str = "UTC"
    due: int = 0
    accounts: int = 0

    @property
    def initials(self) -> str:
        """Up to two letters for the round picture."""
        return initials(self.name)

    def has(self, *capabilities: Capability) -> bool:
        """Whether they have one of these capabilities."""
        return not self.capabilities.isdisjoint(capabilities)


SignedIn = SignedInMember | SignedInStaff


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name, in capitals."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
