"""What would change a verdict: for each number that decides it, the smallest change that leads elsewhere.

The tree is walked again with the changed number, so the answer names the verdict it would become, whatever it is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Final, TypeAlias

from portal.domain.adoption import change_of
from portal.domain.decisions import Numbers, decide
from portal.domain.risk import Answer, Leaf, SignalValue, Tree, Verdict, evaluate
from portal.domain.signal_rules import DECISIONS

Search: TypeAlias = Callable[["Sequence[Move]"], Leaf | None]
"""The other verdict that some moves lead to, if they lead to one."""

FARTHEST: Final = 400
"""No number is moved farther than this: more than a year of days, or 400 people, is no advice."""


@dataclass(frozen=True, slots=True)
class Lever:
    """A number that can move: `better` says which way helps, `most` names the number it cannot exceed."""

    number: str
    better: int = 1
    most: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A number of a signal, how it stands, and by how much it would move."""

    number: str
    was: float
    by: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Moves of one signal's numbers that together lead to another verdict; `numbers` are those it has now."""

    signal: str
    numbers: Numbers
    moves: tuple[Move, ...]
    leaf: Leaf


LEVERS: Final[Mapping[str, tuple[Lever, ...]]] = {
    "owner_named": (Lever("named", most="duties"),),
    "timeline_realistic": (Lever("days"),),
    "capacity_available": (Lever("others_open", better=-1),),
    "responding": (Lever("answered", most="sent"),),
    "completing_actions": (Lever("done", most="due"), Lever("oldest_days_late", better=-1)),
    "pilot_active": (Lever("active", most="pilot"),),
    "adoption_trend": (Lever("last", most="members"),),
}
"""What can move about each signal. What only waiting or a record can change is said to be missing instead."""


def turns(tree: Tree, numbers: Mapping[str, Numbers]) -> tuple[Turn, ...]:
    """Every smallest change that leads to another verdict, those of the question that decided it first.

    `numbers` are by node id. An answer that is unknown has no number to move.
    """
    verdict = walk(tree, numbers)
    asked = [step for step in reversed(verdict.path) if step.answer is not Answer.UNKNOWN]
    signals = list(dict.fromkeys(step.node.signal for step in asked))
    return tuple(turn for signal in signals for turn in _turns_of(verdict, numbers, signal))


def walk(tree: Tree, numbers: Mapping[str, Numbers]) -> Verdict:
    """The verdict that follows from the numbers alone."""
    return evaluate(
        tree,
        {
            node.id: SignalValue(
                node.signal, decide(DECISIONS[node.signal], numbers[node.id], node.thresholds), "", numbers[node.id]
            )
            for node in tree.nodes.values()
        },
    )


def applied(tree: Tree, numbers: Mapping[str, Numbers], signal: str, moves: Sequence[Move]) -> dict[str, Numbers]:
    """The numbers by node id as they would stand after the moves; every question about the signal sees them."""
    return {
        node.id: _moved(numbers[node.id], moves) if node.signal == signal else numbers[node.id]
        for node in tree.nodes.values()
    }


def _moved(numbers: Numbers, moves: Sequence[Move]) -> Numbers:
    after = {**numbers, **{move.number: move.was + move.by for move in moves}}
    first, last = after.get("first"), after.get("last")
    return after if first is None or last is None else after | {"change": change_of(first, last)}


def _turns_of(verdict: Verdict, numbers: Mapping[str, Numbers], signal: str) -> Iterator[Turn]:
    own = next(step.signal.numbers for step in verdict.path if step.node.signal == signal)
    levers = [lever for lever in LEVERS[signal] if own.get(lever.number) is not None]

    def leads_to(moves: Sequence[Move]) -> Leaf | None:
        leaf = walk(verdict.tree, applied(verdict.tree, numbers, signal, moves)).leaf
        return None if leaf.id == verdict.leaf.id else leaf

    found = [*_alone(levers, own, leads_to)] or _together(levers, own, leads_to)
    return (Turn(signal, own, moves, leaf) for moves in found if (leaf := leads_to(moves)))


def _alone(levers: Sequence[Lever], own: Numbers, leads_to: Search) -> Iterator[tuple[Move, ...]]:
    """The least move of each number in each direction that suffices by itself."""
    for lever in levers:
        for way in (lever.better, -lever.better):
            enough = next((move for move in _moves(lever, own, way) if leads_to((move,))), None)
            if enough:
                yield (enough,)


def _together(levers: Sequence[Lever], own: Numbers, leads_to: Search) -> list[tuple[Move, ...]]:
    """The least moves for the better that suffice together, where none does alone."""
    ways = [moves for lever in levers if (moves := list(_moves(lever, own, lever.better)))]
    chosen = [moves[-1] for moves in ways]
    if not leads_to(chosen):
        return []
    for place, moves in enumerate(ways):
        others = chosen[:place], chosen[place + 1 :]
        chosen[place] = next(move for move in moves if leads_to([*others[0], move, *others[1]]))
    return [tuple(chosen)]


def _moves(lever: Lever, own: Numbers, way: int) -> Iterator[Move]:
    """The moves of a number in one direction, the least first: not below nothing, nor above what it is a part of."""
    was = own[lever.number] or 0
    most = own[lever.most] if lever.most else None
    room = was if way < 0 else FARTHEST if most is None else most - was
    return (Move(lever.number, was, way * by) for by in range(1, min(floor(room), FARTHEST) + 1))
