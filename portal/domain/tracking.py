"""What needs which event: the milestones that wait for it, and the metrics that count it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.playbook import Catalogue, Metric


@dataclass(frozen=True, slots=True)
class Uses:
    """The titles of the milestones that wait for an event, and the names of the metrics that count it."""

    milestones: tuple[str, ...]
    metrics: tuple[str, ...]

    @property
    def needed(self) -> bool:
        """Whether anything would miss the event."""
        return bool(self.milestones or self.metrics)


def uses_of(catalogue: Catalogue) -> Mapping[str, Uses]:
    """What needs each of the declared events."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for event, rules in catalogue.rules.items():
        ids = dict.fromkeys(rule.milestone.id for rule in rules)
        waiting[event] = [catalogue.milestones[id_].title for id_ in ids]
    counting: dict[str, list[str]] = defaultdict(list)
    for metric in catalogue.metrics.values():
        for event in _events(metric):
            counting[event].append(metric.name)
    return {name: Uses(tuple(waiting[name]), tuple(counting[name])) for name in catalogue.events}


def _events(metric: Metric) -> frozenset[str]:
    return metric.counts | {metric.measured.event} if metric.measured else metric.counts
