"""Milestones: steps, rules, prerequisites."""

from collections.abc import Iterator

from portal.content.checks.events import check_rule
from portal.content.checks.names import repeated, suggest
from portal.content.checks.prerequisites import circle_through
from portal.content.kinds import Kind
from portal.content.problems import Problem
from portal.content.schema.milestone import Milestone
from portal.content.sources import Source, Sources
from portal.domain.playbook import Scope


def check(sources: Sources) -> Iterator[Problem]:
    """The problems of every milestone, then cycles between them."""
    for source in sources.milestones.values():
        yield from _steps(sources, source)
        yield from _requires(sources, source)
    yield from _folders(sources)
    yield from _features(sources)
    yield from _cycles(sources)


def _steps(sources: Sources, source: Source[Milestone]) -> Iterator[Problem]:
    steps = source.value.steps
    everybody = source.value.scope is Scope.ACCOUNT
    for place, step_id in repeated(step.id for step in steps):
        yield source.problem(
            ("steps", place, "id"), f"the step id `{step_id}` stands here twice", "rename one of the two"
        )
    for place, step in enumerate(steps):
        if step.done_when:
            here = ("steps", place, "done_when")
            yield from check_rule(sources, step.done_when, source.problem, here, everybody=everybody)
    if source.value.success_signal:
        signal = source.value.success_signal
        yield from check_rule(sources, signal, source.problem, ("success_signal",), everybody=everybody)
    if all(step.optional for step in steps):
        yield source.problem(("steps",), "every step is optional", "remove `optional: true` from at least one step")


def _requires(sources: Sources, source: Source[Milestone]) -> Iterator[Problem]:
    for place, needed in enumerate(source.value.requires):
        if not sources.has(Kind.MILESTONE, needed):
            mend = suggest(needed, sources.present[Kind.MILESTONE], f"add milestones/{needed}/milestone.yaml")
            yield source.problem(("requires", place), f"there is no milestone `{needed}`", mend)
    for place, needed in repeated(source.value.requires):
        yield source.problem(("requires", place), f"`{needed}` stands here twice", "keep one of the two")


def _folders(sources: Sources) -> Iterator[Problem]:
    texts = (Kind.ARTICLE, Kind.EMAIL, Kind.IN_APP, Kind.TRANSCRIPT, Kind.CLIP, Kind.CAPTIONS, Kind.POSTER)
    named = frozenset().union(*(sources.present[kind] for kind in texts))
    for name in sorted(named - sources.present[Kind.MILESTONE]):
        path = f"milestones/{name}/milestone.yaml"
        yield Problem(path, 1, 1, "the folder has no milestone.yaml", "add it, or remove the folder")


def _features(sources: Sources) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for source in sources.milestones.values():
        for place, unlock in enumerate(source.value.unlocks):
            first = seen.setdefault(unlock.key, source.name)
            if first != source.name:
                message = f"the feature `{unlock.key}` is also unlocked by `{first}`"
                yield source.problem(("unlocks", place, "key"), message, "unlock each feature in one milestone")


def _cycles(sources: Sources) -> Iterator[Problem]:
    told: set[frozenset[str]] = set()
    for name, source in sources.milestones.items():
        circle = circle_through(sources, name)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            way = " → ".join(circle)
            yield source.problem(("requires",), f"the prerequisites go round in a circle: {way}", "remove one of them")
