"""A risk tree as one SQL expression: the id of the leaf each account stands at.

It is rendered from the same `Tree` and the same decisions that `portal/domain` evaluates for one account. A number
that is not known is NULL; SQL's AND, OR and CASE then answer as the domain does.
"""

import operator
from collections.abc import Callable, Mapping
from graphlib import TopologicalSorter
from typing import Any, Final

from sqlalchemy import ColumnElement, Double, Integer, String, and_, case, cast, func, literal, or_

from portal.domain.decisions import (
    All,
    Check,
    Compare,
    Constant,
    Decision,
    Drop,
    Either,
    Known,
    Limit,
    Limits,
    Number,
    Operand,
    Share,
    Sign,
)
from portal.domain.risk import Node, Tree
from portal.domain.signal_rules import DECISIONS

Column = ColumnElement[Any]
NumberColumn = Callable[[str, str], Column]
"""The column that holds a number, by the signal's name and the number's."""

COMPARE: Final[Mapping[Sign, Callable[[Column, Column], ColumnElement[bool]]]] = {
    Sign.AT_LEAST: operator.ge,
    Sign.AT_MOST: operator.le,
    Sign.BELOW: operator.lt,
    Sign.ABOVE: operator.gt,
}

LARGEST: Final = 2**31
"""Integers of a database are smaller than this."""


def leaf_of(tree: Tree, number: NumberColumn) -> ColumnElement[str]:
    """The id of the leaf that a row's numbers lead to.

    Each question is written once. One that several answers lead to is asked in a later stage, from where the
    stage before it stopped; otherwise the expression would double with each of them.
    """
    shared = _shared(tree)
    here = _way(tree, tree.root, number, frozenset(shared))
    for node in shared:
        stops = {stop: literal(stop, String) for stop in (*shared, *tree.leaves)}
        here = case({**stops, node: _exits(tree, tree.nodes[node], number, frozenset(shared))}, value=here)
    return here


def _shared(tree: Tree) -> list[str]:
    """The questions that several answers lead to, each after those from which it can be reached."""
    led_to = [target for node in tree.nodes.values() for target in (node.yes, node.no, node.unknown)]
    before = TopologicalSorter({name: (node.yes, node.no, node.unknown) for name, node in tree.nodes.items()})
    return [name for name in reversed([*before.static_order()]) if name in tree.nodes and led_to.count(name) > 1]


def _way(tree: Tree, target: str, number: NumberColumn, stops: frozenset[str]) -> ColumnElement[str]:
    """Where the walk ends from a node or leaf: a leaf's id, or that of a question at which it stops."""
    if target in stops or target in tree.leaves:
        return literal(target, String)
    return _exits(tree, tree.nodes[target], number, stops)


def _exits(tree: Tree, node: Node, number: NumberColumn, stops: frozenset[str]) -> ColumnElement[str]:
    yes, no, unknown = (_way(tree, target, number, stops) for target in (node.yes, node.no, node.unknown))
    decision = DECISIONS[node.signal]
    asked = _Asked(node, number)
    return case((asked.holds(decision.known), case((_is_wanted(decision, asked), yes), else_=no)), else_=unknown)


def _is_wanted(decision: Decision, asked: "_Asked") -> ColumnElement[bool]:
    """Whether a known signal has the value that the node wants: the first case that holds says so."""
    first, check = decision.cases[0]
    if first == asked.node.wanted:
        return asked.holds(check)
    cases = [(asked.holds(check), literal(word == asked.node.wanted)) for word, check in decision.cases]
    return case(*cases, else_=literal(decision.otherwise == asked.node.wanted))


class _Asked:
    """One node's checks as SQL, with its thresholds and the columns of its signal."""

    def __init__(self, node: Node, number: NumberColumn) -> None:
        self.node = node
        self._limits: Limits = node.thresholds
        self._number = number

    def holds(self, check: Check) -> ColumnElement[bool]:
        """Whether a check holds; NULL where that is not known."""
        match check:
            case Known(name):
                return self._column(name).is_not(None)
            case Compare(left, sign, right):
                return COMPARE[sign](self._value(left), self._value(right))
            case All(parts):
                return and_(*(self.holds(part) for part in parts))
            case Either(parts):
                return or_(*(self.holds(part) for part in parts))

    def _value(self, operand: Operand) -> Column:
        match operand:
            case Number(name):
                return self._column(name)
            case Share(part, whole):
                # Both databases and Python divide doubles alike, to the last bit.
                divisor: Column = func.nullif(cast(self._column(whole), Double), 0.0, type_=Double())
                return cast(self._column(part), Double) / divisor
            case Limit(name):
                return _plain(self._limits[name])
            case Drop(name):
                return _plain(-abs(self._limits[name]))
            case Constant(value):
                return _plain(value)

    def _column(self, name: str) -> Column:
        return self._number(self.node.signal, name)


def _plain(value: float) -> Column:
    """A number as it is written: a whole one as an integer, which databases compare with integers sooner."""
    if float(value).is_integer() and abs(value) < LARGEST:
        return literal(int(value), Integer)
    return literal(float(value), Double)
