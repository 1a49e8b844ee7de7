"""Ladders: one for each role, their milestones there, their order possible."""

from collections.abc import Iterator

from portal.content.checks.names import repeated, suggest
from portal.content.checks.prerequisites import broken
from portal.content.kinds import Kind
from portal.content.problems import Problem
from portal.content.schema.ladder import Ladder
from portal.content.sources import Source, Sources
from portal.domain.roles import Role


def check(sources: Sources) -> Iterator[Problem]:
    """The problems of every ladder, roles without one, milestones in none."""
    for source in sources.ladders.values():
        yield from _members(sources, source)
        yield from _order(sources, source)
        yield from _first_value(sources, source)
        yield from _spacing(sources, source)
    yield from _one_each(sources)
    yield from _orphans(sources)


def _members(sources: Sources, source: Source[Ladder]) -> Iterator[Problem]:
    ids = source.value.milestones
    for place, name in repeated(ids):
        yield source.problem(("milestones", place), f"`{name}` stands here twice", "keep one of the two")
    for place, name in enumerate(ids):
        milestone = sources.milestones.get(name)
        if not sources.has(Kind.MILESTONE, name):
            mend = suggest(name, sources.present[Kind.MILESTONE], f"add milestones/{name}/milestone.yaml")
            yield source.problem(("milestones", place), f"there is no milestone `{name}`", mend)
        elif milestone and source.value.role not in milestone.value.roles:
            message = f"`{name}` is not for the role `{source.value.role}`"
            mend = f"add `{source.value.role}` to `roles` in milestones/{name}/milestone.yaml, or take it out here"
            yield source.problem(("milestones", place), message, mend)


def _order(sources: Sources, source: Source[Ladder]) -> Iterator[Problem]:
    for place, name, needed in broken(sources, source.value.milestones):
        message = f"`{name}` stands before `{needed}`, which it requires"
        yield source.problem(("milestones", place), message, f"move `{name}` below `{needed}`")


def _first_value(sources: Sources, source: Source[Ladder]) -> Iterator[Problem]:
    climbed = [sources.milestones.get(name) for name in source.value.milestones]
    if all(climbed) and not any(milestone and milestone.value.first_value for milestone in climbed):
        mend = "write `first_value: true` in the milestone that first gives this role something"
        yield source.problem(("milestones",), "no milestone of this ladder is its first value", mend)


def _spacing(sources: Sources, source: Source[Ladder]) -> Iterator[Problem]:
    first = source.value.milestones[0]
    milestone = sources.milestones.get(first)
    if milestone and milestone.value.spacing_days:
        message = f"nothing stands before `{first}` that its `spacing_days` could count from"
        mend = f"put another milestone before it, or take `spacing_days` out of milestones/{first}/milestone.yaml"
        yield source.problem(("milestones", 0), message, mend)


def _one_each(sources: Sources) -> Iterator[Problem]:
    seen: dict[Role, str] = {}
    for source in sources.ladders.values():
        first = seen.setdefault(source.value.role, source.name)
        if first != source.name:
            message = f"the role `{source.value.role}` already has the ladder `{first}`"
            yield source.problem(("role",), message, "keep one ladder a role")
    if sources.present[Kind.LADDER] == sources.ladders.keys():
        for role in sorted(set(Role) - seen.keys()):
            yield Problem(f"ladders/{role}.yaml", 1, 1, f"the role `{role}` has no ladder", "add this file")


def _orphans(sources: Sources) -> Iterator[Problem]:
    if sources.present[Kind.LADDER] != sources.ladders.keys():
        return
    climbed = {name for ladder in sources.ladders.values() for name in ladder.value.milestones}
    for name, source in sources.milestones.items():
        if name not in climbed:
            mend = "add it to a ladder, or delete its folder"
            yield source.problem(("id",), f"no ladder leads to `{name}`", mend)
