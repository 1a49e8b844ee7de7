"""The two clocks of an onboarding: weeks from kickoff until go-live, from the actual go-live after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)
PLANNED_GO_LIVE_WEEK = 6


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
            "before_kickoff": "Before kickoff",
            "kickoff": "Kickoff",
            "discovery": "Discovery",
            "implementation": "Implementation",
            "go_live": "Go-live and after",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Hold:
    """Days on which both clocks stand still; an open hold has no end yet."""

    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Onboarding:
    """The dates of one account's run. Missing ones have not been set or have not happened."""

    kickoff_on: date | None = None
    target_go_live_on: date | None = None
    went_live_on: date | None = None
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A scheduled value interaction; a forecast while go-live has not happened."""

    name: str
    on: date
    forecast: bool


AFTER_GO_LIVE: Sequence[tuple[int, str]] = (
    (1, "First value report"),
    (3, "User success story"),
    (5, "Use-case expansion"),
    (7, "Business review"),
    (11, "Business review"),
    (16, "Business review"),
    (20, "Expansion readiness"),
)
"""Weeks after the actual go-live, and what happens then (DOMAIN §4)."""


def days_held(holds: Sequence[Hold], start: date, today: date) -> int:
    """How many of the days from `start` up to `today` were on hold."""
    return sum(max(0, (min(hold.ended_on or today, today) - max(hold.started_on, start)).days) for hold in holds)


def week(onboarding: Onboarding, today: date) -> int | None:
    """The week of the plan, 1 in the first seven days after kickoff; None before kickoff.

    After go-live the clock restarts at the plan's go-live week, so go-live + 1 week is week 7.
    """
    if onboarding.kickoff_on is None or today < onboarding.kickoff_on:
        return None
    live = onboarding.went_live_on
    start = live if live and today >= live else onboarding.kickoff_on
    elapsed = (today - start).days - days_held(onboarding.holds, start, today)
    return elapsed // 7 + (PLANNED_GO_LIVE_WEEK if start == live else 1)


def phase(onboarding: Onboarding, today: date) -> Phase:
    """The phase on a day. Going live is an act: without it, implementation goes on."""
    if onboarding.went_live_on and today >= onboarding.went_live_on:
        return Phase.GO_LIVE
    now = week(onboarding, today)
    if now is None:
        return Phase.BEFORE_KICKOFF
    if now == 1:
        return Phase.KICKOFF
    return Phase.DISCOVERY if now <= 3 else Phase.IMPLEMENTATION  # noqa: PLR2004 - the plan's weeks 2 and 3


def tree_for(onboarding: Onboarding, today: date) -> str:
    """The id of the risk tree that applies: start, then onboarding, then adoption."""
    match phase(onboarding, today):
        case Phase.BEFORE_KICKOFF:
            return "start"
        case Phase.GO_LIVE:
            return "adoption"
        case _:
            return "onboarding"


def touchpoints(onboarding: Onboarding) -> tuple[Touchpoint, ...]:
    """The value interactions of a run in order, forecast from the target date until go-live."""
    live = onboarding.went_live_on or onboarding.target_go_live_on
    if live is None:
        return ()
    forecast = onboarding.went_live_on is None
    return tuple(Touchpoint(name, live + weeks * WEEK, forecast) for weeks, name in AFTER_GO_LIVE)


def next_touchpoint(onboarding: Onboarding, today: date) -> Touchpoint | None:
    """The first touchpoint that is not in the past: kickoff and go-live count too."""
    dated = [
        Touchpoint("Kickoff", onboarding.kickoff_on, forecast=False) if onboarding.kickoff_on else None,
        Touchpoint("Go-live", onboarding.target_go_live_on, forecast=True)
        if onboarding.target_go_live_on and not onboarding.went_live_on
        else None,
        *touchpoints(onboarding),
    ]
    return next((t for t in dated if t is not None and t.on >= today), None)
