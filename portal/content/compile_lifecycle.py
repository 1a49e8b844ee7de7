"""From the checked files of `lifecycle/` to frozen values."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.content.schema import lifecycle as schema
from portal.content.sources import LifecycleSources
from portal.domain import plan
from portal.domain.lifecycle import PHASE_WEEKS, Phase


def compile_lifecycle(held: LifecycleSources) -> plan.Lifecycle:
    """The lifecycle of sources without problems."""
    if not (held.phases and held.tracks and held.plans and held.stages and held.readiness and held.touchpoints):
        message = "sources with problems cannot be compiled"
        raise ValueError(message)
    phases = held.phases.value.phases
    return plan.Lifecycle(
        phases=MappingProxyType({phase: _phase(phase, phases[phase]) for phase in PHASE_WEEKS}),
        tracks=MappingProxyType({name: _track(name, one) for name, one in held.tracks.value.tracks.items()}),
        plans=MappingProxyType({name: _plan(name, one) for name, one in held.plans.value.plans.items()}),
        stages=tuple(_stage(one) for one in held.stages.value.stages),
        start=_sections(held.readiness.value.start),
        go_live=_sections(held.readiness.value.go_live),
        touchpoints=tuple(_touchpoint(one) for one in held.touchpoints.value.touchpoints),
    )


def _phase(phase: Phase, raw: schema.Phase) -> plan.PhasePlan:
    return plan.PhasePlan(
        phase=phase,
        title=raw.title,
        first_week=raw.weeks.first,
        last_week=raw.weeks.last,
        goal=raw.goal,
        attendees=tuple(raw.attendees),
        meeting=_meeting(raw.meeting) if raw.meeting else None,
        workstreams=tuple(plan.Workstream(one.title, tuple(one.items)) for one in raw.workstreams),
        deliverables=tuple(plan.Deliverable(one.title, one.within, one.detail, one.draft) for one in raw.deliverables),
        mistake=raw.mistake,
    )


def _meeting(raw: schema.Meeting) -> plan.Meeting:
    agenda = tuple(plan.AgendaItem(item.title, item.minutes, item.detail) for item in raw.agenda)
    return plan.Meeting(raw.title, raw.minutes, raw.book, agenda)


def _track(name: str, raw: schema.Track) -> plan.Track:
    activities = {key: plan.Activity(key, one.title, one.detail) for key, one in raw.activities.items()}
    return plan.Track(name, raw.title, raw.owner, raw.goal, MappingProxyType(activities))


def _plan(name: str, raw: schema.Plan) -> plan.Plan:
    weeks = {
        one.week: MappingProxyType({track: tuple(activities) for track, activities in one.activities.items()})
        for one in raw.weeks
    }
    return plan.Plan(name, raw.title, raw.summary, raw.pilot_from, MappingProxyType(weeks))


def _stage(raw: schema.Stage) -> plan.Stage:
    return plan.Stage(raw.id, raw.title, raw.weeks.first, raw.promise, raw.measure, raw.owner)


def _sections(raw: Mapping[str, schema.Section]) -> tuple[plan.Section, ...]:
    return tuple(
        plan.Section(
            name, section.title, section.question, tuple(_check(key, one) for key, one in section.checks.items())
        )
        for name, section in raw.items()
    )


def _check(name: str, raw: schema.Check) -> plan.Check:
    return plan.Check(name, raw.title, raw.detail, raw.closed_by, raw.draft)


def _touchpoint(raw: schema.Touchpoint) -> plan.TouchpointPlan:
    return plan.TouchpointPlan(raw.id, raw.name, tuple(raw.weeks), raw.purpose, raw.owner, raw.message)
