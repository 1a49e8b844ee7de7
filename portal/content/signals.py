"""Which signals a tree may ask for, which answers it may want, and the thresholds each is judged by."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.risk import Answer
from portal.domain.signal_rules import DECISIONS


@dataclass(frozen=True, slots=True)
class SignalKind:
    """The words a signal's value can be besides `unknown`, and the names of its thresholds (all are needed)."""

    values: frozenset[str]
    thresholds: frozenset[str]


SIGNALS: Mapping[str, SignalKind] = {
    name: SignalKind(decision.words - {Answer.NO}, decision.thresholds) for name, decision in DECISIONS.items()
}
"""Every signal. None may be wanted to be `no`: a question is put so that yes is the good answer."""

TREES = ("start", "onboarding", "adoption")
"""The trees every playbook has: before kickoff, until go-live, after it."""
