"""Work in the background as staff see it: what failed for good, what is under way, what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

SHOWN: Final = 50
"""How many jobs of a sort are shown one by one."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One job. A long one goes in steps, and its payload says how far it came: `done` of `total`."""

    id: UUID
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    error: str | None
    dead_at: datetime | None = None

    @property
    def account_id(self) -> UUID | None:
        """The account it is about, where it is about one."""
        try:
            return UUID(self.payload["account_id"])
        except (KeyError, TypeError, ValueError):
            return None

    @property
    def progress(self) -> tuple[int, int] | None:
        """How much of how much is done, where it is a long one."""
        total = self.payload.get("total")
        return (self.payload.get("done", 0), total) if total else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The jobs of one kind that nobody has begun: how many, how many of them failed before, when the next is due."""

    kind: str
    count: int
    failing: int
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything a queue holds; of many jobs that are dead, the `dead_count`, the newest are listed."""

    dead: tuple[Listed, ...]
    dead_count: int
    under_way: tuple[Listed, ...]
    waiting: tuple[Waiting, ...]

    @property
    def waiting_count(self) -> int:
        """How many wait in all."""
        return sum(one.count for one in self.waiting)
