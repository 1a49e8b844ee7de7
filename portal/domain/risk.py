"""Risk trees as data: questions over signals, three-valued answers, a verdict with its path."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

STAGES: Final = {"start": 0, "onboarding": 1, "adoption": 2}
"""The order in which an onboarding meets the trees."""


class Answer(StrEnum):
    """The answer at a node; unknown is a first-class answer and never silently yes."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How a verdict ranks, the riskiest first."""

    CRITICAL = "critical"
    AT_RISK = "at_risk"
    WATCH = "watch"
    UNKNOWN = "unknown"
    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"

    @property
    def label(self) -> str:
        """The level as a person reads it."""
        return {
            "critical": "Critical",
            "at_risk": "At risk",
            "watch": "Watch",
            "unknown": "Unknown",
            "not_started": "Not started",
            "on_track": "On track",
        }[self.value]

    @property
    def rank(self) -> int:
        """0 for the riskiest."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row behind an answer: what happened, when (ISO date), and its state in a word."""

    label: str
    on: str
    state: str


@dataclass(frozen=True, slots=True)
class SignalValue:
    """A fact about an account as of a moment.

    `value` is a word (`yes`, `no`, `growing` … or `unknown`); `says` states the numbers in one sentence; a number
    is None where it is not known; `missing` says what would make an unknown known.
    """

    name: str
    value: str
    says: str
    numbers: Mapping[str, float | None]
    missing: str | None = None
    rows: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where a path ends: the verdict's words, its level, and the play for it."""

    id: str
    level: Level
    title: str
    short: str
    advice: str
    play: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """One question. It is answered yes where the signal's value is `wanted`, unknown where that is unknown.

    Each of `yes`, `no`, `unknown` names a node or a leaf of the same tree.
    """

    id: str
    ask: str
    signal: str
    wanted: str
    thresholds: Mapping[str, float]
    rule: str
    yes: str
    no: str
    unknown: str

    def after(self, answer: Answer) -> str:
        """The id of the node or leaf that follows an answer."""
        return {Answer.YES: self.yes, Answer.NO: self.no, Answer.UNKNOWN: self.unknown}[answer]


@dataclass(frozen=True, slots=True)
class Tree:
    """A decision tree over signals; `nodes` are in the order a reader meets them, the root first."""

    id: str
    title: str
    nodes: Mapping[str, Node]
    leaves: Mapping[str, Leaf]
    root: str


def in_stages(trees: Iterable[Tree]) -> list[Tree]:
    """Trees in the order in which an onboarding meets them."""
    return sorted(trees, key=lambda tree: STAGES.get(tree.id, len(STAGES)))


@dataclass(frozen=True, slots=True)
class Answered:
    """One node of a path, with its answer and the signal it was answered from."""

    node: Node
    answer: Answer
    signal: SignalValue


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a tree for one account at one moment."""

    tree: Tree
    leaf: Leaf
    path: tuple[Answered, ...]


def answer(node: Node, signal: SignalValue) -> Answer:
    """The answer of one node from its signal."""
    if signal.value == Answer.UNKNOWN:
        return Answer.UNKNOWN
    return Answer.YES if signal.value == node.wanted else Answer.NO


def evaluate(tree: Tree, signals: Mapping[str, SignalValue]) -> Verdict:
    """Walk a tree from its root to a leaf.

    Raises KeyError if a node asks for a signal that `signals` does not hold; lint makes sure none does.
    """
    path: list[Answered] = []
    here = tree.root
    while here in tree.nodes:
        node = tree.nodes[here]
        given = answer(node, signals[node.id])
        path.append(Answered(node, given, signals[node.id]))
        here = node.after(given)
    return Verdict(tree, tree.leaves[here], tuple(path))
