"""What sales hands over and what is found out before kickoff, section by section, with a name for every seat."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from portal.domain.names import is_person
from portal.domain.roles import Capacity, Duty, Part, Seat

OWN_METRIC: Final = "own"
"""The id of a metric that no events measure: it has a name and a unit of its own, and people count it by hand."""


class Chapter(StrEnum):
    """A section of the readiness to start that has a form of its own."""

    ACCOUNT_INTELLIGENCE = "account_intelligence"
    INTERNAL_SETUP = "internal_setup"
    CUSTOMER_READINESS = "customer_readiness"
    TIMELINE_VALIDATION = "timeline_validation"
    DECISION_CRITERIA = "decision_criteria"


@dataclass(frozen=True, slots=True)
class Named:
    """What was entered for a seat; `named` says whether that is a person."""

    name: str
    title: str | None = None
    email: str | None = None

    @property
    def named(self) -> bool:
        """Whether it is somebody. A role, a team or an empty line is not a name."""
        return is_person(self.name)


NOBODY: Final = Named("")


@dataclass(frozen=True, slots=True)
class Handoff:
    """Everything on record before kickoff, as the fields of its forms are named. What is not known is None or empty.

    `owner_…` is about the project owner. The metric is the first that was agreed.
    """

    received_on: date | None = None
    sales_name: str | None = None
    sales_email: str | None = None
    deal_drivers: str | None = None
    promises: str | None = None
    technical_requirements: str | None = None
    csm_id: UUID | None = None
    technical_lead_id: UUID | None = None
    hub_url: str | None = None
    handoff_meeting_on: date | None = None
    owner_capacity: Capacity | None = None
    owner_authority: str | None = None
    owner_motivation: str | None = None
    target_go_live_on: date | None = None
    metric_id: str | None = None
    metric_name: str | None = None
    metric_unit: str | None = None
    baseline: float | None = None
    baseline_source: str | None = None
    goal_3: float | None = None
    goal_6: float | None = None
    goal_12: float | None = None
    success_metric: str | None = None
    go_no_go: str | None = None
    decides_go_live: str | None = None
    people: Mapping[Seat, Named] = field(default_factory=lambda: MappingProxyType({}))

    def holder(self, seat: Seat) -> Named:
        """Who was entered for a seat."""
        return self.people.get(seat, NOBODY)


FIELDS: Final[Mapping[Chapter, tuple[str, ...]]] = {
    Chapter.ACCOUNT_INTELLIGENCE: (
        "sales_name",
        "sales_email",
        "deal_drivers",
        "promises",
        "technical_requirements",
    ),
    Chapter.INTERNAL_SETUP: ("csm_id", "technical_lead_id", "hub_url", "handoff_meeting_on"),
    Chapter.CUSTOMER_READINESS: ("owner_capacity", "owner_authority", "owner_motivation"),
    Chapter.TIMELINE_VALIDATION: ("target_go_live_on",),
    Chapter.DECISION_CRITERIA: (
        "metric_id",
        "metric_name",
        "metric_unit",
        "baseline",
        "baseline_source",
        "goal_3",
        "goal_6",
        "goal_12",
        "success_metric",
        "go_no_go",
        "decides_go_live",
    ),
}
"""The fields of each form, besides those of its seats."""

SEATS: Final[Mapping[Chapter, tuple[Seat, ...]]] = {
    Chapter.ACCOUNT_INTELLIGENCE: (
        Part.ECONOMIC_BUYER,
        Part.EXECUTIVE_SPONSOR,
        Part.CHAMPION,
        Part.TECHNICAL_LEAD,
    ),
    Chapter.CUSTOMER_READINESS: (*Duty, Part.PROJECT_OWNER),
}
"""The seats each form fills: a name, a title and an address for each."""


def answers(handoff: Handoff, chapter: Chapter) -> dict[str, object]:
    """What is on record for a section, by the names of its form's fields."""
    found: dict[str, object] = {name: getattr(handoff, name) for name in FIELDS[chapter]}
    for seat in SEATS.get(chapter, ()):
        holder = handoff.holder(seat)
        found |= {f"{seat}_name": holder.name, f"{seat}_title": holder.title, f"{seat}_email": holder.email}
    return found


def people_in(answered: Mapping[str, object], chapter: Chapter) -> dict[Seat, Named]:
    """Who was entered in a section's form for each of its seats."""
    return {
        seat: Named(
            str(answered.get(f"{seat}_name") or ""),
            str(answered.get(f"{seat}_title") or "") or None,
            str(answered.get(f"{seat}_email") or "") or None,
        )
        for seat in SEATS.get(chapter, ())
    }
