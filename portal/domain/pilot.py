"""The pilot group of an account: who is in it, and when it starts."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.domain.versions import fingerprint


class Candidate(NamedTuple):
    """One of the account's people; `chosen` says whether they are in the pilot group."""

    id: UUID
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Pilot:
    """When the pilot starts, None while nobody has said so, and everybody who could be in it, by name."""

    starts_on: date | None
    people: tuple[Candidate, ...]

    @property
    def group(self) -> tuple[Candidate, ...]:
        """Those who are in it."""
        return tuple(one for one in self.people if one.chosen)

    @property
    def fields(self) -> dict[str, object]:
        """What is set, by the names of the form's fields."""
        return {"starts_on": self.starts_on, "members": [str(one.id) for one in self.group]}

    @property
    def version(self) -> int:
        """A number for what is set: another one as soon as anybody, by whatever way, has changed it."""
        return fingerprint(self.fields)
