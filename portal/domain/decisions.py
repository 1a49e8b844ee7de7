"""How the value of each signal follows from its numbers: comparisons written once, as plain data.

The same object is evaluated here for one account and rendered by `portal/db/tree_sql.py` for all of them, so the
two cannot drift. Answers have three values, as in SQL: a number that is not known makes a comparison unknown (None),
and `All` and `Either` are unknown unless another of their parts settles them.
"""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from portal.domain.risk import Answer

Numbers: TypeAlias = Mapping[str, float | None]
Limits: TypeAlias = Mapping[str, float]


class Sign(StrEnum):
    """How two values are compared."""

    AT_LEAST = ">="
    AT_MOST = "<="
    BELOW = "<"
    ABOVE = ">"


COMPARE: Final[Mapping[Sign, Callable[[float, float], bool]]] = {
    Sign.AT_LEAST: operator.ge,
    Sign.AT_MOST: operator.le,
    Sign.BELOW: operator.lt,
    Sign.ABOVE: operator.gt,
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the signal."""

    name: str


@dataclass(frozen=True, slots=True)
class Share:
    """One number as a share of another; not known where the other is zero."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold of the node that asks."""

    name: str


@dataclass(frozen=True, slots=True)
class Drop:
    """The threshold for a fall: its size, below zero, whichever sign it was written with."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that is no threshold."""

    value: float


Operand: TypeAlias = Number | Share | Limit | Drop | Constant


@dataclass(frozen=True, slots=True)
class Known:
    """Holds where a number of the signal is known."""

    name: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison; unknown where one of its sides is."""

    left: Operand
    sign: Sign
    right: Operand


@dataclass(frozen=True, slots=True)
class All:
    """Holds where every part does; one part that does not settles it."""

    parts: "tuple[Check, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """Holds where any part does; one part that does settles it."""

    parts: "tuple[Check, ...]"


Check: TypeAlias = Known | Compare | All | Either


@dataclass(frozen=True, slots=True)
class Decision:
    """How a signal's value is decided.

    It is `unknown` unless `known` holds, then the word of the first of `cases` that holds, else `otherwise`.
    `windows` are the thresholds its numbers are counted with; those its tests read change no number.
    """

    known: Check
    cases: tuple[tuple[str, Check], ...]
    otherwise: str
    windows: tuple[str, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """The values it can have besides `unknown`."""
        return frozenset({*(word for word, _ in self.cases), self.otherwise})

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers it is decided from."""
        return frozenset(name for part in self._parts() for name in _numbers_of(part))

    @property
    def thresholds(self) -> frozenset[str]:
        """Every threshold that matters to it: those its tests read, and its windows."""
        limits = (part.name for part in self._parts() if isinstance(part, Limit | Drop))
        return frozenset({*limits, *self.windows})

    def _parts(self) -> Iterator[Known | Operand]:
        for test in (self.known, *(test for _, test in self.cases)):
            yield from _parts_of(test)


def _parts_of(test: Check) -> Iterator[Known | Operand]:
    match test:
        case Known():
            yield test
        case Compare(left, _, right):
            yield from (left, right)
        case All(parts) | Either(parts):
            for part in parts:
                yield from _parts_of(part)


def _numbers_of(read: Known | Operand) -> tuple[str, ...]:
    match read:
        case Known(name) | Number(name):
            return (name,)
        case Share(part, whole):
            return (part, whole)
        case _:
            return ()


def decide(decision: Decision, numbers: Numbers, limits: Limits) -> str:
    """The value of a signal."""
    if not holds(decision.known, numbers, limits):
        return Answer.UNKNOWN
    return next((word for word, test in decision.cases if holds(test, numbers, limits)), decision.otherwise)


def holds(test: Check, numbers: Numbers, limits: Limits) -> bool | None:
    """Whether a test holds; None where that is not known."""
    match test:
        case Known(name):
            return numbers[name] is not None
        case Compare(one, sign, other):
            left, right = _value(one, numbers, limits), _value(other, numbers, limits)
            return None if left is None or right is None else COMPARE[sign](left, right)
        case All(parts):
            return _settled([holds(part, numbers, limits) for part in parts], by=False)
        case Either(parts):
            return _settled([holds(part, numbers, limits) for part in parts], by=True)


def _settled(answers: Sequence[bool | None], *, by: bool) -> bool | None:
    """`by` where one answer is that, else unknown where one is, else the opposite."""
    if by in answers:
        return by
    return None if None in answers else not by


def _value(operand: Operand, numbers: Numbers, limits: Limits) -> float | None:
    match operand:
        case Number(name):
            return numbers[name]
        case Share(part_of, whole_of):
            part, whole = numbers[part_of], numbers[whole_of]
            return None if part is None or not whole else part / whole
        case Limit(name):
            return limits[name]
        case Drop(name):
            return -abs(limits[name])
        case Constant(value):
            return value
