"""A verdict's path as it is kept: every question of the tree with its answer, evidence and ways out.

It can be shown long after the tree has changed, because it holds every word the page needs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain.risk import Answer, Evidence, Leaf, Level, Node, SignalValue, Tree, Verdict


@dataclass(frozen=True, slots=True)
class Way:
    """Where one answer leads: to the next question (`leaf` is None), or to a verdict."""

    answer: Answer
    leaf: Leaf | None


@dataclass(frozen=True, slots=True)
class PathNode:
    """One question of the tree. `answer` is None where the path ended before it was asked."""

    id: str
    ask: str
    rule: str
    answer: Answer | None
    signal: SignalValue
    thresholds: Mapping[str, float]
    ways: tuple[Way, ...]

    @property
    def taken(self) -> Leaf | None:
        """The verdict the answer led to; None where the path went on or never came here."""
        return next((way.leaf for way in self.ways if way.answer == self.answer), None)


def lay_out(verdict: Verdict, signals: Mapping[str, SignalValue]) -> tuple[PathNode, ...]:
    """The whole tree as a path, the questions in reading order; `signals` are by node id."""
    answers = {step.node.id: step.answer for step in verdict.path}
    return tuple(
        PathNode(
            id=node.id,
            ask=node.ask,
            rule=node.rule,
            answer=answers.get(node.id),
            signal=signals[node.id],
            thresholds=node.thresholds,
            ways=_ways(verdict.tree, node),
        )
        for node in verdict.tree.nodes.values()
    )


def _ways(tree: Tree, node: Node) -> tuple[Way, ...]:
    return tuple(Way(answer, tree.leaves.get(node.after(answer))) for answer in Answer)


def unasked(tree: Tree) -> tuple[PathNode, ...]:
    """A tree as a path on which nothing has been asked yet."""
    return tuple(
        PathNode(
            id=node.id,
            ask=node.ask,
            rule=node.rule,
            answer=None,
            signal=SignalValue(node.signal, Answer.UNKNOWN, "", {}),
            thresholds=node.thresholds,
            ways=_ways(tree, node),
        )
        for node in tree.nodes.values()
    )


def final(path: Sequence[PathNode]) -> Leaf:
    """The verdict a path ends in."""
    return next(leaf for node in path if (leaf := node.taken))


def deciding(path: Sequence[PathNode]) -> PathNode:
    """The question whose answer ended the path."""
    return next(node for node in path if node.taken)


def to_json(path: Sequence[PathNode]) -> list[dict[str, Any]]:
    """The path as plain JSON values."""
    return [
        {
            "node": node.id,
            "ask": node.ask,
            "rule": node.rule,
            "answer": node.answer,
            "signal": node.signal.name,
            "value": node.signal.value,
            "says": node.signal.says,
            "missing": node.signal.missing,
            "numbers": dict(node.signal.numbers),
            "rows": [{"label": row.label, "on": row.on, "state": row.state} for row in node.signal.rows],
            "thresholds": dict(node.thresholds),
            "ways": [_way_to_json(way) for way in node.ways],
        }
        for node in path
    ]


def _way_to_json(way: Way) -> dict[str, Any]:
    if (leaf := way.leaf) is None:
        return {"answer": way.answer, "leaf": None}
    words = {"id": leaf.id, "level": leaf.level, "title": leaf.title, "short": leaf.short}
    return {"answer": way.answer, "leaf": words | {"advice": leaf.advice, "play": leaf.play}}


def from_json(kept: Sequence[Mapping[str, Any]]) -> tuple[PathNode, ...]:
    """A path as `to_json` wrote it."""
    return tuple(
        PathNode(
            id=node["node"],
            ask=node["ask"],
            rule=node["rule"],
            answer=Answer(node["answer"]) if node["answer"] else None,
            signal=_signal(node),
            thresholds=node["thresholds"],
            ways=tuple(Way(Answer(way["answer"]), _leaf(way["leaf"])) for way in node["ways"]),
        )
        for node in kept
    )


def _signal(node: Mapping[str, Any]) -> SignalValue:
    rows = tuple(Evidence(**row) for row in node["rows"])
    return SignalValue(node["signal"], node["value"], node["says"], node["numbers"], node["missing"], rows)


def _leaf(kept: Mapping[str, Any] | None) -> Leaf | None:
    return Leaf(**{**kept, "level": Level(kept["level"])}) if kept else None


@dataclass(frozen=True, slots=True)
class Fork:
    """A question as it is drawn: the answer that leads on down the tree, and the verdicts beside it."""

    node: PathNode
    onward: Answer
    exits: tuple[tuple[Answer, Leaf], ...]

    @property
    def lit(self) -> str:
        """`through` where the answer led on, `exit` where it led aside, `dim` where it was not asked."""
        if self.node.answer is None:
            return "dim"
        return "through" if self.node.answer == self.onward else "exit"


def forks(path: Sequence[PathNode]) -> tuple[Fork, ...]:
    """The path as it is drawn from top to bottom.

    The last question has no next one; it leads on by the answer the one before it did, to the end of the tree.
    """
    drawn: list[Fork] = []
    onward = Answer.YES
    for node in path:
        onward = next((way.answer for way in node.ways if way.leaf is None), onward)
        drawn.append(Fork(node, onward, _exits(node, onward)))
    return tuple(drawn)


def _exits(node: PathNode, onward: Answer) -> tuple[tuple[Answer, Leaf], ...]:
    """The ways aside; the one that was taken comes first, where the lit line leads."""
    exits = [(way.answer, way.leaf) for way in node.ways if way.leaf and way.answer != onward]
    return tuple(sorted(exits, key=lambda way: way[0] != node.answer))


def end(path: Sequence[PathNode]) -> Leaf | None:
    """The verdict at the bottom of the drawing."""
    last = forks(path)[-1]
    return next((way.leaf for way in last.node.ways if way.answer == last.onward), None)
