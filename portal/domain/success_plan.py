"""The Customer Success Plan: one document of what an account wants, by when, with whom, and how it will be measured."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from portal.domain.handoff import Handoff
from portal.domain.lifecycle import Touchpoint
from portal.domain.plan import Track
from portal.domain.results import Goal, Target
from portal.domain.roles import Duty, Part, Seat

SHOWN: Final[tuple[Seat, ...]] = (Part.PROJECT_OWNER, Part.EXECUTIVE_SPONSOR, Part.TECHNICAL_LEAD, *Duty)
"""The seats that matter to the plan; who signed and who championed it is between sales and them."""


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
class PersonLine:
    """Somebody at the customer, and everything they do for it."""

    name: str
    title: str | None
    seats: tuple[Seat, ...]


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
    people: tuple[PersonLine, ...]
    guide: str | None
    technical_lead: str | None
    today: date


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def people_of(handoff: Handoff) -> tuple[PersonLine, ...]:
    """Everybody by name whom the plan counts on, each once, with what they do."""
    held = [(seat, handoff.holder(seat)) for seat in SHOWN if handoff.holder(seat).named]
    names = dict.fromkeys(holder.name for _, holder in held)
    return tuple(
        PersonLine(
            name,
            next((holder.title for _, holder in held if holder.name == name and holder.title), None),
            tuple(seat for seat, holder in held if holder.name == name),
        )
        for name in names
    )
