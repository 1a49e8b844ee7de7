"""The two clocks of an onboarding: weeks from kickoff until go-live, from the actual go-live after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.wording import phrase

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
PLANNED_GO_LIVE_WEEK = 6
STILL_WORTH = 28 * DAY
"""So long after its day a touchpoint is still worth holding; after that it was missed."""


class Phase(StrEnum):
    """Where an onboarding stands."""

    BEFORE_KICKOFF = "before_kickoff"
    KICKOFF = "kickoff"
    DISCOVERY = "discovery"
    IMPLEMENTATION = "implementation"
    GO_LIVE = "go_live"

    @property
    def label(self) -> str:
        """The phase as a person reads it."""
        return {
            "before_kickoff": phrase("Before kickoff"),
            "kickoff": phrase("Kickoff"),
            "discovery": phrase("Discovery"),
            "implementation": phrase("Implementation"),
            "go_live": phrase("Go-live and after"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Hold:
    """Days on which both clocks stand still; an open hold has no end yet, only an expected one."""

    started_on: date
    ended_on: date | None = None
    expected_end_on: date | None = None

    def covers(self, day: date, today: date) -> bool:
        """Whether a day is on hold, as known `today`. An open hold covers today, and days up to its expected end."""
        end = self.ended_on or max(self.expected_end_on or today, today + DAY)
        return self.started_on <= day < end


@dataclass(frozen=True, slots=True)
class Mark:
    """What staff noted of a touchpoint: that it was moved to a day, or that it is over, held or skipped."""

    id: str
    weeks: int
    moved_to: date | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class Onboarding:
    """The dates of one account's run. Missing ones have not been set or have not happened."""

    kickoff_on: date | None = None
    target_go_live_on: date | None = None
    went_live_on: date | None = None
    holds: tuple[Hold, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Appointment:
    """What happens a number of weeks after the actual go-live; the playbook says which there are."""

    id: str
    name: str
    weeks: int


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A dated station in a week of the plan; a forecast while go-live has not happened. `id` names its appointment.

    One that was moved keeps the day of the plan as `planned_on`; `over` says that it was held or skipped.
    """

    name: str
    on: date
    week: int
    forecast: bool
    id: str | None = None
    planned_on: date | None = None
    over: bool = False

    @property
    def weeks(self) -> int:
        """How many weeks after go-live it stands."""
        return self.week - PLANNED_GO_LIVE_WEEK

    def overdue(self, today: date) -> bool:
        """Whether its day has passed, nobody says that it was held, and it is still worth holding."""
        late = self.id is not None and not self.over and not self.forecast
        return late and self.on < today <= self.on + STILL_WORTH


PHASE_WEEKS: Mapping[Phase, tuple[int, int | None]] = {
    Phase.KICKOFF: (1, 1),
    Phase.DISCOVERY: (2, 3),
    Phase.IMPLEMENTATION: (4, 6),
    Phase.GO_LIVE: (PLANNED_GO_LIVE_WEEK, None),
}
"""The first and last week of each phase in the plan; the last phase goes on."""


def running(holds: Sequence[Hold], day: date, today: date) -> bool:
    """Whether the clocks run on a day, as known `today`."""
    return not any(hold.covers(day, today) for hold in holds)


def rests_until(holds: Sequence[Hold], day: date) -> date | None:
    """Until when the hold is expected to last that stops the clocks on a day; None where they run."""
    return next((hold.expected_end_on or day for hold in holds if hold.covers(day, day)), None)


def running_days(holds: Sequence[Hold], start: date, end: date, today: date) -> int:
    """How many of the days from `start` up to, and without, `end` were not on hold."""
    days = max((end - start).days, 0)
    return sum(running(holds, start + n * DAY, today) for n in range(days)) if holds else days


def last_days(holds: Sequence[Hold], today: date, count: int) -> frozenset[date]:
    """The last `count` days that were not on hold, up to and with `today`."""
    found: set[date] = set()
    day = today
    while len(found) < count:
        if running(holds, day, today):
            found.add(day)
        day -= DAY
    return frozenset(found)


def later(holds: Sequence[Hold], start: date, days: int, today: date) -> date:
    """The day that is `days` running days after `start`."""
    if not holds:
        return start + max(days, 0) * DAY
    day = start
    left = days
    while left > 0:
        left -= running(holds, day, today)
        day += DAY
    return day


def week(onboarding: Onboarding, today: date) -> int | None:
    """The week of the plan, 1 in the first seven days after kickoff; None before kickoff.

    After go-live the clock restarts at the plan's go-live week, so go-live + 1 week is week 7.
    """
    if onboarding.kickoff_on is None or today < onboarding.kickoff_on:
        return None
    live = onboarding.went_live_on
    start = live if live and today >= live else onboarding.kickoff_on
    elapsed = running_days(onboarding.holds, start, today, today)
    return elapsed // 7 + (PLANNED_GO_LIVE_WEEK if start == live else 1)


def phase(onboarding: Onboarding, today: date) -> Phase:
    """The phase on a day. Going live is an act: without it, implementation goes on."""
    if onboarding.went_live_on and today >= onboarding.went_live_on:
        return Phase.GO_LIVE
    now = week(onboarding, today)
    if now is None:
        return Phase.BEFORE_KICKOFF
    begun = [one for one, (first, last) in PHASE_WEEKS.items() if first <= now and last]
    return begun[-1]


def tree_for(onboarding: Onboarding, today: date) -> str:
    """The id of the risk tree that applies: start, then onboarding, then adoption."""
    match phase(onboarding, today):
        case Phase.BEFORE_KICKOFF:
            return "start"
        case Phase.GO_LIVE:
            return "adoption"
        case _:
            return "onboarding"


def full_weeks(onboarding: Onboarding, today: date) -> tuple[tuple[date, ...], ...]:
    """The weeks since go-live that are over, each as its seven running days, the oldest first."""
    live = onboarding.went_live_on
    if live is None or live >= today:
        return ()
    days = [live + n * DAY for n in range((today - live).days)]
    days = [day for day in days if running(onboarding.holds, day, today)]
    return tuple(tuple(days[n : n + 7]) for n in range(0, len(days) - 6, 7))


def due_on(
    onboarding: Onboarding, phase: Phase, days: int, today: date, *, joined_on: date | None = None
) -> date | None:
    """The day by which work of a phase is due: `days` running days after kickoff, in the last phase after go-live.

    Until go-live happens its target stands for it. Somebody who joins later (`joined_on`) has as many days from
    then on. None while there is no day to count from.
    """
    start = onboarding.kickoff_on
    if phase is Phase.GO_LIVE:
        start = onboarding.went_live_on or onboarding.target_go_live_on
    if start is None:
        return None
    return later(onboarding.holds, max(start, joined_on or start), days, today)


def touchpoints(onboarding: Onboarding, schedule: Sequence[Appointment], today: date) -> tuple[Touchpoint, ...]:
    """The value interactions of a run in order, forecast from the target date until go-live.

    Weeks on hold push them back, unless somebody moved one to a day of its own.
    """
    live = onboarding.went_live_on or onboarding.target_go_live_on
    if live is None:
        return ()
    marks = {(mark.id, mark.weeks): mark for mark in onboarding.marks}
    return tuple(
        _touchpoint(onboarding, live, appointment, marks.get((appointment.id, appointment.weeks)), today)
        for appointment in schedule
    )


def _touchpoint(
    onboarding: Onboarding, live: date, appointment: Appointment, mark: Mark | None, today: date
) -> Touchpoint:
    planned_on = later(onboarding.holds, live, appointment.weeks * 7, today)
    return Touchpoint(
        name=appointment.name,
        on=mark.moved_to or planned_on if mark else planned_on,
        week=PLANNED_GO_LIVE_WEEK + appointment.weeks,
        forecast=onboarding.went_live_on is None,
        id=appointment.id,
        planned_on=planned_on,
        over=mark is not None and mark.over,
    )


def journey(onboarding: Onboarding, schedule: Sequence[Appointment], today: date) -> tuple[Touchpoint, ...]:
    """Every dated station of a run: kickoff, go-live (or its target), and the touchpoints after it."""
    live = onboarding.went_live_on or onboarding.target_go_live_on
    kickoff = onboarding.kickoff_on
    return (
        *((Touchpoint("Kickoff", kickoff, 1, kickoff > today),) if kickoff else ()),
        *((Touchpoint("Go-live", live, PLANNED_GO_LIVE_WEEK, onboarding.went_live_on is None),) if live else ()),
        *touchpoints(onboarding, schedule, today),
    )


def next_touchpoint(onboarding: Onboarding, schedule: Sequence[Appointment], today: date) -> Touchpoint | None:
    """The first station that has not happened: one that is overdue, or else the next ahead.

    A target that has passed without go-live stays next.
    """
    stations = journey(onboarding, schedule, today)
    waiting = (one for one in stations if one.overdue(today) or _ahead(one, today))
    return min(waiting, key=lambda one: one.on, default=None)


def next_ahead(onboarding: Onboarding, schedule: Sequence[Appointment], today: date) -> Touchpoint | None:
    """The first station from today on, for whoever is not to blame for one that is overdue."""
    waiting = (one for one in journey(onboarding, schedule, today) if _ahead(one, today))
    return min(waiting, key=lambda one: one.on, default=None)


def _ahead(touchpoint: Touchpoint, today: date) -> bool:
    target = touchpoint.forecast and touchpoint.week == PLANNED_GO_LIVE_WEEK
    return not touchpoint.over and (touchpoint.on >= today or target)
