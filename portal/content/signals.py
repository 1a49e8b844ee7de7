"""Which signals a tree may ask for, which answers it may want, and the thresholds each is judged by."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignalKind:
    """The words a signal's value can be besides `unknown`, and the names of its thresholds (all are needed)."""

    values: frozenset[str]
    thresholds: frozenset[str]


def _yes(*thresholds: str) -> SignalKind:
    return SignalKind(frozenset({"yes"}), frozenset(thresholds))


SIGNALS: Mapping[str, SignalKind] = {
    "owner_named": _yes("duties"),
    "timeline_realistic": _yes(),
    "capacity_available": _yes(),
    "responding": _yes("share", "days"),
    "completing_actions": _yes("share", "days", "max_days_late"),
    "pilot_active": _yes("share", "days", "min_age_days"),
    "adoption_trend": SignalKind(
        frozenset({"growing", "declining", "plateau"}),
        frozenset({"growing", "declining", "weeks", "min_weeks", "min_members"}),
    ),
}

TREES = ("start", "onboarding", "adoption")
"""The trees every playbook has: before kickoff, until go-live, after it."""
