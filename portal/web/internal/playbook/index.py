"""Everything of the playbook that has a title, with the address it is read at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from portal.domain.playbook import Catalogue
from portal.domain.search import Part, Term, marked, terms

HOME: Final = "/internal/playbook"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a title; `within` says what it is part of."""

    kind: str
    title: str
    path: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was looked for; `parts` is its title with the words of the search set apart."""

    entry: Entry
    parts: tuple[Part, ...]


def find(catalogue: Catalogue, asked: str) -> tuple[Hit, ...]:
    """Everything whose title has all the words that were asked for, in the order of the playbook."""
    sought = terms(asked)
    if not sought:
        return ()
    language = catalogue.language
    return tuple(
        Hit(one, marked(one.title, sought, language))
        for one in entries(catalogue)
        if all(_has(one.title, term, language) for term in sought)
    )


def _has(title: str, term: Term, language: str) -> bool:
    return any(part.hit for part in marked(title, [term], language))


def entries(catalogue: Catalogue) -> Iterator[Entry]:
    """Everything that has a title."""
    for role, ladder in catalogue.ladders.items():
        yield Entry("Ladder", ladder.title, f"{HOME}/ladders/{role}")
    yield from _milestones(catalogue)
    for tree in catalogue.trees.values():
        yield Entry("Risk tree", tree.title, f"{HOME}/trees#{tree.id}")
        yield from (Entry("Question", node.ask, f"{HOME}/trees#{tree.id}", tree.title) for node in tree.nodes.values())
    for play in catalogue.plays.values():
        yield Entry("Play", play.title, f"{HOME}/plays/{play.id}")
        yield from (Entry("Action", one.title, f"{HOME}/plays/{play.id}", play.title) for one in play.actions)
    yield from _lifecycle(catalogue)
    yield from (Entry("Metric", one.name, f"{HOME}/metrics#{one.id}") for one in catalogue.metrics.values())


def _milestones(catalogue: Catalogue) -> Iterator[Entry]:
    for milestone in catalogue.milestones.values():
        path = f"{HOME}/milestones/{milestone.id}"
        yield Entry("Milestone", milestone.title, path)
        yield from (Entry("Step", step.title, f"{path}#{step.id}", milestone.title) for step in milestone.steps)


def _lifecycle(catalogue: Catalogue) -> Iterator[Entry]:
    path, lifecycle = f"{HOME}/lifecycle", catalogue.lifecycle
    yield from (Entry("Phase", one.title, f"{path}#{one.phase}") for one in lifecycle.phases.values())
    yield from (Entry("Track", one.title, f"{path}#tracks") for one in lifecycle.tracks.values())
    for section in (*lifecycle.start, *lifecycle.go_live):
        yield from (Entry("Check", one.title, f"{path}#readiness", section.title) for one in section.checks)
    yield from (Entry("Touchpoint", one.name, f"{path}#touchpoints") for one in lifecycle.touchpoints)
