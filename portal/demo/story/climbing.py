"""How far each demo member climbs, and the acts that take them there, read off the playbook itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from portal.demo.story.people import DemoMember
from portal.demo.story.plan import AccountPlan
from portal.domain.personal import recombine
from portal.domain.playbook import SIGNAL, Catalogue, Milestone, Scope, Step
from portal.domain.profile import Profile
from portal.domain.rules import AnyRule, Condition, EventRule, Op, Rule, SequenceRule, leaves

FOLLOWERS = (0.4, 0.95)
"""The share of their leader's climb that the other members of a role reach, drawn for each."""
SHARE_CELEBRATED = 0.7


@dataclass(frozen=True, slots=True)
class Act:
    """One event on the way up: the member who causes it, and whether the portal itself reports it.

    Acts that follow each other with the same `burst` happen on one day, because their rule sets them a time.
    """

    name: str
    member: str
    properties: Mapping[str, object]
    portal: bool = False
    burst: str | None = None


@dataclass(frozen=True, slots=True)
class Climb:
    """A member's acts in order, and the events they must not cause by the way: those of milestones still open."""

    acts: tuple[Act, ...]
    not_yet: frozenset[str]


def climbs(random: Random, plan: AccountPlan, catalogue: Catalogue) -> dict[str, Climb]:
    """Every member's climb, by external id."""
    heights = {member.external_id: _height(random, plan, member) for member in plan.members}
    taken: set[str] = set()
    found: dict[str, list[Act]] = {}
    open_events: dict[str, frozenset[str]] = {}
    shared_open: set[str] = set()
    profile = Profile(plan.company.industry, plan.company.seats)
    for member in plan.members:
        milestones = recombine(catalogue.ladders[member.role], profile).milestones
        mine = [m for m in milestones if m.scope is Scope.MEMBER or (member.leader and m.id not in taken)]
        reach = len(milestones) * heights[member.external_id]
        done, partly = mine[: int(reach)], mine[int(reach) : int(reach) + 1]
        taken |= {m.id for m in mine if m.scope is Scope.ACCOUNT}
        found[member.external_id] = [*whole(random, plan, member, done), *_some(plan, member, partly, reach % 1)]
        rest = mine[int(reach) :]
        open_events[member.external_id] = frozenset(_events(rest))
        shared_open |= set(_events([m for m in rest if m.scope is Scope.ACCOUNT]))
    return {person: Climb(tuple(acts), open_events[person] | shared_open) for person, acts in found.items()}


def _height(random: Random, plan: AccountPlan, member: DemoMember) -> float:
    share = random.uniform(*FOLLOWERS)
    if member.fresh:
        return 0.0
    return plan.situation.climb * (1.0 if member.leader else share)


def whole(random: Random, plan: AccountPlan, member: DemoMember, milestones: Sequence[Milestone]) -> Iterator[Act]:
    """The acts that reach milestones one after the other."""
    for milestone in milestones:
        for step in milestone.steps:
            yield from _step(plan, member, milestone, step)
        if milestone.signal:
            yield from _rule(plan, member, milestone.signal.rule, f"{milestone.id}/{SIGNAL}")
        if milestone is not milestones[-1] or random.random() < SHARE_CELEBRATED:
            yield Act("Milestone Celebrated", member.external_id, {"milestone": milestone.id}, portal=True)


def _some(plan: AccountPlan, member: DemoMember, milestones: Sequence[Milestone], share: float) -> Iterator[Act]:
    for milestone in milestones:
        for step in milestone.steps[: int(len(milestone.steps) * share)]:
            yield from _step(plan, member, milestone, step)


def _step(plan: AccountPlan, member: DemoMember, milestone: Milestone, step: Step) -> Iterator[Act]:
    if step.rule:
        yield from _rule(plan, member, step.rule, f"{milestone.id}/{step.id}")
    else:
        yield Act("Step Ticked", member.external_id, {"milestone": milestone.id, "step": step.id}, portal=True)


def _rule(plan: AccountPlan, member: DemoMember, rule: Rule, name: str) -> Iterator[Act]:
    """The events that satisfy a rule, in order; of several ways, the first is taken."""
    if isinstance(rule, EventRule):
        acts = _events_for(plan, member, rule)
    else:
        parts = rule.rules[:1] if isinstance(rule, AnyRule) else rule.rules
        acts = (act for part in parts for act in _rule(plan, member, part, name))
    if isinstance(rule, EventRule | SequenceRule) and rule.within_days:
        acts = (replace(act, burst=name) for act in acts)
    yield from acts


def _events_for(plan: AccountPlan, member: DemoMember, rule: EventRule) -> Iterator[Act]:
    """The events that satisfy an event rule; where it counts people, colleagues take part."""
    colleagues = [member, *(other for other in plan.active if other is not member)][: rule.distinct_members]
    properties = {condition.property: _satisfying(condition) for condition in rule.where}
    for number in range(max(rule.count, rule.distinct_members)):
        yield Act(rule.event, colleagues[number % len(colleagues)].external_id, properties)


def _satisfying(condition: Condition) -> object:
    match condition.op:
        case Op.EXISTS:
            return 1
        case Op.NOT_EQUALS:
            return "other"
        case Op.EQUALS | Op.AT_LEAST | Op.AT_MOST:
            return condition.value


def _events(milestones: Sequence[Milestone]) -> Iterator[str]:
    for milestone in milestones:
        rules = [step.rule for step in milestone.steps if step.rule]
        if milestone.signal:
            rules.append(milestone.signal.rule)
        yield from (leaf.event for rule in rules for leaf in leaves(rule))
