"""Whether more people use the product than at first: whole weeks after go-live, compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from portal.domain.risk import Answer, Evidence, SignalValue
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
    if missing := _missing(len(weeks), members, thresholds):
        says = f"{count_of(len(weeks), 'full week')} since go-live, {count_of(members, 'member')}."
        return SignalValue("adoption_trend", Answer.UNKNOWN, says, {}, missing, _rows(weeks))
    span = int(thresholds["weeks"])
    first, last = sum(w.people for w in weeks[:span]), sum(w.people for w in weeks[-span:])
    change = _change(first, last)
    peak = max(week.people for week in weeks)
    of_peak = last / span / peak if peak else 0.0
    numbers = {"first": first / span, "last": last / span, "change": change, "peak": peak, "of_peak": of_peak}
    value = _trend(change, thresholds)
    return SignalValue("adoption_trend", value, _says(value, numbers, span), numbers, None, _rows(weeks))


def _missing(weeks: int, members: int, thresholds: Mapping[str, float]) -> str | None:
    if weeks < thresholds["min_weeks"]:
        return f"{count_of(int(thresholds['min_weeks']) - weeks, 'more full week')} after go-live."
    if members < thresholds["min_members"]:
        return f"{count_of(int(thresholds['min_members']) - members, 'more member')}: too few people make a trend."
    return None


def _change(first: int, last: int) -> float:
    """The change as a share of the start. From nobody to somebody counts as having doubled."""
    if first == 0:
        return 1.0 if last else 0.0
    return (last - first) / first


def _trend(change: float, thresholds: Mapping[str, float]) -> str:
    if change >= abs(thresholds["growing"]):
        return GROWING
    return DECLINING if change <= -abs(thresholds["declining"]) else PLATEAU


def _says(value: str, numbers: Mapping[str, float], span: int) -> str:
    if not numbers["peak"]:
        return "Nobody has used the product in any full week since go-live."
    start = {
        GROWING: f"Up {percent(numbers['change'])}",
        PLATEAU: f"Flat ({numbers['change'] * 100:+.0f} %)",
        DECLINING: f"Down {percent(numbers['change'])}",
    }[value]
    return (
        f"{start} since go-live: {numbers['first']:.0f} people a week in the first {span}, {numbers['last']:.0f} in "
        f"the last {span}. That is {percent(numbers['of_peak'])} of the peak."
    )


def _rows(weeks: Sequence[WeekCount]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(f"Week {number} after go-live", week.start.isoformat(), f"{week.people} active")
        for number, week in enumerate(weeks, start=1)
    )
