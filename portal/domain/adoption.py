"""Whether more people use the product than at first: whole weeks after go-live, compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Final

from portal.domain.decisions import decide
from portal.domain.risk import Answer, Evidence, SignalValue
from portal.domain.signal_rules import DECISIONS
from portal.domain.wording import count_of, percent

GROWING: Final = "growing"
PLATEAU: Final = "plateau"
DECLINING: Final = "declining"


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How many different people used the product in one full week that began on `start`."""

    start: date
    people: int


def adoption_trend(weeks: Sequence[WeekCount], members: int, thresholds: Mapping[str, float]) -> SignalValue:
    """Growing, plateau or declining: the mean of the last full weeks against the first after go-live.

    `growing` and `declining` are shares (+0.10, -0.10), `weeks` the weeks of each mean; unknown below
    `min_weeks` full weeks or `min_members` members.
    """
    span = int(thresholds["weeks"])
    numbers = _numbers(weeks, members, span)
    value = decide(DECISIONS["adoption_trend"], numbers, thresholds)
    if value == Answer.UNKNOWN:
        says = f"{count_of(len(weeks), 'full week')} since go-live, {count_of(members, 'member')}."
        missing = _missing(len(weeks), members, thresholds)
        return SignalValue("adoption_trend", value, says, numbers, missing, _rows(weeks))
    return SignalValue("adoption_trend", value, _says(value, weeks, span), numbers, None, _rows(weeks))


def _numbers(weeks: Sequence[WeekCount], members: int, span: int) -> dict[str, float | None]:
    first, last = _ends(weeks, span)
    change = change_of(first, last) if weeks else None
    return {"weeks": len(weeks), "members": members, "first": first / span, "last": last / span, "change": change}


def _ends(weeks: Sequence[WeekCount], span: int) -> tuple[int, int]:
    """How many people used the product in the first weeks and in the last ones, added up."""
    return sum(week.people for week in weeks[:span]), sum(week.people for week in weeks[-span:])


def _missing(weeks: int, members: int, thresholds: Mapping[str, float]) -> str:
    if (more := max(ceil(thresholds["min_weeks"]), 1) - weeks) > 0:
        return f"{count_of(more, 'more full week')} after go-live."
    return f"{count_of(ceil(thresholds['min_members']) - members, 'more member')}: too few people make a trend."


def change_of(first: float, last: float) -> float:
    """The change as a share of the start. From nobody to somebody counts as having doubled."""
    if first == 0:
        return 1.0 if last else 0.0
    return (last - first) / first


def _says(value: str, weeks: Sequence[WeekCount], span: int) -> str:
    peak = max(week.people for week in weeks)
    if not peak:
        return "Nobody has used the product in any full week since go-live."
    first, last = _ends(weeks, span)
    change = change_of(first, last)
    start = {
        GROWING: f"Up {percent(change)}",
        PLATEAU: f"Flat ({change * 100:+.0f}%)",
        DECLINING: f"Down {percent(change)}",
    }[value]
    compared = f"{first / span:.0f} people a week in the first {span}, {last / span:.0f} in the last {span}"
    if span == 1:
        compared = f"{first} people in the first week, {last} in the last"
    return f"{start} since go-live: {compared}. That is {percent(last / span / peak)} of the peak."


def _rows(weeks: Sequence[WeekCount]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(f"Week {number} after go-live", week.start.isoformat(), f"{week.people} active")
        for number, week in enumerate(weeks, start=1)
    )
