"""Arithmetic of the measurements: rates, median ratios per round, and the table they end in.

Only ratios within one round count: the machine's mood changes from minute to minute, and takes all variants of a
round with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median


@dataclass(frozen=True)
class Sample:
    """One variant in one round. `count` is requests, events or accounts; CPU is in seconds.

    `figures` are what else was read, each by its name: milliseconds, megabytes.
    """

    count: int
    seconds: float
    app_cpu: float = 0.0
    database_cpu: float = 0.0
    figures: Mapping[str, float] = field(default_factory=dict)

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


@dataclass(frozen=True)
class Figure:
    """One line of the table that is no ratio: a figure of a variant, of which less is better."""

    title: str
    variant: str
    name: str
    must: float | None = None
    goal: float | None = None


def ratio(rounds: Sequence[Round], variant: str, limit: str) -> float:
    """The median, over the rounds, of the variant's rate by the limit's rate of the same round."""
    return median(one[variant].rate / one[limit].rate for one in rounds)


def figure(rounds: Sequence[Round], variant: str, name: str) -> float:
    """The median, over the rounds, of a variant's figure."""
    return median(one[variant].figures[name] for one in rounds)


def centile(values: Sequence[float], percent: float) -> float:
    """The least of the values that so many per cent of them do not exceed."""
    return sorted(values)[max(ceil(len(values) * percent / 100), 1) - 1]


def verdict(value: float, row: Row | Figure) -> str:
    """Where a value stands: at the goal, at the must, or short of it."""
    if row.must is None or row.goal is None:
        return ""
    sign = 1 if isinstance(row, Row) else -1
    if sign * value >= sign * row.goal:
        return "goal"
    return "must" if sign * value >= sign * row.must else "SHORT"


def render(rows: Sequence[Row | Figure], rounds: Sequence[Round]) -> str:
    """The table as text, one line for each row and one for each limit."""
    lines = [f"{'':52}{'value':>8}{'must':>7}{'goal':>7}  {'':6}{'a second':>9}{'app µs':>8}{'db µs':>7}"]
    for row in rows:
        if isinstance(row, Figure):
            lines.append(_line(row, figure(rounds, row.variant, row.name), 0))
        else:
            measured = _line(row, ratio(rounds, row.variant, row.limit), 3)
            lines.append(f"{measured}{_cost(rounds, row.variant)}")
            lines.append(f"  {row.limit:50}{1:8.3f}{'':22}{_cost(rounds, row.limit)}")
    return "\n".join(lines)


def _line(row: Row | Figure, value: float, decimals: int) -> str:
    asked = "".join(f"{'-':>7}" if one is None else f"{one:7.{min(decimals, 2)}f}" for one in (row.must, row.goal))
    return f"{row.title:52}{value:8.{decimals}f}{asked}  {verdict(value, row):6}"


def _cost(rounds: Sequence[Round], variant: str) -> str:
    samples = [one[variant] for one in rounds]
    rate, app, database = (
        median(sample.rate for sample in samples),
        median(sample.app_micros for sample in samples),
        median(sample.database_micros for sample in samples),
    )
    return f"{rate:9.0f}{app:8.0f}{database:7.0f}"
