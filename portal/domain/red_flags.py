"""Red flags: what tends to go wrong at its usual time, with the day on which it first held (DOMAIN §6).

Each is looked for day by day with the same signals, and the same thresholds of the risk trees, as a verdict.
Days on hold are skipped: nobody is late while the clocks stand still.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum

from portal.domain import lifecycle, tracks
from portal.domain.adoption import DECLINING, WeekCount, adoption_trend
from portal.domain.invites import InviteEvent, gather
from portal.domain.lifecycle import DAY, Onboarding
from portal.domain.plan import Plan
from portal.domain.risk import Answer, SignalValue, Tree
from portal.domain.signals import AccountFacts, PilotMember, Thresholds, pilot_active, responding
from portal.domain.tracks import Work
from portal.domain.wording import count_of, listed

GHOSTING_WEEK = 4
IDLE_WEEK = 5
CLIFF_WEEKS = (8, 12)
FEWEST_WEEKS = 2
"""Full weeks a decline needs at least: one to compare, and one to compare it with."""


class Flag(StrEnum):
    """What a red flag is about."""

    NO_RESPONSE = "no_response"
    PILOT_IDLE = "pilot_idle"
    USERS_DECLINING = "users_declining"
    NO_HUB = "no_hub"
    TRACKS_IN_SEQUENCE = "tracks_in_sequence"
    NO_METRIC = "no_metric"

    @property
    def label(self) -> str:
        """The flag as a person reads it."""
        return {
            "no_response": "No response",
            "pilot_idle": "Pilot idle",
            "users_declining": "Active users declining",
            "no_hub": "No communication hub",
            "tracks_in_sequence": "Tracks run in sequence",
            "no_metric": "No metric after go-live",
        }[self.value]


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A flag, the day on which it first held, and what it means."""

    flag: Flag
    on: date
    says: str


@dataclass(frozen=True, slots=True)
class PilotHistory:
    """Somebody of the pilot group: when they joined, and every day they used the product."""

    name: str
    joined_on: date
    active_on: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class History:
    """What is stored about an account up to `today`, with the days on which it happened.

    `weeks` are all full weeks since go-live; `hub` and `metric` say whether a communication hub and a success
    metric are recorded, `work` is what was done for which track.
    """

    today: date
    onboarding: Onboarding = field(default_factory=Onboarding)
    invites: tuple[InviteEvent, ...] = ()
    pilot_started_on: date | None = None
    pilot: tuple[PilotHistory, ...] = ()
    weeks: tuple[WeekCount, ...] = ()
    members: int = 0
    hub: bool = False
    metric: bool = False
    work: tuple[Work, ...] = ()

    def days_in(self, first_week: int, last_week: int | None, *, live: bool) -> Iterator[date]:
        """The running days in these weeks of the plan, before the actual go-live or after it, up to today."""
        start = self.onboarding.went_live_on if live else self.onboarding.kickoff_on
        end = self.today if live else min(self.today, (self.onboarding.went_live_on or date.max) - DAY)
        while start and start <= end:
            week = lifecycle.week(self.onboarding, start) or 0
            if first_week <= week <= (last_week or week) and self._running(start):
                yield start
            start += DAY

    def _running(self, day: date) -> bool:
        return lifecycle.running(self.onboarding.holds, day, self.today)

    def facts(self, day: date) -> AccountFacts:
        """What invites and the pilot group looked like at the end of a day."""
        end = datetime.combine(day, time.max, UTC)
        return AccountFacts(
            today=day,
            onboarding=self.onboarding,
            invites=gather(event for event in self.invites if event.at <= end),
            pilot_started_on=self.pilot_started_on,
            pilot=tuple(
                PilotMember(one.name, max((on for on in one.active_on if on <= day), default=None))
                for one in self.pilot
                if one.joined_on <= day
            ),
        )

    def weeks_by(self, day: date) -> tuple[WeekCount, ...]:
        """The full weeks since go-live that were over on a day."""
        return self.weeks[: len(lifecycle.full_weeks(self.onboarding, day))]


def red_flags(history: History, trees: Mapping[str, Tree], plan: Plan) -> tuple[RedFlag, ...]:
    """Every red flag that held at some time, in the order in which they appeared; `plan` is the quickest there is."""
    found = (
        _no_response(history, trees),
        _pilot_idle(history, trees),
        _users_declining(history, trees),
        _no_hub(history),
        _tracks_in_sequence(history, plan),
        _no_metric(history),
    )
    return tuple(sorted((flag for flag in found if flag), key=lambda flag: flag.on))


def _thresholds(trees: Mapping[str, Tree], signal: str) -> Thresholds | None:
    """By what the trees judge a signal; None where no tree asks for it, so that nothing is flagged unseen."""
    asked = (node.thresholds for tree in trees.values() for node in tree.nodes.values() if node.signal == signal)
    return next(asked, None)


def _first_no(
    days: Iterator[date], judge: Callable[[date], SignalValue], no: str = Answer.NO
) -> tuple[date, str] | None:
    judged = ((day, judge(day)) for day in days)
    return next(((day, value.says) for day, value in judged if value.value == no), None)


def _no_response(history: History, trees: Mapping[str, Tree]) -> RedFlag | None:
    thresholds = _thresholds(trees, "responding")
    if thresholds is None:
        return None
    days = history.days_in(GHOSTING_WEEK, None, live=False)
    found = _first_no(days, lambda day: responding(history.facts(day), thresholds))
    return RedFlag(Flag.NO_RESPONSE, found[0], f"{found[1]} Usually nobody owns the project.") if found else None


def _pilot_idle(history: History, trees: Mapping[str, Tree]) -> RedFlag | None:
    thresholds = _thresholds(trees, "pilot_active")
    if thresholds is None:
        return None
    days = history.days_in(IDLE_WEEK, None, live=False)
    found = _first_no(days, lambda day: pilot_active(history.facts(day), thresholds))
    return RedFlag(Flag.PILOT_IDLE, found[0], f"{found[1]} Wrong group, or wrong use case.") if found else None


def _users_declining(history: History, trees: Mapping[str, Tree]) -> RedFlag | None:
    thresholds = _thresholds(trees, "adoption_trend")
    if thresholds is None:
        return None
    found = _first_no(history.days_in(*CLIFF_WEEKS, live=True), lambda day: _trend(history, thresholds, day), DECLINING)
    return RedFlag(Flag.USERS_DECLINING, found[0], f"{found[1]} An adoption cliff is forming.") if found else None


def _trend(history: History, thresholds: Thresholds, day: date) -> SignalValue:
    """The tree's own comparison, but from two full weeks on: a flag is there to be early."""
    weeks = history.weeks_by(day)
    span = max(min(int(thresholds["weeks"]), len(weeks) // 2), 1)
    early = {**thresholds, "weeks": span, "min_weeks": FEWEST_WEEKS}
    return adoption_trend(weeks, history.members, early)


def _no_hub(history: History) -> RedFlag | None:
    kickoff = history.onboarding.kickoff_on
    if history.hub or kickoff is None or kickoff > history.today:
        return None
    return RedFlag(Flag.NO_HUB, kickoff, "Decisions have no place that every team can read, so work is done twice.")


def _tracks_in_sequence(history: History, plan: Plan) -> RedFlag | None:
    found = tracks.since(history.work, history.onboarding, plan, history.today)
    if found is None:
        return None
    on, sequence = found
    says = f"{listed([track.replace('_', ' ') for track in sequence.order]).capitalize()} came one after the other"
    return RedFlag(Flag.TRACKS_IN_SEQUENCE, on, f"{says}. Side by side saves {count_of(sequence.lost, 'week')}.")


def _no_metric(history: History) -> RedFlag | None:
    live = history.onboarding.went_live_on
    if history.metric or live is None or live > history.today:
        return None
    return RedFlag(Flag.NO_METRIC, live, "No success metric is agreed, so a decline would be seen too late.")
