"""The library: every article and video of a playbook, and which of them a reader asks for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil
from typing import Final

from portal.domain.playbook import Ladder, Milestone
from portal.domain.roles import Role
from portal.domain.wording import phrase

WORDS_A_MINUTE: Final = 220
SHORT: Final = 1
"""Up to so many minutes a piece is a short one."""
MOST_RELATED: Final = 3


class Kind(StrEnum):
    """What a piece of the library is."""

    ARTICLE = "article"
    VIDEO = "video"

    @property
    def label(self) -> str:
        """Several of them, as a person reads it."""
        return {"article": phrase("Articles"), "video": phrase("Videos")}[self.value]


@dataclass(frozen=True, slots=True)
class Piece:
    """An article or a video of a milestone; `text` is what it says, without markup."""

    milestone: Milestone
    kind: Kind
    title: str
    text: str
    minutes: int

    @property
    def key(self) -> tuple[str, Kind]:
        """What tells it from the other pieces."""
        return self.milestone.id, self.kind


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the library a reader wants to see; None stands for all there is."""

    role: Role | None = None
    kind: Kind | None = None
    track: str | None = None
    short: bool = False

    def holds(self, piece: Piece) -> bool:
        """Whether a piece is among it."""
        return (
            (self.role is None or self.role in piece.milestone.roles)
            and (self.kind is None or self.kind is piece.kind)
            and (self.track is None or self.track == piece.milestone.track)
            and (not self.short or piece.minutes <= SHORT)
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to go on choosing: the wish it makes, how many pieces that leaves, and whether it is chosen now."""

    wish: Wish
    count: int
    chosen: bool


def pieces_of(milestone: Milestone, plain: Callable[[str], str]) -> Iterable[Piece]:
    """The article of a milestone and its video, if it has one; `plain` takes the markup out of a text."""
    article = plain(milestone.article)
    yield Piece(milestone, Kind.ARTICLE, milestone.title, article, ceil(len(article.split()) / WORDS_A_MINUTE) or 1)
    if clip := milestone.video:
        yield Piece(milestone, Kind.VIDEO, clip.title, plain(clip.transcript), ceil(clip.seconds / 60) or 1)


def choices(pieces: Sequence[Piece], wish: Wish, wishes: Iterable[Wish]) -> tuple[Choice, ...]:
    """The wishes as choices among these pieces."""
    return tuple(Choice(one, sum(map(one.holds, pieces)), one == wish) for one in wishes)


def by_kind(wish: Wish) -> tuple[Wish, ...]:
    """The wish for everything, for articles, for videos."""
    return tuple(replace(wish, kind=kind) for kind in (None, *Kind))


def by_role(wish: Wish) -> tuple[Wish, ...]:
    """The wish for everybody's pieces and for those of each role."""
    return tuple(replace(wish, role=role) for role in (None, *Role))


def by_track(wish: Wish, tracks: Iterable[str]) -> tuple[Wish, ...]:
    """The wish for pieces of all tracks and of each."""
    return tuple(replace(wish, track=track) for track in (None, *tracks))


def in_order(milestones: Iterable[Milestone], own: Ladder, others: Iterable[Ladder]) -> list[Milestone]:
    """These milestones as a reader meets them: those of their own ladder first, then ladder by ladder."""
    places = [milestone.id for ladder in (own, *others) for milestone in ladder.milestones]
    rank = {milestone_id: place for place, milestone_id in reversed(list(enumerate(places)))}
    return sorted(milestones, key=lambda milestone: (rank.get(milestone.id, len(places)), milestone.id))


def related(milestone: Milestone, among: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """What else to read: what comes right before or after, then what is of the same track and the same people."""
    others = [other for other in among if other.id != milestone.id and _nearness(milestone, other)]
    return tuple(sorted(others, key=lambda other: -_nearness(milestone, other))[:MOST_RELATED])


def _nearness(one: Milestone, other: Milestone) -> int:
    bound = other.id in one.requires or one.id in other.requires
    shared = bool(set(one.roles) & set(other.roles))
    return 4 * bound + 2 * (one.track == other.track and shared) + (one.phase == other.phase and shared)
