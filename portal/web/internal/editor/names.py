"""What the files of a playbook are called, and in which order people look for them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from portal.content.kinds import Kind, kind_of, locale_of, name_of
from portal.domain.playbook import Catalogue

KINDS: Final[Mapping[Kind, str]] = {
    Kind.LADDER: "Ladder",
    Kind.LADDER_TEXTS: "Texts",
    Kind.MILESTONE: "Milestone",
    Kind.MILESTONE_TEXTS: "Texts",
    Kind.ARTICLE: "Article",
    Kind.EMAIL: "E-mail",
    Kind.IN_APP: "In-app message",
    Kind.TRANSCRIPT: "Transcript",
    Kind.TREE: "Risk tree",
    Kind.PLAY: "Play",
    Kind.EXPERIMENT: "Experiment",
    Kind.PHASES: "Phases",
    Kind.TRACKS: "Tracks",
    Kind.PLANS: "Plans",
    Kind.STAGES: "Adoption stages",
    Kind.READINESS: "Readiness and kickoff",
    Kind.TOUCHPOINTS: "Touchpoints",
    Kind.VENDOR: "Vendor",
    Kind.EVENTS: "Tracking plan",
    Kind.METRICS: "Metrics",
}
"""What a kind of file is called."""

SHELVES: Final[Mapping[str, tuple[Kind, ...]]] = {
    "Ladders": (Kind.LADDER, Kind.LADDER_TEXTS),
    "Milestones": (
        Kind.MILESTONE,
        Kind.ARTICLE,
        Kind.EMAIL,
        Kind.IN_APP,
        Kind.TRANSCRIPT,
        Kind.MILESTONE_TEXTS,
    ),
    "Risk trees": (Kind.TREE,),
    "Plays": (Kind.PLAY,),
    "Lifecycle": (Kind.PHASES, Kind.TRACKS, Kind.PLANS, Kind.STAGES, Kind.READINESS, Kind.TOUCHPOINTS),
    "Everything else": (Kind.EXPERIMENT, Kind.VENDOR, Kind.EVENTS, Kind.METRICS),
}
"""The shelves that files stand on, and the order of each."""


@dataclass(frozen=True, slots=True)
class Named:
    """A file: the thing it belongs to, and what of it it is, with its language where it is a translation."""

    path: str
    thing: str
    what: str

    @property
    def title(self) -> str:
        """The file in one line."""
        return f"{self.thing} · {self.what}" if self.thing else self.what


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files of one kind of thing, by thing."""

    name: str
    things: tuple[tuple[str, tuple[Named, ...]], ...]


def named(path: str, catalogue: Catalogue) -> Named:
    """A file by the names of the live playbook; what is new is called by its id."""
    kind = kind_of(path) or Kind.VENDOR
    locale = locale_of(path)
    what = f"{KINDS[kind]} ({locale})" if locale else KINDS[kind]
    return Named(path, _thing(kind, name_of(path), catalogue), what)


def shelves(paths: Iterable[str], called: Callable[[str], Named]) -> Iterator[Shelf]:
    """The files as people look for them, each as it is called."""
    paths = list(paths)
    for name, kinds in SHELVES.items():
        own = [path for path in paths if kind_of(path) in kinds]
        if own:
            yield Shelf(name, tuple(_things(own, kinds, called)))


def _things(
    paths: Iterable[str], kinds: tuple[Kind, ...], called: Callable[[str], Named]
) -> Iterator[tuple[str, tuple[Named, ...]]]:
    def place(path: str) -> tuple[str, int, str, str]:
        return called(path).thing, kinds.index(kind_of(path) or kinds[0]), locale_of(path) or "", path

    files = (called(path) for path in sorted(paths, key=place))
    for thing, own in groupby(files, key=lambda file: file.thing):
        yield thing, tuple(own)


def _thing(kind: Kind, name: str, catalogue: Catalogue) -> str:
    if kind in SHELVES["Milestones"]:
        return catalogue.milestones[name].title if name in catalogue.milestones else name
    if kind in SHELVES["Ladders"]:
        return next((ladder.title for ladder in catalogue.ladders.values() if ladder.id == name), name)
    if kind is Kind.TREE:
        return catalogue.trees[name].title if name in catalogue.trees else name
    if kind is Kind.PLAY:
        return catalogue.plays[name].title if name in catalogue.plays else name
    return name if kind is Kind.EXPERIMENT else ""
