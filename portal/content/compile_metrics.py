"""From a checked metric to the frozen one that every other layer reads."""

from portal.content.compile_rules import compile_conditions
from portal.content.schema.vocabulary import Measured
from portal.content.schema.vocabulary import Metric as Written
from portal.domain.measures import Measure
from portal.domain.playbook import Metric


def compile_metric(name: str, raw: Written) -> Metric:
    """The frozen metric of a checked one."""
    measured = _measure(raw.measured) if raw.measured else None
    return Metric(name, raw.name, raw.definition, frozenset(raw.counts), measured)


def _measure(raw: Measured) -> Measure:
    return Measure(
        event=raw.event,
        how=raw.how,
        label=raw.label,
        unit=raw.unit,
        things=raw.things,
        better=raw.better,
        of=raw.of,
        where=compile_conditions(raw.where),
        meets=compile_conditions(raw.meets),
        fewest=raw.fewest,
    )
