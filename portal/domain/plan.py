"""How an onboarding is run, as a customer-success team wrote it: phases, tracks, plans, stages, readiness, touchpoints.

The dates come from `lifecycle`, the clock; nothing here knows one. What people only read is documentation by
nature: goals, attendees, agendas, deliverables, readiness checks and drafts stand here to be shown, not computed with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from portal.domain.lifecycle import PLANNED_GO_LIVE_WEEK, Appointment, Phase

PILOT_TRACK = "pilot"
"""The track every playbook has: plans say from which week it works with the product."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One point of a meeting's agenda."""

    title: str
    minutes: int
    detail: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A phase's meeting. The agenda adds up to `minutes`; `book` is how long the invite should be."""

    title: str
    minutes: int
    book: int
    agenda: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True)
class Workstream:
    """Work of a phase that goes on beside the others."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What a phase leaves behind, by when (`within`), and the draft of it where there is one (Markdown)."""

    title: str
    within: str
    detail: str
    draft: str | None = None


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """What a phase is for, who takes part, and what it leaves behind; without `last_week` it goes on."""

    phase: Phase
    title: str
    first_week: int
    last_week: int | None
    goal: str
    attendees: tuple[str, ...]
    meeting: Meeting | None
    workstreams: tuple[Workstream, ...]
    deliverables: tuple[Deliverable, ...]
    mistake: str

    @property
    def weeks(self) -> str:
        """The weeks as a person reads them, such as Week 1 or From week 6."""
        if self.last_week is None:
            return f"From week {self.first_week}"
        if self.last_week == self.first_week:
            return f"Week {self.first_week}"
        return f"Weeks {self.first_week}–{self.last_week}"  # noqa: RUF001 - a range is written with an en dash


@dataclass(frozen=True, slots=True)
class Activity:
    """Something a track has to get done."""

    id: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Track:
    """A parallel workstream; `owner` is who typically owns it."""

    id: str
    title: str
    owner: str
    goal: str
    activities: Mapping[str, Activity]


@dataclass(frozen=True, slots=True)
class Plan:
    """Which activities of which track fall into which week; the pilot uses the product from week `pilot_from`."""

    id: str
    title: str
    summary: str
    pilot_from: int
    weeks: Mapping[int, Mapping[str, tuple[str, ...]]]

    @property
    def length(self) -> int:
        """How many weeks the tracks take from the first to the last."""
        return max(self.weeks) - min(self.weeks) + 1


@dataclass(frozen=True, slots=True)
class Stage:
    """An adoption stage: what it promises, how that is measured, who owns it. It ends where the next one begins."""

    id: str
    title: str
    first_week: int
    promise: str
    measure: str
    owner: str


class Closer(StrEnum):
    """Who must close a gap of a readiness check."""

    SALES = "sales"
    EXECUTIVE_SPONSOR = "executive_sponsor"
    CSM_LEAD = "csm_lead"
    CSM = "csm"
    TECHNICAL_LEAD = "technical_lead"
    PROJECT_OWNER = "project_owner"

    @property
    def label(self) -> str:
        """Who that is, as a person reads it."""
        return {"csm": "CSM", "csm_lead": "CSM lead"}.get(self.value, self.value.replace("_", " ").capitalize())


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that has to hold, who must close the gap where it does not, and the message that asks for it."""

    id: str
    title: str
    detail: str
    closed_by: Closer
    draft: str


@dataclass(frozen=True, slots=True)
class Section:
    """Checks that belong together."""

    id: str
    title: str
    question: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class TouchpointPlan:
    """A value interaction `weeks` after the actual go-live, once or again; the message is Markdown to fill in."""

    id: str
    name: str
    weeks: tuple[int, ...]
    purpose: str
    owner: str
    message: str


@dataclass(frozen=True)
class Lifecycle:
    """How this vendor runs an onboarding, from handoff to the assessment of week 26."""

    phases: Mapping[Phase, PhasePlan]
    tracks: Mapping[str, Track]
    plans: Mapping[str, Plan]
    stages: tuple[Stage, ...]
    start: tuple[Section, ...]
    go_live: tuple[Section, ...]
    touchpoints: tuple[TouchpointPlan, ...]

    @cached_property
    def schedule(self) -> tuple[Appointment, ...]:
        """Every touchpoint by its weeks after go-live, in order."""
        found = [Appointment(one.id, one.name, weeks) for one in self.touchpoints for weeks in one.weeks]
        return tuple(sorted(found, key=lambda appointment: appointment.weeks))

    @cached_property
    def quickest(self) -> Plan:
        """The plan whose pilot works with the product first."""
        return min(self.plans.values(), key=lambda plan: plan.pilot_from)

    def plan(self, pilot_week: int) -> Plan:
        """The plan an onboarding follows whose pilot begins in this week of its own: the first it can still keep."""
        plans = sorted(self.plans.values(), key=lambda plan: plan.pilot_from)
        return next((plan for plan in plans if pilot_week <= plan.pilot_from), plans[-1])

    def stage(self, week: int, *, live: bool) -> Stage:
        """The adoption stage in a week of the plan. Until the actual go-live it is the first, however late."""
        if not live:
            return self.stages[0]
        later = [stage for stage in self.stages[1:] if stage.first_week <= max(week, PLANNED_GO_LIVE_WEEK)]
        return later[-1]

    def touchpoint(self, touchpoint_id: str) -> TouchpointPlan | None:
        """The touchpoint of that id, or None."""
        return next((one for one in self.touchpoints if one.id == touchpoint_id), None)
