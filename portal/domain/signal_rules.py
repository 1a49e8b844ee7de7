"""How each signal is decided from its numbers: DOMAIN §6's table as data."""

from collections.abc import Mapping
from typing import Final

from portal.domain.decisions import (
    All,
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
from portal.domain.risk import Tree


def _is(left: Operand, sign: Sign, right: Operand) -> Compare:
    return Compare(left, sign, right)


def _some(name: str) -> Compare:
    return Compare(Number(name), Sign.ABOVE, Constant(0))


def _share(part: str, whole: str) -> Compare:
    return Compare(Share(part, whole), Sign.AT_LEAST, Limit("share"))


_NOT_TOO_LATE = _is(Number("oldest_days_late"), Sign.AT_MOST, Limit("max_days_late"))
_TOO_LATE = _is(Number("oldest_days_late"), Sign.ABOVE, Limit("max_days_late"))

DECISIONS: Final[Mapping[str, Decision]] = {
    "owner_named": Decision(
        known=Known("named"),
        cases=(("yes", _is(Number("named"), Sign.AT_LEAST, Limit("duties"))),),
        otherwise="no",
    ),
    "timeline_realistic": Decision(
        known=Known("days"),
        cases=(("yes", _is(Number("days"), Sign.AT_LEAST, Number("typical"))),),
        otherwise="no",
    ),
    "capacity_available": Decision(
        known=Known("limit"),
        cases=(("yes", _is(Number("others_open"), Sign.BELOW, Number("limit"))),),
        otherwise="no",
    ),
    "responding": Decision(
        known=_some("sent"),
        cases=(("yes", _share("answered", "sent")),),
        otherwise="no",
        windows=("days",),
    ),
    "completing_actions": Decision(
        known=Either((_some("due"), _TOO_LATE)),
        cases=(("yes", All((_share("done", "due"), _NOT_TOO_LATE))),),
        otherwise="no",
        windows=("days",),
    ),
    "pilot_active": Decision(
        known=All((_some("pilot"), _is(Number("age_days"), Sign.AT_LEAST, Limit("min_age_days")))),
        cases=(("yes", _share("active", "pilot")),),
        otherwise="no",
        windows=("days",),
    ),
    "adoption_trend": Decision(
        known=All(
            (
                _some("weeks"),
                _is(Number("weeks"), Sign.AT_LEAST, Limit("min_weeks")),
                _is(Number("members"), Sign.AT_LEAST, Limit("min_members")),
            )
        ),
        cases=(
            ("growing", _is(Number("change"), Sign.AT_LEAST, Limit("growing"))),
            ("declining", _is(Number("change"), Sign.AT_MOST, Drop("declining"))),
        ),
        otherwise="plateau",
        windows=("weeks",),
    ),
}
"""Every signal by name, and how its value follows from its numbers."""


def counted(tree: Tree) -> str:
    """The tree, which signals it needs numbers of, and the windows they are counted with, in one line."""
    asked = {(node.signal, _windows(node.signal, node.thresholds)) for node in tree.nodes.values()}
    return " ".join([f"{tree.id}:", *(f"{signal}({windows})" for signal, windows in sorted(asked))])


def _windows(signal: str, thresholds: Limits) -> str:
    return ",".join(f"{name}={thresholds[name]:g}" for name in DECISIONS[signal].windows)
