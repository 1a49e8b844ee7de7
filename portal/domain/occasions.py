"""What there is to say to a member about their ladder now: the candidates that a nudge is chosen from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final
from uuid import UUID

from portal.domain.notes import NoteKind, TeamNote
from portal.domain.nudges import Candidate, Source
from portal.domain.progress import LadderProgress, MilestoneProgress, State
from portal.domain.tasks import Freed

SOON: Final = 2
"""A day so many days ahead, or fewer, is worth saying."""
LATE: Final = 14
"""After so many days nobody is told any more that something is late: they know."""
RECENT: Final = 3
"""For so many days something that opened is news."""

NOTE: Final = "note"
NOTES: Final[Mapping[NoteKind, Source]] = {
    NoteKind.HELP: Source.HELP,
    NoteKind.REMINDER: Source.REMINDER,
    NoteKind.HANDOVER: Source.HANDOVER,
    NoteKind.NEWS: Source.NEWS,
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What candidates are found in.

    They are notes of colleagues, planned days, the latest report's number, open questions, and the member's own tasks
    that can begin.
    """

    notes: Sequence[TeamNote]
    planned: Mapping[str, date]
    new_report: int | None
    questions_open: bool
    freed: Sequence[Freed] = ()


def note_of(key: str) -> UUID | None:
    """The note that a candidate's key is about; None for any other."""
    kind, _, name = key.partition(":")
    try:
        return UUID(name) if kind == NOTE else None
    except ValueError:
        return None


def candidates(progress: LadderProgress, around: Surroundings, today: date) -> tuple[Candidate, ...]:
    """Everything there is to say, each with a key that stays the same from day to day."""
    return tuple(_candidates(progress, around, today))


def _candidates(progress: LadderProgress, around: Surroundings, today: date) -> Iterator[Candidate]:
    for note in around.notes:
        yield Candidate(f"{NOTE}:{note.id}", NOTES[note.kind], note.milestone_id, note=note)
    for task in around.freed:
        yield Candidate(f"{Source.TASK}:{task.id}", Source.TASK, task=task)
    if progress.current:
        yield from _due(progress.current, around.planned.get(progress.current.milestone.id), today)
    for before, m in pairwise(progress.milestones):
        yield from _opened(before, m, today)
    if around.new_report is not None:
        yield Candidate(f"report:{around.new_report}", Source.REPORT)
    if around.questions_open:
        yield Candidate("questions", Source.QUESTIONS)


def _due(m: MilestoneProgress, planned: date | None, today: date) -> Iterator[Candidate]:
    if planned is None or m.blocked or not -LATE <= (planned - today).days <= SOON:
        return
    source = Source.OVERDUE if planned < today else Source.DUE
    yield Candidate(f"{source}:{m.milestone.id}:{planned}", source, m.milestone.id, planned)


def _opened(before: MilestoneProgress, m: MilestoneProgress, today: date) -> Iterator[Candidate]:
    """A milestone that rested after the one before it, and rests no more."""
    spacing = m.milestone.spacing_days
    if spacing is None or before.done_at is None or m.state is not State.AVAILABLE or m.away_until:
        return
    on = before.done_at.date() + timedelta(days=spacing)
    if (today - on).days <= RECENT:
        yield Candidate(f"{Source.OPENED}:{m.milestone.id}", Source.OPENED, m.milestone.id, on)
