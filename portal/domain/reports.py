"""Value reports: when the next one is due, and what one says. What it says is never changed afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple, Protocol

from portal.domain.adoption import WeekCount
from portal.domain.lifecycle import WEEK, Onboarding, later
from portal.domain.measures import How
from portal.domain.playbook import Feature, Milestone, Story
from portal.domain.results import Result

TOUCHPOINT: Final = "first_value_report"
"""The touchpoint of the playbook that says in which week after go-live the first report is due."""

EVERY_WEEKS: Final = 4
"""After the first, a report follows every so many weeks."""


class Due(NamedTuple):
    """A report that should be there: its number, and the day it was due."""

    number: int
    on: date


class Reached(Protocol):
    """A milestone somebody reached; `name` is None where it is the account's."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def milestone_id(self) -> str:
        """Which."""

    @property
    def name(self) -> str | None:
        """By whom."""


@dataclass(frozen=True, slots=True)
class Accomplished:
    """A milestone of the team's: when it was reached last, and by whom; by nobody in particular where it is shared."""

    milestone_id: str
    title: str
    language: str
    on: date
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What a number was asked of: events of one name in the weeks from `since` to `until`, by the rule `measure`."""

    event: str
    how: How
    of: str | None
    measure: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report, with what it means and how it was asked. Nothing was measured where it is None."""

    metric_id: str
    name: str
    definition: str
    label: str
    unit: str
    things: str
    baseline: float
    baseline_source: str
    goals: tuple[float, float, float]
    value: float | None
    sample: int
    improved: bool | None
    query: Query | None


@dataclass(frozen=True, slots=True)
class Term:
    """A metric and what it means."""

    metric_id: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """What happens next, and when."""

    name: str
    on: date


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says. `weeks` counts the people who used the product, by the metric `people`."""

    account: str
    vendor: str
    guide: str | None
    revision: int
    language: str
    figures: tuple[Figure, ...]
    accomplished: tuple[Accomplished, ...]
    unlocked: tuple[str, ...]
    people: Term
    weeks: tuple[WeekCount, ...]
    seats: int | None
    story: Story | None
    next: Appointment | None


def newest_due(onboarding: Onboarding, first_weeks: int, today: date) -> Due | None:
    """The latest report that is due; None before the first. Weeks on hold push reports back."""
    due = None
    number = 1
    while onboarding.went_live_on:
        weeks = first_weeks + (number - 1) * EVERY_WEEKS
        on = later(onboarding.holds, onboarding.went_live_on, weeks * WEEK.days, today)
        if on > today:
            break
        due = Due(number, on)
        number += 1
    return due


def accomplishments(milestones: Mapping[str, Milestone], reached: Iterable[Reached]) -> tuple[Accomplished, ...]:
    """Each milestone once, the one reached last at the start. Those the playbook no longer has are left out."""
    together: dict[str, list[Reached]] = {}
    for one in sorted(reached, key=lambda one: one.at, reverse=True):
        if one.milestone_id in milestones:
            together.setdefault(one.milestone_id, []).append(one)
    return tuple(
        Accomplished(
            milestone_id=key,
            title=milestones[key].title,
            language=milestones[key].language,
            on=those[0].at.date(),
            people=tuple(one.name for one in those if one.name),
        )
        for key, those in together.items()
    )


def unlocked_by(milestones: Mapping[str, Milestone], accomplished: Iterable[Accomplished]) -> tuple[Feature, ...]:
    """What these milestones opened in the product, each once."""
    found = {feature.key: feature for one in accomplished for feature in milestones[one.milestone_id].unlocks}
    return tuple(found.values())


def story_of(milestones: Mapping[str, Milestone], accomplished: Sequence[Accomplished]) -> Story | None:
    """What another customer said, with consent, of the latest milestone that has a story."""
    stories = (milestones[one.milestone_id].story for one in accomplished)
    return next((story for story in stories if story), None)


def figure(result: Result, name: str, definition: str) -> Figure | None:
    """A result as a report says it; None where nothing was agreed."""
    if result.target is None:
        return None
    by, now = result.measure, result.now
    query = Query(by.event, by.how, by.of, by.key, now.week, now.week) if now else None
    return Figure(
        metric_id=result.metric_id,
        name=name,
        definition=definition,
        label=by.label,
        unit=by.unit,
        things=by.things,
        baseline=result.target.baseline,
        baseline_source=result.target.baseline_source,
        goals=result.target.goals,
        value=now.value if now else None,
        sample=now.sample if now else 0,
        improved=result.improved,
        query=query,
    )
