"""Plans: weeks in order and before go-live, tracks and activities that exist, a pilot that starts in time."""

from collections.abc import Iterator
from itertools import pairwise

from portal.content.checks.names import repeated, suggest
from portal.content.problems import Problem
from portal.content.schema.lifecycle import Plan, Plans, PlanWeek, Tracks
from portal.content.sources import Source, Sources
from portal.domain.lifecycle import PLANNED_GO_LIVE_WEEK
from portal.domain.plan import PILOT_TRACK


def check(sources: Sources) -> Iterator[Problem]:
    """The problems of every plan, and a pilot track that is missing."""
    tracks, plans = sources.lifecycle.tracks, sources.lifecycle.plans
    if tracks and PILOT_TRACK not in tracks.value.tracks:
        mend = "add it; plans say from which week it works with the product"
        yield tracks.problem(("tracks",), f"the track `{PILOT_TRACK}` is missing", mend)
    if plans is None:
        return
    for name, plan in plans.value.plans.items():
        yield from _weeks(plans, name, plan)
        yield from _pilot(plans, name, plan)
        if tracks:
            weeks = enumerate(plan.weeks)
            wrong = [one for place, week in weeks for one in _activities(plans, tracks.value, name, place, week)]
            yield from wrong or _left_out(plans, tracks.value, name, plan)


def _weeks(source: Source[Plans], name: str, plan: Plan) -> Iterator[Problem]:
    path = ("plans", name, "weeks")
    for place, (before, here) in enumerate(pairwise(plan.weeks), 1):
        if here.week <= before.week:
            message = f"week {here.week} stands after week {before.week}"
            yield source.problem((*path, place, "week"), message, "put the weeks in order, each once")
    for place, one in enumerate(plan.weeks):
        if one.week > PLANNED_GO_LIVE_WEEK:
            message = f"week {one.week} lies after the phases before go-live, which end in week {PLANNED_GO_LIVE_WEEK}"
            mend = "move its activities to an earlier week, or make touchpoints of them"
            yield source.problem((*path, place, "week"), message, mend)


def _pilot(source: Source[Plans], name: str, plan: Plan) -> Iterator[Problem]:
    at_work = [one.week for one in plan.weeks if PILOT_TRACK in one.activities]
    if plan.pilot_from not in at_work:
        message = f"the pilot works from week {plan.pilot_from}, and has no activity in that week"
        yield source.problem(
            ("plans", name, "pilot_from"), message, "name a week in which the pilot has something to do"
        )


def _activities(source: Source[Plans], tracks: Tracks, name: str, place: int, week: PlanWeek) -> Iterator[Problem]:
    for track, activities in week.activities.items():
        path = ("plans", name, "weeks", place, "activities", track)
        if track not in tracks.tracks:
            mend = suggest(track, tracks.tracks, "add it to lifecycle/tracks.yaml")
            yield source.problem(path, f"there is no track `{track}`", mend)
            continue
        known = tracks.tracks[track].activities
        for number, activity in enumerate(activities):
            if activity not in known:
                mend = suggest(activity, known, f"add it to `{track}` in lifecycle/tracks.yaml")
                yield source.problem((*path, number), f"`{track}` has no activity `{activity}`", mend)


def _left_out(source: Source[Plans], tracks: Tracks, name: str, plan: Plan) -> Iterator[Problem]:
    for track, held in tracks.tracks.items():
        planned = [activity for one in plan.weeks for activity in one.activities.get(track, [])]
        for activity in held.activities:
            if activity not in planned:
                message = f"the activity `{activity}` of `{track}` is in no week"
                yield source.problem(("plans", name, "weeks"), message, "plan it, or take it out of tracks.yaml")
        for _, activity in repeated(planned):
            message = f"the activity `{activity}` of `{track}` is in two weeks"
            yield source.problem(("plans", name, "weeks"), message, "keep the week in which it has to be done")
