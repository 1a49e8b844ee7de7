"""What part of the portfolio somebody asks for, and in which order."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from unicodedata import normalize
from uuid import UUID

from portal.domain.risk import Level

NOTHING_PLANNED: Final = date.max
"""Stands for the day of the next touchpoint where none is planned, so that it sorts to the end."""


class Sort(StrEnum):
    """What the accounts are ordered by."""

    VERDICT = "verdict"
    NAME = "name"
    WEEK = "week"
    NEXT = "next"


class View(StrEnum):
    """A tab of the portfolio."""

    RISKIEST = "riskiest"
    MINE = "mine"
    DUE = "due"
    BEFORE_KICKOFF = "before_kickoff"
    PAST_GO_LIVE = "past_go_live"
    ON_HOLD = "on_hold"

    @property
    def label(self) -> str:
        """The tab as a person reads it."""
        return {
            "riskiest": "Riskiest first",
            "mine": "Mine",
            "due": "Due this week",
            "before_kickoff": "Before kickoff",
            "past_go_live": "Past go-live",
            "on_hold": "On hold",
        }[self.value]

    @property
    def sort(self) -> Sort:
        """The order it has unless another is asked for."""
        return Sort.NEXT if self is View.DUE else Sort.VERDICT


class Asked(NamedTuple):
    """What part of the portfolio is asked for; `after` is the last account of the part before.

    Without a `sort` it has the order of its view; `down` turns the order round.
    """

    view: View = View.RISKIEST
    level: Level | None = None
    q: str = ""
    sort: Sort | None = None
    down: bool = False
    after: UUID | None = None

    @property
    def order(self) -> Sort:
        """What the accounts are ordered by."""
        return self.sort or self.view.sort

    @property
    def at_start(self) -> bool:
        """Whether it is where a day begins: a CSM's own accounts or all, from the first one."""
        return self.view in {View.RISKIEST, View.MINE} and not (self.q or self.level or self.after)


def fold(text: str) -> str:
    """A text as it is searched and sorted: capitals and compatible forms of letters make no difference."""
    return normalize("NFKC", normalize("NFKC", text).casefold())


def week_of(today: date) -> tuple[date, date]:
    """The Monday and the Sunday of the week of a day."""
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=6)
