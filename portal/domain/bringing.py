"""What an import does, line by line, before and after it is done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.domain.records import AccountRecord, MemberRecord, differences
from portal.domain.sheets import Mistake


class Outcome(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Brought:
    """A row of the sheet and what becomes of it; `changes` are what stood there before and what comes, by field."""

    line: int
    external_id: str
    name: str
    outcome: Outcome
    changes: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Bringing:
    """An import: every row and every mistake. With a mistake nothing is imported at all."""

    rows: Sequence[Brought]
    mistakes: Sequence[Mistake]

    @property
    def counts(self) -> Counter[Outcome]:
        """How many rows come to each outcome."""
        return Counter(row.outcome for row in self.rows)


def brought(line: int, before: AccountRecord | MemberRecord | None, after: AccountRecord | MemberRecord) -> Brought:
    """A row of which this became that."""
    changes = differences(before, after)
    outcome = Outcome.CREATED if before is None else Outcome.CHANGED if changes else Outcome.UNCHANGED
    return Brought(line, after.external_id or "", after.name, outcome, changes)


def told(mistake: Mistake) -> str:
    """A mistake in one line."""
    where = f"Line {mistake.line}, {mistake.column}" if mistake.column else f"Line {mistake.line}"
    return f"{where}: {mistake.says}"
