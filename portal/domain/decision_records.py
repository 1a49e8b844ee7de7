"""Decisions as other systems know them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from portal.domain.decision_log import Reader, Wording
from portal.domain.records import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord(Stored):
    """What was decided, and the names of whoever has to know; `told` are those who do."""

    KEPT: ClassVar[tuple[str, ...]] = ("id", "told")

    external_id: str | None
    what: str
    why: str
    decided_by: str
    decided_on: date
    readers: tuple[str, ...] = ()
    told: tuple[Reader, ...] = ()

    @property
    def says(self) -> Wording:
        """What it says."""
        return Wording(self.what, self.why, self.decided_by, self.decided_on)
