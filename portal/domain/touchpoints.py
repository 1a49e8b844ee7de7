"""Touchpoints as staff work on them: held with an outcome, moved to another day, or skipped with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from portal.domain import lifecycle
from portal.domain.errors import Invalid
from portal.domain.lifecycle import Mark
from portal.domain.plan import TouchpointPlan
from portal.domain.wording import day

LOOKING_AHEAD: Final = timedelta(days=366)
PAST: Final = "%(day)s has passed. Choose today or a later day; if it was held then, say so instead."
TOO_FAR: Final = "%(day)s is more than a year ahead. Choose an earlier day."


class Settled(StrEnum):
    """What became of a touchpoint, once something did."""

    DONE = "done"
    SKIPPED = "skipped"


class Key(NamedTuple):
    """Which touchpoint of an account: some happen again, a number of weeks after go-live each."""

    id: str
    weeks: int

    def __str__(self) -> str:
        """The key as it stands in addresses."""
        return f"{self.id}-{self.weeks}"


def key_from(text: str) -> Key | None:
    """The key that an address names; None for what is none."""
    name, _, weeks = text.rpartition("-")
    return Key(name, int(weeks)) if name and weeks.isascii() and weeks.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Record:
    """What staff noted of a touchpoint; version 0 stands for nothing yet.

    `note` is what came of it, or why it was skipped.
    """

    moved_to: date | None = None
    settled: Settled | None = None
    settled_on: date | None = None
    settled_by: str | None = None
    note: str = ""
    version: int = 0
    edited_by: str | None = None

    def mark(self, key: Key) -> Mark:
        """What of it the clock has to know."""
        return Mark(key.id, key.weeks, self.moved_to, self.settled is not None)


class State(StrEnum):
    """Where a touchpoint stands on a day."""

    DONE = "done"
    SKIPPED = "skipped"
    FORECAST = "forecast"
    OVERDUE = "overdue"
    MISSED = "missed"
    AHEAD = "ahead"

    @property
    def label(self) -> str:
        """The state as staff read it."""
        return {
            "done": "Done",
            "skipped": "Skipped",
            "forecast": "Forecast",
            "overdue": "Overdue",
            "missed": "Missed",
            "ahead": "Ahead",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A touchpoint of an account: its day in the plan, and what staff noted of it."""

    account_id: UUID
    key: Key
    plan: TouchpointPlan
    station: lifecycle.Touchpoint
    record: Record

    @property
    def name(self) -> str:
        """What it is called."""
        return self.plan.name

    @property
    def on(self) -> date:
        """The day on which it is due."""
        return self.station.on

    @property
    def moved_from(self) -> date | None:
        """The day of the plan, where somebody moved it."""
        return self.station.planned_on if self.record.moved_to else None

    def state(self, today: date) -> State:
        """Where it stands on a day."""
        if self.record.settled:
            return State(self.record.settled)
        if self.station.forecast:
            return State.FORECAST
        if self.station.overdue(today):
            return State.OVERDUE
        return State.MISSED if self.on < today else State.AHEAD


def put_together(
    account_id: UUID,
    stations: Iterable[lifecycle.Touchpoint],
    plans: Mapping[str, TouchpointPlan],
    records: Mapping[Key, Record],
) -> tuple[Touchpoint, ...]:
    """An account's touchpoints, each with what the playbook says and what was noted of it."""
    found = []
    for station in stations:
        if station.id and station.id in plans:
            key = Key(station.id, station.weeks)
            found.append(Touchpoint(account_id, key, plans[station.id], station, records.get(key, Record())))
    return tuple(found)


def check_move(to: date, today: date) -> None:
    """Raise Invalid unless a touchpoint can be moved to a day, as seen today."""
    if to < today:
        raise Invalid(PAST, day=day(to))
    if to > today + LOOKING_AHEAD:
        raise Invalid(TOO_FAR, day=day(to))
