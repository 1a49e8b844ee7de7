"""The tracks of an onboarding side by side: what each works on, from when to when, and what holds another up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain import lifecycle
from portal.domain.acts import Blocked
from portal.domain.lifecycle import Onboarding, Phase
from portal.domain.plan import Track
from portal.domain.playbook import Milestone


class Stand(StrEnum):
    """How a piece of a track's work stands."""

    DONE = "done"
    UNDER_WAY = "under_way"
    WAITS = "waits"
    LATE = "late"
    AHEAD = "ahead"

    @property
    def label(self) -> str:
        """The state as a person reads it."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Piece:
    """A shared milestone on its track's line; `waits` says on whom, where it does. Without a plan it has no dates."""

    milestone: Milestone
    stand: Stand
    start: date
    end: date
    due: date | None
    waits: Blocked | None


@dataclass(frozen=True, slots=True)
class Crossing:
    """A piece of one track that cannot go on before a piece of another has ended."""

    piece: Piece
    before: Piece


@dataclass(frozen=True, slots=True)
class Lane:
    """A track and its pieces, the earliest first."""

    track: Track
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of an account's shared milestones, by id: when each was begun and reached, and on whom it waits."""

    onboarding: Onboarding
    begun: Mapping[str, date]
    reached: Mapping[str, date]
    waits: Mapping[str, Blocked]
    today: date


def lanes(tracks: Iterable[Track], milestones: Sequence[Milestone], course: Course) -> tuple[Lane, ...]:
    """Each track with its work until go-live, as far as it has dates."""
    plan = {m.id: lifecycle.due_on(course.onboarding, Phase(m.phase), m.due_days, course.today) for m in milestones}
    pieces = [piece for m in milestones if (piece := _piece(m, plan, course))]
    return tuple(
        Lane(track, tuple(sorted((p for p in pieces if p.milestone.track == track.id), key=_order))) for track in tracks
    )


def _order(piece: Piece) -> tuple[date, date, str]:
    return piece.start, piece.end, piece.milestone.id


def _piece(milestone: Milestone, plan: Mapping[str, date | None], course: Course) -> Piece | None:
    due, begun = plan[milestone.id], course.begun.get(milestone.id)
    if reached := course.reached.get(milestone.id):
        return Piece(milestone, Stand.DONE, begun or reached, reached, due, None)
    if waits := course.waits.get(milestone.id):
        start = begun or waits.since.date()
        return Piece(milestone, Stand.WAITS, start, max(course.today, start), due, waits)
    if begun:
        late = due is not None and due < course.today
        return Piece(
            milestone, Stand.LATE if late else Stand.UNDER_WAY, begun, max(course.today, due or begun), due, None
        )
    if due is None:
        return None
    stand = Stand.LATE if due < course.today else Stand.AHEAD
    return Piece(milestone, stand, _planned_start(milestone, plan, due), due, due, None)


def _planned_start(milestone: Milestone, plan: Mapping[str, date | None], due: date) -> date:
    """When work can begin by the plan: after what it requires, or a week before it is due."""
    before = [day for name in milestone.requires if (day := plan.get(name))]
    return min(max(before, default=due - lifecycle.WEEK), due)


def crossings(found: Iterable[Lane]) -> Iterator[Crossing]:
    """Where one track holds another up: what is not done, before what cannot go on without it."""
    pieces = {piece.milestone.id: piece for lane in found for piece in lane.pieces if piece.stand is not Stand.DONE}
    for piece in pieces.values():
        for name in piece.milestone.requires:
            before = pieces.get(name)
            if before and before.milestone.track != piece.milestone.track:
                yield Crossing(piece, before)
