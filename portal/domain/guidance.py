"""What the playbook says about an onboarding on a day: its stage, its plan, each track's week, the next message."""

from dataclasses import dataclass
from datetime import date

from portal.domain import lifecycle
from portal.domain.lifecycle import Onboarding
from portal.domain.plan import Activity, Lifecycle, PhasePlan, Plan, Stage, TouchpointPlan, Track
from portal.domain.tracks import pilot_week


@dataclass(frozen=True, slots=True)
class TrackWeek:
    """A track, and what the plan gives it to do in the present week."""

    track: Track
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a CSM reads beside an account. Before kickoff there is no stage; after go-live there is no plan."""

    phases: tuple[PhasePlan, ...]
    stage: Stage | None
    plan: Plan | None
    tracks: tuple[TrackWeek, ...]
    touchpoint: TouchpointPlan | None


def guidance(playbook: Lifecycle, onboarding: Onboarding, pilot_started_on: date | None, today: date) -> Guidance:
    """What the playbook says about this onboarding today."""
    week = lifecycle.week(onboarding, today)
    live = onboarding.went_live_on is not None and onboarding.went_live_on <= today
    plan = None if live else playbook.plan(pilot_week(onboarding, pilot_started_on, today))
    following = lifecycle.next_touchpoint(onboarding, playbook.schedule, today)
    return Guidance(
        phases=tuple(playbook.phases.values()),
        stage=playbook.stage(week, live=live) if week else None,
        plan=plan,
        tracks=_tracks(playbook, plan, week or 1) if plan else (),
        touchpoint=playbook.touchpoint(following.id) if following and following.id else None,
    )


def _tracks(playbook: Lifecycle, plan: Plan, week: int) -> tuple[TrackWeek, ...]:
    return tuple(
        TrackWeek(track, tuple(track.activities[name] for name in plan.weeks.get(week, {}).get(track.id, ())))
        for track in playbook.tracks.values()
    )
