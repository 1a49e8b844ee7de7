"""What the demo's accounts agreed to reach, where the product measures it, and how they get there, event by event."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import exp
from random import Random
from typing import Final, NamedTuple

from portal.db.tables import SuccessTarget
from portal.demo.story.occurrence import Occurrence, working_times
from portal.demo.story.plan import SUCCESS_METRICS, AccountPlan
from portal.demo.story.situations import Shape
from portal.domain.handoff import OWN_METRIC

WORKDAYS = 5
LEARNING_DAYS = 16
"""After so many days about two thirds of what a team will learn is learned."""

FIRST = "halden-freight"
PILOT_ORDERS = (4, 7)
DESK_ORDERS = (1, 2)
"""How many orders leave from a shared screen on a working day."""


class Agreement(NamedTuple):
    """The metric behind the words of a handoff, where its start was measured, and its goals after 3, 6, 12 months.

    One that the product does not measure, and people count by hand, has a name and a unit.
    """

    metric_id: str
    baseline: float
    source: str
    goals: tuple[float, float, float]
    name: str | None = None
    unit: str | None = None


class Duration(NamedTuple):
    """Typical minutes at the start and in the end, and how far single ones lie from them."""

    first: float
    last: float
    spread: float


AGREEMENTS: Final[Mapping[str, Agreement]] = {
    SUCCESS_METRICS[0]: Agreement("dispatch_minutes", 41, "60 orders timed in the week before kickoff", (25, 20, 15)),
    SUCCESS_METRICS[1]: Agreement("exceptions_same_hour", 30, "The exception log of the last quarter", (60, 75, 85)),
    SUCCESS_METRICS[2]: Agreement(
        OWN_METRIC, 0, "Counted with their planners", (1, 2, 3), "Sites that plan in one place", "sites"
    ),
    SUCCESS_METRICS[3]: Agreement(
        OWN_METRIC, 100, "Their dispatch log of last month", (50, 10, 0), "Orders dispatched in the old system", "%"
    ),
    SUCCESS_METRICS[4]: Agreement(
        OWN_METRIC, 60, "A week counted at two desks", (75, 85, 100), "Orders a planner handles in a day", "orders"
    ),
}
DURATIONS: Final[Mapping[str, Duration]] = {
    "Order Dispatched": Duration(41, 13, 0.35),
    "Exception Resolved": Duration(95, 26, 0.9),
}
LEARNED: Final[Mapping[Shape, float]] = {Shape.GROWTH: 1.0, Shape.PLATEAU: 0.7, Shape.CLIFF: 0.55}


def target_of(plan: AccountPlan) -> SuccessTarget | None:
    """The row of what an account agreed; None where it agreed nothing."""
    agreement = AGREEMENTS.get(plan.success_metric or "")
    if agreement is None or not plan.situation.handoff:
        return None
    metric_id, baseline, source, (goal_3, goal_6, goal_12), name, unit = agreement
    return SuccessTarget(
        account_id=plan.id,
        metric_id=metric_id,
        name=name,
        unit=unit,
        baseline=baseline,
        baseline_source=source,
        goal_3=goal_3,
        goal_6=goal_6,
        goal_12=goal_12,
        agreed_on=(plan.created_at + timedelta(days=2)).date(),
    )


def timed(plan: AccountPlan, occurrence: Occurrence) -> Occurrence:
    """The same with the minutes it took, where the product reports them: fewer, the longer a team has worked with it.

    They are drawn apart from everything else, so that they change nothing but themselves.
    """
    duration = DURATIONS.get(occurrence.name)
    if duration is None:
        return occurrence
    random = Random(f"{plan.company.slug}/{occurrence.name}/{occurrence.at.isoformat()}")
    typical = duration.first + (duration.last - duration.first) * _learned(plan, occurrence.at.date())
    minutes = round(max(typical * random.lognormvariate(0, duration.spread), 1.0), 1)
    return replace(occurrence, properties={**occurrence.properties, "minutes": minutes})


def desk_orders(plan: AccountPlan, now: datetime) -> Iterator[Occurrence]:
    """Orders that go out from the screen dispatchers share, where orders are what was agreed: the product names nobody.

    They begin with go-live; the first account's pilot has such a screen already, and sends more.
    """
    first = plan.company.slug == FIRST
    began = plan.pilot_started_on if first else plan.went_live_on
    if began is None or plan.success_metric != SUCCESS_METRICS[0]:
        return
    random = Random(f"{plan.company.slug}/desk")
    for n in range((now.date() - began).days + 1):
        day = began + timedelta(days=n)
        orders = random.randint(*(PILOT_ORDERS if first else DESK_ORDERS))
        if day.weekday() < WORKDAYS:
            for at in working_times(random, day, orders, now):
                properties = {"order_id": f"O-{random.randrange(100_000):05}", "carrier": "Nordlink", "suggested": True}
                yield Occurrence(at, "Order Dispatched", None, properties)


def _learned(plan: AccountPlan, day: date) -> float:
    """How much of the way from the start to the end a team has gone by a day."""
    began = plan.pilot_started_on or plan.went_live_on or plan.kickoff_on or day
    return LEARNED[plan.situation.shape] * (1 - exp(-max((day - began).days, 0) / LEARNING_DAYS))
