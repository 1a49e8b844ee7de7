"""Tasks as other systems know them: owners by external id, and what comes first by the name it has there."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar
from uuid import UUID

from portal.domain.records import Stored
from portal.domain.tasks import Audience, OwnerKind


@dataclass(frozen=True, slots=True)
class OwnerRecord:
    """Whoever has to do a task. `id` is their external id, and of one of the staff the e-mail.

    It is None for somebody whom no other system has named yet; `known_id` is the id they have here.
    """

    kind: OwnerKind
    id: str | None
    name: str = field(default="", compare=False)
    known_id: UUID | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """What the audit calls them."""
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRecord(Stored):
    """Something to do by a day. `first` names the task it waits for, by external id where that has one."""

    KEPT: ClassVar[tuple[str, ...]] = ("id", "done_by", "version")

    external_id: str | None
    title: str
    due_on: date
    note: str = ""
    audience: Audience = Audience.CUSTOMER
    owner: OwnerRecord | None = None
    first: str | None = None
    done_on: date | None = None
    done_by: str | None = None
    version: int = 1
