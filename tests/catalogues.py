"""Random small playbooks, for properties of every playbook."""

from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from portal.content.loader import load_catalogue
from portal.domain.playbook import Catalogue, Feature, Impact, Ladder, Milestone, Scope, Signal, Step, StepKey
from portal.domain.roles import Role
from portal.domain.rules import EventRule, Rule
from portal.resources import PLAYBOOK
from tests.factories import milestone, small_playbook

IDS = ("agree", "connect", "invite", "map", "pilot", "report")
STEPS = ("first", "second", "third")
EVENTS = ("Groups Mapped", "Order Dispatched", "Report Viewed")
WORDS = st.sampled_from(("one", "two", "three"))

rules = st.builds(EventRule, event=st.sampled_from(EVENTS), count=st.integers(1, 3))
steps = st.builds(
    Step,
    id=st.sampled_from(STEPS),
    title=WORDS,
    cue=WORDS,
    minutes=st.integers(1, 3),
    tip=st.none() | WORDS,
    optional=st.booleans(),
    rule=st.none() | rules,
)


def _with_a_required_one(found: list[Step]) -> tuple[Step, ...]:
    """No playbook has a milestone of optional steps alone."""
    return (replace(found[0], optional=False), *found[1:])


fields: dict[str, st.SearchStrategy[Any]] = {
    "title": WORDS,
    "article": WORDS,
    "scope": st.sampled_from(Scope),
    "due_days": st.integers(1, 20),
    "steps": st.lists(steps, min_size=1, max_size=3, unique_by=lambda step: step.id).map(_with_a_required_one),
    "signal": st.none() | st.builds(Signal, label=WORDS, rule=rules),
    "unlocks": st.lists(st.builds(Feature, key=WORDS, name=WORDS, blurb=WORDS), max_size=1).map(tuple),
    "impact": st.none() | st.builds(Impact, label=WORDS, before=WORDS, after=WORDS),
    "risks": st.lists(WORDS, max_size=2).map(tuple),
}
"""The fields of a milestone that vary; the others stay as the factory makes them."""

given_fields = st.fixed_dictionaries(fields)
milestones = st.builds(lambda name, given: milestone(name, **given), st.sampled_from(IDS), given_fields)


def _catalogue(rungs: list[Milestone], orders: dict[Role, list[str]], revision: int) -> Catalogue:
    by_id = {rung.id: rung for rung in rungs}
    ladders = {
        role: Ladder(role, role, role.label, "A promise.", tuple(by_id[one] for one in orders[role] if one in by_id))
        for role in Role
    }
    return replace(
        small_playbook(), revision=revision, milestones=MappingProxyType(by_id), ladders=MappingProxyType(ladders)
    )


orders = st.fixed_dictionaries({role: st.lists(st.sampled_from(IDS), unique=True) for role in Role})
catalogues = st.builds(
    _catalogue,
    st.lists(milestones, min_size=1, max_size=4, unique_by=lambda one: one.id),
    orders,
    st.integers(1, 9),
)
"""Playbooks of up to four milestones, each ladder with some of them."""


@st.composite
def edited(draw: st.DrawFn, catalogue: Catalogue) -> Catalogue:
    """The playbook after somebody worked on it: milestones changed, added and taken out, ladders put in order."""
    rungs = {one.id: one for one in catalogue.milestones.values() if draw(st.booleans()) or draw(st.booleans())}
    for name, one in list(rungs.items()):
        if draw(st.booleans()):
            field = draw(st.sampled_from(sorted(fields)))
            rungs[name] = replace(one, **{field: draw(fields[field])})
    for added in draw(st.lists(milestones, max_size=1)):
        rungs.setdefault(added.id, added)
    return _catalogue(list(rungs.values()), draw(orders), catalogue.revision + 1)


def rules_of(catalogue: Catalogue) -> dict[str, list[tuple[StepKey, Rule]]]:
    """Every rule by each event it waits for, with its step."""
    return {event: [(one.step, one.rule) for one in waiting] for event, waiting in catalogue.rules.items()}


@cache
def shipped(revision: int = 0) -> Catalogue:
    """The playbook that comes with the product; it is read once."""
    return load_catalogue(PLAYBOOK, revision)
