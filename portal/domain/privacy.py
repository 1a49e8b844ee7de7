"""What is done with everything known about one person when it is asked for: a copy, silence from now on, deletion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from portal.domain.doers import Doer
from portal.domain.errors import Forbidden
from portal.domain.playbook import Catalogue
from portal.domain.roles import Capability
from portal.domain.rules import leaves

KEEPERS: Final = frozenset({Capability.CSM_LEAD, Capability.OWNER})
ONLY_KEEPERS: Final = "Only a CSM lead or an owner can do this. Ask one of them to do it for you."
COPY_KEPT: Final = timedelta(days=7)
PROSE: Final = ("comment", "note")
"""What members write in their own words, by its name in the portal's own events."""


class Wish(StrEnum):
    """What is asked."""

    EXPORT = "export"
    SUPPRESS = "suppress"
    RESUME = "resume"
    DELETE = "delete"

    @property
    def label(self) -> str:
        """The wish as staff read it."""
        return {
            "export": "A copy of everything",
            "suppress": "Take in no more events",
            "resume": "Take in events again",
            "delete": "Delete everything",
        }[self.value]

    @property
    def means(self) -> str:
        """What comes of it."""
        return {
            "export": "One archive with a page to read and a file for machines. It waits here for 7 days.",
            "suppress": "What the product sends about them from now on is dropped. What is known stays.",
            "resume": "What the product sends about them counts again from now on.",
            "delete": "Who they are and every word they wrote is removed, and nothing more is taken in. "
            "What they did for their team stays, as done by nobody. There is no way back.",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was asked, when and by whom, and what came of it; `person` is nobody once they are deleted."""

    id: UUID
    wish: Wish
    person: str | None
    asked_by: str | None
    reason: str
    asked_at: datetime
    done: int
    total: int
    counts: Mapping[str, Mapping[str, int]]
    expires_at: datetime | None
    done_at: datetime | None
    kept: bool = False

    @property
    def number(self) -> str:
        """What people call it by."""
        return self.id.hex[:8]


def is_keeper(doer: Doer) -> bool:
    """Whether somebody answers for what is known about people."""
    return not doer.capabilities.isdisjoint(KEEPERS)


def require_keeper(doer: Doer) -> None:
    """Raise Forbidden for whoever does not answer for what is known about people."""
    if not is_keeper(doer):
        raise Forbidden(ONLY_KEEPERS)


@lru_cache(maxsize=20_000)
def fingerprint(user: str) -> str:
    """What stands for a person's id in the product, where the id itself must not be kept."""
    return sha256(user.encode()).hexdigest()


def counted_properties(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """The properties that rules and metrics read, by the name of their event."""
    read: dict[str, set[str]] = {}
    for name, waiting in catalogue.rules.items():
        for one in waiting:
            own = (leaf for leaf in leaves(one.rule) if leaf.event == name)
            read.setdefault(name, set()).update(condition.property for leaf in own for condition in leaf.where)
    for measure in (one.measured for one in catalogue.metrics.values() if one.measured):
        conditions = (*measure.where, *measure.meets)
        read.setdefault(measure.event, set()).update(one.property for one in conditions)
        read[measure.event] |= {measure.of} if measure.of else set()
    return {name: frozenset(properties) for name, properties in read.items()}


def unnamed(properties: Mapping[str, Any], *, own: bool, counted: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The properties of an event without what tells of its person.

    Of an event of the portal itself only the words people wrote go; of one from the product, all that nothing counts.
    """
    if own:
        return {name: "" if name in PROSE else value for name, value in properties.items()}
    return {name: value for name, value in properties.items() if name in counted}
