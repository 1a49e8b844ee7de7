"""What moved between two verdicts of an account, in one sentence: which answer, and by which numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from portal.domain.decisions import Numbers
from portal.domain.path import PathNode, deciding


class Measure(NamedTuple):
    """A number of a signal as it stands in a sentence: `amount` (None where not known), then `unit`."""

    amount: str | None
    unit: str


def changes(before: Sequence[PathNode], after: Sequence[PathNode]) -> str:
    """Which answer on the way changed, and by which numbers.

    Where no answer did, the questions themselves are others: the account has come further, or the playbook changed.
    """
    earlier = {node.id: node for node in before if node.answer}
    asked = [(earlier[node.id], node) for node in after if node.answer and node.id in earlier]
    moved = next(((old, new) for old, new in asked if old.answer is not new.answer), None)
    if moved:
        return _moved(*moved)
    if asked:
        return "The answers are as before; the playbook draws another conclusion from them now."
    return f"Other questions apply now. {deciding(after).signal.says}"


def _moved(old: PathNode, new: PathNode) -> str:
    label = LABELS[new.signal.name]
    numbers = "; ".join(_differences(old, new)) or "the numbers are as before, the rule is not"
    return f"{label} went from {old.signal.value} to {new.signal.value}: {numbers}."


def _differences(old: PathNode, new: PathNode) -> Iterator[str]:
    for was, now in zip(measures(old), measures(new), strict=True):
        if was.amount != now.amount:
            yield f"{now.amount or 'unknown'} {now.unit}, was {was.amount or 'unknown'}"


def measures(node: PathNode) -> Sequence[Measure]:
    """The numbers of a node's signal, the most telling first."""
    return MEASURES[node.signal.name](node.signal.numbers)


def _of(part: str, whole: str, unit: str) -> Callable[[Numbers], Measure]:
    def measure(numbers: Numbers) -> Measure:
        known, out_of = numbers[part], numbers[whole]
        return Measure(None if known is None or out_of is None else f"{known:.0f} of {out_of:.0f}", unit)

    return measure


def _count(name: str, unit: str) -> Callable[[Numbers], Measure]:
    def measure(numbers: Numbers) -> Measure:
        number = numbers[name]
        return Measure(None if number is None else f"{number:.0f}", unit)

    return measure


def _change(numbers: Numbers) -> Measure:
    change = numbers["change"]
    return Measure(None if change is None else f"{change * 100:+.0f}%", "since go-live")


def _each(*parts: Callable[[Numbers], Measure]) -> Callable[[Numbers], Sequence[Measure]]:
    return lambda numbers: [part(numbers) for part in parts]


LABELS: Final[Mapping[str, str]] = {
    "owner_named": "Naming a person for each duty",
    "timeline_realistic": "A realistic timeline",
    "capacity_available": "Our capacity",
    "responding": "Answering invites",
    "completing_actions": "Completing action items",
    "pilot_active": "Use in the pilot group",
    "adoption_trend": "The trend of active people",
}
"""What each signal is about, as the subject of a sentence."""

MEASURES: Final[Mapping[str, Callable[[Numbers], Sequence[Measure]]]] = {
    "owner_named": _each(_of("named", "duties", "named")),
    "timeline_realistic": _each(_of("days", "typical", "days left")),
    "capacity_available": _each(_of("others_open", "limit", "onboardings open")),
    "responding": _each(_of("answered", "sent", "answered")),
    "completing_actions": _each(_of("done", "due", "done"), _count("oldest_days_late", "days late at most")),
    "pilot_active": _each(_of("active", "pilot", "active"), _count("age_days", "days of pilot")),
    "adoption_trend": _each(_change, _count("weeks", "full weeks"), _count("members", "members")),
}
"""The numbers of each signal in words."""
