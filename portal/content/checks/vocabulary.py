"""Events and metrics: everything that is named is declared."""

from collections.abc import Iterator

from portal.content.checks.events import Report, check_conditions, undeclared
from portal.content.checks.names import repeated
from portal.content.problems import Problem
from portal.content.schema.vocabulary import Measured
from portal.content.sources import Sources
from portal.content.yaml import Path
from portal.domain.playbook import USE_METRIC


def check(sources: Sources) -> Iterator[Problem]:
    """Words of the vendor's that stand twice, metrics that count undeclared events, or no metric for use."""
    if sources.vendor:
        for key in ("languages", "industries", "use_cases", "integrations"):
            for place, name in repeated(getattr(sources.vendor.value, key)):
                yield sources.vendor.problem((key, place), f"`{name}` stands here twice", "keep one of the two")
    if sources.metrics is None:
        return
    metrics = sources.metrics.value.metrics
    if not metrics.get(USE_METRIC) or not metrics[USE_METRIC].counts:
        message = f"the metric `{USE_METRIC}` does not say which events count as use"
        yield sources.metrics.problem(("metrics", USE_METRIC), message, "add it with `counts:` and at least one event")
    for name, metric in metrics.items():
        path = ("metrics", name, "counts")
        for place, event in enumerate(metric.counts):
            yield from undeclared(sources, event, sources.metrics.problem, (*path, place))
        for place, event in repeated(metric.counts):
            yield sources.metrics.problem(
                (*path, place), f"the event `{event}` is counted twice", "keep one of the two"
            )
        if metric.measured:
            yield from _measured(sources, metric.measured, sources.metrics.problem, ("metrics", name, "measured"))


def _measured(sources: Sources, measured: Measured, report: Report, path: Path) -> Iterator[Problem]:
    """What is measured is declared, and a number where it has to be one."""
    event = measured.event
    yield from undeclared(sources, event, report, (*path, "event"))
    yield from check_conditions(sources, event, measured.where, report, (*path, "where"))
    yield from check_conditions(sources, event, measured.meets, report, (*path, "meets"))
    declared = sources.events.value.events.get(event) if sources.events else None
    if declared and measured.of:
        found = declared.properties.get(measured.of)
        if found is None or found.type != "number":
            message = f"`{event}` has no property `{measured.of}` that is declared as number"
            yield report((*path, "of"), message, f"declare it under `{event}` in events.yaml")
