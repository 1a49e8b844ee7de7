"""Letters that came back: what a mail server, an e-mail service or a reader said of one that had gone out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from portal.domain.deliveries import Reason

LATELY: Final = timedelta(days=14)
"""A return that names only an address is about the latest letter to it, if that is no older."""


class Kind(StrEnum):
    """Why a letter came back: for good, for now, or because its reader complained of it."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    COMPLAINT = "complaint"

    @property
    def reason(self) -> Reason:
        """What the ledger says of such a letter."""
        return REASONS[self]

    @property
    def final(self) -> bool:
        """Whether nothing more is sent to the address."""
        return self is not Kind.TEMPORARY


REASONS: Final[Mapping[Kind, Reason]] = {
    Kind.PERMANENT: Reason.BOUNCED,
    Kind.TEMPORARY: Reason.CAME_BACK,
    Kind.COMPLAINT: Reason.COMPLAINED,
}


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter that came back: its id or its reader's address, at least one of them, and what was said of it."""

    kind: Kind
    said: str
    letter: UUID | None = None
    email: str | None = None


def letter_id(message_id: str) -> UUID | None:
    """The letter of a Message-ID; None for one that is none of ours."""
    name = message_id.strip().strip("<>").partition("@")[0]
    try:
        return UUID(name)
    except ValueError:
        return None
