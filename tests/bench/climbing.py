"""What the people of the bench can do first: steps of milestones of their own, which wait for nothing else."""

from collections.abc import Iterator
from typing import NamedTuple

from portal.content.loader import load_catalogue
from portal.domain.playbook import Milestone, Scope, Step
from portal.domain.rules import EventRule, Op
from portal.resources import PLAYBOOK
from tests.bench.world import Person


class Line(NamedTuple):
    """One line of a person's checklist."""

    person: Person
    milestone: str
    step: Step


class Report(NamedTuple):
    """What the vendor's product sends when it sees that a line is done."""

    line: Line
    event: str
    properties: dict[str, object]


def lines(people: tuple[Person, ...]) -> list[Line]:
    """All that these people can do without ending a milestone: of each milestone, every step but the last required."""
    open_to = {role: list(_open(ladder.milestones)) for role, ladder in load_catalogue(PLAYBOOK).ladders.items()}
    return [
        Line(person, milestone.id, step)
        for person in people
        for milestone in open_to[person.role]
        for step in _but_the_last(milestone)
    ]


def _open(milestones: tuple[Milestone, ...]) -> Iterator[Milestone]:
    for milestone in milestones:
        if milestone.scope is Scope.MEMBER and not milestone.requires and not milestone.when:
            yield milestone


def _but_the_last(milestone: Milestone) -> list[Step]:
    last = [step for step in milestone.steps if not step.optional][-1]
    return [step for step in milestone.steps if step is not last]


def reports(people: tuple[Person, ...]) -> Iterator[Report]:
    """Of all those lines, the ones that a single event ends."""
    for line in lines(people):
        rule = line.step.rule
        if isinstance(rule, EventRule) and rule.target == 1 and all(wanted.op is Op.EQUALS for wanted in rule.where):
            yield Report(line, rule.event, {wanted.property: wanted.value for wanted in rule.where})
