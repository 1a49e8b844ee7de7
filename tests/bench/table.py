"""Arithmetic of the measurements: rates, median ratios per round, and the table they end in.

Only ratios within one round count: the machine's mood changes from minute to minute, and takes all variants of a
round with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Sample:
    """One variant in one round. `count` is requests or events; CPU is in seconds."""

    count: int
    seconds: float
    app_cpu: float
    database_cpu: float

    @property
    def rate(self) -> float:
        """How many a second."""
        return self.count / self.seconds

    @property
    def app_micros(self) -> float:
        """Processor time of the application for one, in microseconds."""
        return self.app_cpu / self.count * 1e6

    @property
    def database_micros(self) -> float:
        """Processor time of the database server for one, in microseconds."""
        return self.database_cpu / self.count * 1e6


Round = Mapping[str, Sample]
"""The samples of one round, by variant."""


@dataclass(frozen=True)
class Row:
    """One line of the table: a variant against its limit, with what PERFORMANCE asks of the ratio."""

    title: str
    variant: str
    limit: str
    must: float | None = None
    goal: float | None = None


def ratio(rounds: Sequence[Round], variant: str, limit: str) -> float:
    """The median, over the rounds, of the variant's rate by the limit's rate of the same round."""
    return median(one[variant].rate / one[limit].rate for one in rounds)


def verdict(value: float, row: Row) -> str:
    """Where a ratio stands: at the goal, at the must, or below."""
    if row.must is None or row.goal is None:
        return ""
    if value >= row.goal:
        return "goal"
    return "must" if value >= row.must else "BELOW"


def render(rows: Sequence[Row], rounds: Sequence[Round]) -> str:
    """The table as text, one line for each row and one for each limit."""
    lines = [f"{'':46}{'ratio':>7}{'must':>6}{'goal':>6}  {'':6}{'a second':>9}{'app µs':>8}{'db µs':>7}"]
    for row in rows:
        value = ratio(rounds, row.variant, row.limit)
        asked = f"{value:7.3f}{_number(row.must)}{_number(row.goal)}  {verdict(value, row):6}"
        lines.append(f"{row.title:46}{asked}{_cost(rounds, row.variant)}")
        lines.append(f"  {row.limit:44}{1:7.3f}{'':20}{_cost(rounds, row.limit)}")
    return "\n".join(lines)


def _number(asked: float | None) -> str:
    return f"{'-':>6}" if asked is None else f"{asked:6.2f}"


def _cost(rounds: Sequence[Round], variant: str) -> str:
    samples = [one[variant] for one in rounds]
    rate, app, database = (
        median(sample.rate for sample in samples),
        median(sample.app_micros for sample in samples),
        median(sample.database_micros for sample in samples),
    )
    return f"{rate:9.0f}{app:8.0f}{database:7.0f}"
