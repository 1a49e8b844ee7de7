"""`lifecycle/*.yaml`: phases, tracks, plans, adoption stages, readiness, touchpoints.

Goals, attendees, agendas, deliverables, readiness checks and drafts are documentation by nature: people read them.
"""

from typing import Annotated

from pydantic import Field

from portal.content.schema.base import Line, Slug, Strict, Text, Title
from portal.domain.plan import Closer

Week = Annotated[int, Field(ge=1, le=104)]
Minutes = Annotated[int, Field(ge=1, le=120)]


class Weeks(Strict):
    """The first and last week of a phase, counted from kickoff; without `last` it goes on."""

    first: Week
    last: Week | None = None


class AgendaItem(Strict):
    """One point of a meeting's agenda."""

    title: Title
    minutes: Minutes
    detail: Line


class Meeting(Strict):
    """A phase's meeting: the agenda adds up to `minutes`, and `book` is the length of the invite."""

    title: Title
    minutes: Minutes
    book: Minutes
    agenda: Annotated[list[AgendaItem], Field(min_length=1, max_length=12)]


class Workstream(Strict):
    """Work of a phase that goes on beside the others."""

    title: Title
    items: Annotated[list[Line], Field(min_length=1, max_length=12)]


class Deliverable(Strict):
    """What a phase leaves behind, by when, and the draft of it where there is one (Markdown)."""

    title: Title
    within: Title
    detail: Line
    draft: Text | None = None


class Phase(Strict):
    """What a phase is for. The clock knows the four phases and their weeks; the file says the same."""

    title: Title
    weeks: Weeks
    goal: Line
    attendees: Annotated[list[Title], Field(min_length=1)]
    meeting: Meeting | None = None
    workstreams: list[Workstream] = Field(default_factory=list)
    deliverables: Annotated[list[Deliverable], Field(min_length=1)]
    mistake: Line


class Phases(Strict):
    """`lifecycle/phases.yaml`."""

    phases: dict[Slug, Phase]


class Activity(Strict):
    """Something a track has to get done."""

    title: Title
    detail: Line


class Track(Strict):
    """A parallel workstream, who typically owns it, and everything it gets done; plans say in which week."""

    title: Title
    owner: Title
    goal: Line
    activities: Annotated[dict[Slug, Activity], Field(min_length=1)]


class Tracks(Strict):
    """`lifecycle/tracks.yaml`."""

    tracks: Annotated[dict[Slug, Track], Field(min_length=1)]


class PlanWeek(Strict):
    """One week of a plan: the activities of each track, by id."""

    week: Week
    activities: Annotated[dict[Slug, Annotated[list[Slug], Field(min_length=1)]], Field(min_length=1)]


class Plan(Strict):
    """A way to run the tracks; the pilot uses the product from week `pilot_from`."""

    title: Title
    summary: Line
    pilot_from: Week
    weeks: Annotated[list[PlanWeek], Field(min_length=1)]


class Plans(Strict):
    """`lifecycle/plans.yaml`."""

    plans: Annotated[dict[Slug, Plan], Field(min_length=1)]


class Stage(Strict):
    """An adoption stage: its promise, how that is measured, who owns it."""

    id: Slug
    title: Title
    weeks: Weeks
    promise: Line
    measure: Line
    owner: Title


class Stages(Strict):
    """`lifecycle/stages.yaml`: stages in order, the first until go-live, the last without an end."""

    stages: Annotated[list[Stage], Field(min_length=2)]


class Check(Strict):
    """One thing that has to hold, who must close the gap, and the message that asks for it."""

    title: Title
    detail: Line
    closed_by: Annotated[Closer, Field(strict=False)]
    draft: Text


class Section(Strict):
    """Checks that belong together, under one question."""

    title: Title
    question: Line
    checks: Annotated[dict[Slug, Check], Field(min_length=1)]


class Readiness(Strict):
    """`lifecycle/readiness.yaml`: what must hold before kickoff (`start`) and before the rollout (`go_live`)."""

    start: Annotated[dict[Slug, Section], Field(min_length=1)]
    go_live: Annotated[dict[Slug, Section], Field(min_length=1)]


class Touchpoint(Strict):
    """A value interaction, its weeks after the actual go-live, and the message that goes with it (Markdown)."""

    id: Slug
    name: Title
    weeks: Annotated[list[Week], Field(min_length=1)]
    purpose: Line
    owner: Title
    message: Text


class Touchpoints(Strict):
    """`lifecycle/touchpoints.yaml`: touchpoints in the order in which they first happen."""

    touchpoints: Annotated[list[Touchpoint], Field(min_length=1)]
