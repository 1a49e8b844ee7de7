"""What part of the portfolio somebody asks for."""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from portal.domain.risk import Level


class View(StrEnum):
    """A tab of the portfolio."""

    RISKIEST = "riskiest"
    BEFORE_KICKOFF = "before_kickoff"
    PAST_GO_LIVE = "past_go_live"

    @property
    def label(self) -> str:
        """The tab as a person reads it."""
        return {
            "riskiest": "Riskiest first",
            "before_kickoff": "Before kickoff",
            "past_go_live": "Past go-live",
        }[self.value]


class Asked(NamedTuple):
    """What part of the portfolio is asked for; `after` is the last account of the part before."""

    view: View = View.RISKIEST
    level: Level | None = None
    q: str = ""
    after: UUID | None = None
