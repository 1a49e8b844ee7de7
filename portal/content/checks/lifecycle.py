"""The lifecycle: phases as the clock counts them, agendas that add up, stages and touchpoints in order."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from portal.content.checks.names import repeated, suggest
from portal.content.problems import Problem
from portal.content.schema.lifecycle import Meeting, Phases, Readiness, Stages, Touchpoints
from portal.content.sources import Source, Sources
from portal.content.yaml import Path
from portal.domain.lifecycle import PHASE_WEEKS, PLANNED_GO_LIVE_WEEK


def check(sources: Sources) -> Iterator[Problem]:
    """The problems of every file of `lifecycle/` but the plans, and milestones that name what is not there."""
    held = sources.lifecycle
    if held.phases:
        yield from _phases(held.phases)
        yield from _named(sources, "phase", held.phases.value.phases, f"use one of {', '.join(PHASE_WEEKS)}")
    if held.tracks:
        yield from _named(sources, "track", held.tracks.value.tracks, "add it to lifecycle/tracks.yaml")
    if held.stages:
        yield from _stages(held.stages)
    if held.readiness:
        yield from _readiness(held.readiness)
    if held.touchpoints:
        yield from _touchpoints(held.touchpoints)


def _phases(source: Source[Phases]) -> Iterator[Problem]:
    phases = source.value.phases
    for name in phases.keys() - set(PHASE_WEEKS):
        mend = suggest(name, PHASE_WEEKS, "remove it")
        yield source.problem(("phases", name), f"the clock knows no phase `{name}`", mend)
    for name, (first, last) in PHASE_WEEKS.items():
        if name not in phases:
            yield source.problem(("phases",), f"the phase `{name}` is missing", f"add `{name}: …`")
            continue
        phase = phases[name]
        if (phase.weeks.first, phase.weeks.last) != (first, last):
            wanted = f"{{first: {first}, last: {last}}}" if last else f"{{first: {first}}}"
            message = f"the clock counts `{name}` in other weeks"
            yield source.problem(("phases", name, "weeks"), message, f"write `weeks: {wanted}`")
        if phase.meeting:
            yield from _meeting(source, ("phases", name, "meeting"), phase.meeting)


def _meeting(source: Source[Phases], path: Path, meeting: Meeting) -> Iterator[Problem]:
    total = sum(item.minutes for item in meeting.agenda)
    if total != meeting.minutes:
        message = f"the agenda takes {total} minutes, and the meeting {meeting.minutes}"
        yield source.problem((*path, "minutes"), message, f"write `minutes: {total}`, or change the agenda")
    if meeting.book < meeting.minutes:
        message = f"the invite is for {meeting.book} minutes, and the meeting takes {meeting.minutes}"
        yield source.problem((*path, "book"), message, f"write at least `book: {meeting.minutes}`")


def _named(sources: Sources, key: str, known: Collection[str], otherwise: str) -> Iterator[Problem]:
    for source in sources.milestones.values():
        name = getattr(source.value, key)
        if name not in known:
            yield source.problem((key,), f"there is no {key} `{name}`", suggest(name, known, otherwise))


def _stages(source: Source[Stages]) -> Iterator[Problem]:
    stages = source.value.stages
    for place, name in repeated(stage.id for stage in stages):
        yield source.problem(("stages", place, "id"), f"the stage `{name}` stands here twice", "rename one of the two")
    if stages[0].weeks.last != PLANNED_GO_LIVE_WEEK:
        message = f"the first stage lasts until go-live, which the plan has in week {PLANNED_GO_LIVE_WEEK}"
        yield source.problem(("stages", 0, "weeks"), message, f"write `last: {PLANNED_GO_LIVE_WEEK}`")
    for place, (before, stage) in enumerate(pairwise(stages), 1):
        if before.weeks.last is not None and stage.weeks.first != before.weeks.last:
            message = f"`{stage.id}` begins in week {stage.weeks.first}, and `{before.id}` ends in {before.weeks.last}"
            mend = f"write `first: {before.weeks.last}`, so that every week has a stage"
            yield source.problem(("stages", place, "weeks"), message, mend)
    for place, stage in enumerate(stages):
        last = stage is stages[-1]
        if last != (stage.weeks.last is None):
            message = "the last stage goes on" if last else "only the last stage goes on"
            mend = "remove `last`" if last else "write in which week it ends: `last: …`"
            yield source.problem(("stages", place, "weeks"), message, mend)


def _readiness(source: Source[Readiness]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for part in ("start", "go_live"):
        for section, held in getattr(source.value, part).items():
            for name in held.checks:
                first = seen.setdefault(f"{part}/{name}", section)
                if first != section:
                    path = (part, section, "checks", name)
                    yield source.problem(path, f"the check `{name}` is also in `{first}`", "rename one of the two")


def _touchpoints(source: Source[Touchpoints]) -> Iterator[Problem]:
    touchpoints = source.value.touchpoints
    for place, name in repeated(one.id for one in touchpoints):
        yield source.problem(
            ("touchpoints", place, "id"), f"the touchpoint `{name}` stands here twice", "rename one of the two"
        )
    taken: dict[int, int] = {}
    for place, one in enumerate(touchpoints):
        path = ("touchpoints", place, "weeks")
        for week in one.weeks:
            first = taken.setdefault(week, place)
            if first != place:
                message = f"week {week} after go-live already has `{touchpoints[first].id}`"
                yield source.problem(path, message, "give each touchpoint a week of its own")
        if any(later <= earlier for earlier, later in pairwise(one.weeks)):
            yield source.problem(path, "the weeks do not ascend", f"write {sorted(set(one.weeks))}")
        if place and one.weeks[0] < touchpoints[place - 1].weeks[0]:
            before = touchpoints[place - 1].id
            message = f"`{one.id}` happens before `{before}`, which stands above it"
            yield source.problem(path, message, f"move `{one.id}` above `{before}`")
