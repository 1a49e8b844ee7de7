"""The living playbook as frozen values: what a customer-success team wrote, checked and compiled.

The content layer builds these from files; every other layer only reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from portal.domain.experiments import Experiment
from portal.domain.measures import Measure
from portal.domain.plan import Lifecycle
from portal.domain.plays import Play
from portal.domain.profile import Question, When
from portal.domain.risk import Tree
from portal.domain.roles import Role
from portal.domain.rules import Rule, leaves
from portal.domain.vocabulary import Declared


class Scope(StrEnum):
    """Whose action completes a milestone: one teammate for the account, or each member alone."""

    ACCOUNT = "account"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a milestone's checklist. `rule` is None where a person ticks it by hand."""

    id: str
    title: str
    cue: str
    minutes: int
    tip: str | None = None
    link: str | None = None
    link_label: str | None = None
    optional: bool = False
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """The light metric that answers "did they achieve the outcome?"; `label` completes "when …"."""

    label: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Feature:
    """A product capability that a milestone unlocks."""

    key: str
    name: str
    blurb: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Impact:
    """A before/after measure: what this milestone moves, in the customer's own unit."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Story:
    """What another customer said, with their consent."""

    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Video:
    """A short clip. The three texts are hashes of published media; `transcript` is Markdown."""

    title: str
    seconds: int
    clip: str
    clip_type: str
    captions: str
    transcript: str
    poster: str | None = None


@dataclass(frozen=True, slots=True)
class Celebration:
    """What the page says when a milestone is reached; `{account}` stands for the account's name."""

    headline: str
    fact: str


@dataclass(frozen=True, slots=True)
class Coach:
    """A session to book with the vendor's team, for whoever would rather do it together."""

    title: str
    minutes: int
    link: str


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail template that accompanies a milestone; the body is Markdown."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A small, visible, time-bound achievement tied to an outcome.

    `outcome` completes "Two steps to …"; `short` labels it in the Rise; `due_days` counts from kickoff, or
    from go-live where that is the phase. `when` says which accounts it is for, `language` (such as de or pt-BR) in
    which its texts are. It rests for `spacing_days` after the milestone before it was reached.
    """

    id: str
    title: str
    short: str
    outcome: str
    purpose: str
    why: str
    scope: Scope
    track: str
    phase: str
    minutes: int
    due_days: int
    steps: tuple[Step, ...]
    roles: tuple[Role, ...]
    celebration: Celebration
    owner: str
    review_by: date
    article: str
    requires: tuple[str, ...] = ()
    when: When | None = None
    first_value: bool = False
    signal: Signal | None = None
    unlocks: tuple[Feature, ...] = ()
    impact: Impact | None = None
    story: Story | None = None
    video: Video | None = None
    risks: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    coach: Coach | None = None
    spacing_days: int | None = None
    email: Email | None = None
    in_app: str | None = None
    language: str = "en"

    def step(self, step_id: str) -> Step | None:
        """The step of that id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ordered milestones of one role, and the promise they add up to.

    `when` holds conditions of this ladder by milestone id, beside those that milestones bring themselves.
    """

    id: str
    role: Role
    title: str
    promise: str
    milestones: tuple[Milestone, ...]
    questions: tuple[Question, ...] = ()
    when: Mapping[str, When] = field(default_factory=lambda: MappingProxyType({}))

    def milestone(self, milestone_id: str) -> Milestone | None:
        """The milestone of that id, or None."""
        return next((m for m in self.milestones if m.id == milestone_id), None)


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure in plain language, and the events it counts; `measured` where it gives accounts a number a week."""

    id: str
    name: str
    definition: str
    counts: frozenset[str]
    measured: Measure | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """What of a catalogue is there in another language: whole ladders, and the milestones that have their texts."""

    ladders: Mapping[Role, Ladder]
    milestones: Mapping[str, Milestone]


StepKey = tuple[str, str]
"""A milestone id and a step id."""


class Waiting(NamedTuple):
    """A rule that waits for events: of which step of which milestone, and whether all of an account `share` it.

    The success signal of a milestone has the step id `SIGNAL`.
    """

    milestone: Milestone
    step: StepKey
    rule: Rule
    shared: bool


@dataclass(frozen=True)
class Catalogue:
    """One published revision of all the content, compiled for reading.

    Its texts are in `language`, the first of the vendor's; `editions` holds the other languages.
    """

    revision: int
    hash: str
    vendor: str
    product: str
    ladders: Mapping[Role, Ladder]
    milestones: Mapping[str, Milestone]
    trees: Mapping[str, Tree]
    plays: Mapping[str, Play]
    experiments: tuple[Experiment, ...]
    metrics: Mapping[str, Metric]
    events: Mapping[str, Declared]
    lifecycle: Lifecycle
    language: str = "en"
    editions: Mapping[str, Edition] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every discovery question of every ladder by id."""
        return MappingProxyType({one.id: one for ladder in self.ladders.values() for one in ladder.questions})

    def languages(self, role: Role) -> tuple[str, ...]:
        """The languages a role's ladder is offered in, that of the originals first."""
        return (self.language, *(locale for locale, edition in self.editions.items() if role in edition.ladders))

    def in_language(self, locale: str) -> "Catalogue":
        """The same revision with its texts in a language; what is not offered in it keeps the original's words."""
        return self._in_languages.get(locale, self)

    @cached_property
    def _in_languages(self) -> Mapping[str, "Catalogue"]:
        return {
            locale: replace(
                self,
                ladders=MappingProxyType({**self.ladders, **edition.ladders}),
                milestones=MappingProxyType({**self.milestones, **edition.milestones}),
            )
            for locale, edition in self.editions.items()
        }

    @cached_property
    def use_events(self) -> frozenset[str]:
        """The events that count as using the product (the metric USE_METRIC)."""
        return self.metrics[USE_METRIC].counts

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """How each metric that gives a number a week is counted, by the metric's id."""
        return MappingProxyType({one.id: one.measured for one in self.metrics.values() if one.measured})

    @cached_property
    def rules(self) -> Mapping[str, tuple["Waiting", ...]]:
        """Every rule by each event it waits for."""
        found: dict[str, list[Waiting]] = {}
        for milestone in self.milestones.values():
            rules = [(step.id, step.rule) for step in milestone.steps if step.rule]
            if milestone.signal:
                rules.append((SIGNAL, milestone.signal.rule))
            for step_id, rule in rules:
                waiting = Waiting(milestone, (milestone.id, step_id), rule, milestone.scope is Scope.ACCOUNT)
                for event in {leaf.event for leaf in leaves(rule)}:
                    found.setdefault(event, []).append(waiting)
        return MappingProxyType({event: tuple(rules) for event, rules in found.items()})


USE_METRIC = "active_members"
"""The metric that says which events count as using the product."""

SIGNAL = "$signal"
"""The step id under which a milestone's success signal is counted."""
