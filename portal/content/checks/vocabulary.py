"""Events and metrics: everything that is named is declared."""

from collections.abc import Iterator

from portal.content.checks.events import undeclared
from portal.content.checks.names import repeated
from portal.content.problems import Problem
from portal.content.sources import Sources

USE_METRIC = "active_members"


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
