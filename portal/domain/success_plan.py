"""The Customer Success Plan: one document of what an account wants, by when, with whom, and how it will be measured."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.domain.handoff import Named
from portal.domain.lifecycle import Touchpoint
from portal.domain.plan import Track
from portal.domain.results import Goal, Target
from portal.domain.roles import Seat


@dataclass(frozen=True, slots=True)
class Written:
    """What of the plan is written by hand: the goal in the sponsor's words, use cases and risks, one a line.

    Since `shared_at` the customer's people read the plan.
    """

    goal: str = ""
    use_cases: str = ""
    risks: str = ""
    shared_at: datetime | None = None
    version: int = 0
    edited_by: str | None = None
    edited_at: datetime | None = None

    @property
    def cases(self) -> tuple[str, ...]:
        """The use cases, the highest value first."""
        return _lines(self.use_cases)

    @property
    def known_risks(self) -> tuple[str, ...]:
        """The risks, with who watches each."""
        return _lines(self.risks)


@dataclass(frozen=True, slots=True)
class Aim:
    """A metric with what was agreed for it: its name and unit, the start, and the goals with their days."""

    name: str
    unit: str
    target: Target
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """A milestone of the admin's ladder, the day by which it is planned, and since when it is done."""

    title: str
    outcome: str
    planned_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class TrackLine:
    """A track, and who owns it for this account; the kind of person who typically does where nobody is named."""

    track: Track
    owner: str


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """Everything the plan says, for the page and for the PDF."""

    account: str
    written: Written
    aims: tuple[Aim, ...]
    words: str | None
    stations: tuple[Touchpoint, ...]
    milestones: tuple[PlannedMilestone, ...]
    tracks: tuple[TrackLine, ...]
    people: tuple[tuple[Seat, Named], ...]
    guide: str | None
    technical_lead: str | None
    today: date


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
