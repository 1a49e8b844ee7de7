"""What was decided about an account, why and by whom, who has to know of it, and what it said before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wording:
    """What a decision says."""

    what: str
    why: str
    decided_by: str
    decided_on: date

    @property
    def search(self) -> str:
        """All of its text in small letters, to be searched."""
        return f"{self.what}\n{self.why}\n{self.decided_by}".casefold()


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who has to know of a decision; `told_on` is None as long as nobody has told them."""

    name: str
    told_on: date | None = None
    told_by: str | None = None


@dataclass(frozen=True, slots=True)
class Former:
    """What a decision said at an earlier version, and who had put it that way."""

    version: int
    says: Wording
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it stands; `former` are its earlier texts, the latest first."""

    id: UUID
    says: Wording
    version: int
    edited_by: str | None
    edited_at: datetime
    readers: tuple[Reader, ...] = ()
    former: tuple[Former, ...] = ()

    @property
    def names(self) -> list[str]:
        """Everybody who has to know, told or not."""
        return sorted(reader.name for reader in self.readers)

    @property
    def told(self) -> tuple[Reader, ...]:
        """Who knows."""
        return tuple(reader for reader in self.readers if reader.told_on)

    @property
    def untold(self) -> tuple[Reader, ...]:
        """Who does not know yet."""
        return tuple(reader for reader in self.readers if not reader.told_on)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be told of a decision, and where to write to them."""

    name: str
    email: str | None


def each_once(people: Sequence[Person]) -> tuple[Person, ...]:
    """Everybody once by name, in the order they came, with the first address that is known."""
    found: dict[str, Person] = {}
    for person in people:
        known = found.get(person.name)
        if known is None or (not known.email and person.email):
            found[person.name] = person
    return tuple(found.values())
