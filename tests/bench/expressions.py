"""A risk tree as one expression of zen-engine: the id of the leaf that an account's numbers lead to.

It says what `portal/db/tree_sql.py` says in SQL. The engine cannot compare what is not known, so every comparison
first asks whether it is.
"""

from collections.abc import Sequence

from portal.domain.decisions import (
    All,
    Check,
    Compare,
    Constant,
    Drop,
    Either,
    Known,
    Limit,
    Limits,
    Number,
    Operand,
    Share,
)
from portal.domain.risk import Node, Tree
from portal.domain.signal_rules import DECISIONS


def numbers(tree: Tree) -> Sequence[str]:
    """The names of the numbers a tree asks for, as `<signal>_<number>`."""
    asked = {node.signal for node in tree.nodes.values()}
    return [f"{signal}_{name}" for signal in sorted(asked) for name in sorted(DECISIONS[signal].numbers)]


def leaf_of(tree: Tree) -> str:
    """The id of the leaf."""
    return _way(tree, tree.root)


def _way(tree: Tree, target: str) -> str:
    return f"'{target}'" if target in tree.leaves else _exits(tree, tree.nodes[target])


def _exits(tree: Tree, node: Node) -> str:
    yes, no, unknown = (_way(tree, target) for target in (node.yes, node.no, node.unknown))
    known = _holds(DECISIONS[node.signal].known, node)
    return f"({known} ? ({_is_wanted(node)} ? {yes} : {no}) : {unknown})"


def _is_wanted(node: Node) -> str:
    """Whether a known signal has the value that the node wants: the first case that holds says so."""
    decision = DECISIONS[node.signal]
    said = _word(decision.otherwise == node.wanted)
    for word, check in reversed(decision.cases):
        said = f"({_holds(check, node)} ? {_word(word == node.wanted)} : {said})"
    return said


def _word(value: bool) -> str:  # noqa: FBT001 - its one argument is what it is about
    return "true" if value else "false"


def _holds(check: Check, node: Node) -> str:
    """Whether a check holds. One that is not known does not: no check asks for the opposite of another."""
    match check:
        case Known(name):
            return _known(node, name)
        case Compare(left, sign, right):
            sides = f"{_value(left, node)} {sign} {_value(right, node)}"
            return f"({' and '.join([*_needed(left, node), *_needed(right, node), sides])})"
        case All(parts):
            return f"({' and '.join(_holds(part, node) for part in parts)})"
        case Either(parts):
            return f"({' or '.join(_holds(part, node) for part in parts)})"


def _needed(operand: Operand, node: Node) -> list[str]:
    """What has to hold before an operand can be read."""
    match operand:
        case Number(name):
            return [_known(node, name)]
        case Share(part, whole):
            return [_known(node, part), _known(node, whole), f"{node.signal}_{whole} != 0"]
        case _:
            return []


def _known(node: Node, name: str) -> str:
    return f"{node.signal}_{name} != null"


def _value(operand: Operand, node: Node) -> str:
    limits: Limits = node.thresholds
    match operand:
        case Number(name):
            return f"{node.signal}_{name}"
        case Share(part, whole):
            return f"{node.signal}_{part} / {node.signal}_{whole}"
        case Limit(name):
            return _plain(limits[name])
        case Drop(name):
            return _plain(-abs(limits[name]))
        case Constant(value):
            return _plain(value)


def _plain(value: float) -> str:
    return f"({value!r})"
