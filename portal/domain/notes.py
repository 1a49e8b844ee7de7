"""What colleagues of one account tell each other about a milestone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class NoteKind(StrEnum):
    """Why a colleague writes: to hand a milestone over, to ask for help, to remind, or to tell good news."""

    HANDOVER = "handover"
    HELP = "help"
    REMINDER = "reminder"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class TeamNote:
    """A note as its reader sees it; `by` is the colleague who wrote it."""

    id: UUID
    milestone_id: str
    kind: NoteKind
    by: str
    note: str
    at: datetime
