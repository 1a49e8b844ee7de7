"""`milestones/<id>/milestone.yaml`, and the front matter of its e-mail."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from portal.content.schema.base import Day, Line, Link, Short, Slug, Strict, Text, Title, refuse
from portal.content.schema.rules import Rule, SignalRule
from portal.content.schema.when import When
from portal.domain.playbook import Scope
from portal.domain.roles import Role


class StepLink(Strict):
    """A deep link into the product, and the words on its button."""

    url: Link
    label: Annotated[str, Field(min_length=1, max_length=40)]


def _manual_or_events(value: object) -> object:
    if value == "manual":
        return None
    if not isinstance(value, dict):
        mend = "write `manual`, or a mapping such as {event: Order Dispatched, count: 1}"
        refuse("is neither `manual` nor a rule on events", mend)
    return value


class Step(Strict):
    """One line of the checklist. `done_when` holds the events that end it; `manual` in the file is None here."""

    id: Slug
    title: Title
    cue: Line
    minutes: Annotated[int, Field(ge=1, le=10)]
    done_when: Annotated[
        Rule | None, BeforeValidator(_manual_or_events, json_schema_input_type=Literal["manual"] | Rule)
    ]
    tip: Line | None = None
    link: StepLink | None = None
    optional: bool = False


class Unlock(Strict):
    """A product capability the milestone grants."""

    key: Slug
    name: Title
    blurb: Line
    link: Link | None = None


class Impact(Strict):
    """A before/after measure in the customer's own unit."""

    label: Line
    before: Annotated[str, Field(min_length=1, max_length=20)]
    after: Annotated[str, Field(min_length=1, max_length=20)]


def _given(consent: bool) -> bool:  # noqa: FBT001 - a validator gets its value by position
    if not consent:
        refuse("is not given", "ask the customer, or leave the story out")
    return consent


class Story(Strict):
    """What another customer said. Without their consent it may not stand here."""

    quote: Line
    source: Line
    consent: Annotated[bool, AfterValidator(_given)]


class Celebration(Strict):
    """What the page says when the milestone is reached; `{account}` stands for the account's name."""

    headline: Title
    fact: Line


class Video(Strict):
    """The clip's title and length; its files lie beside the milestone."""

    title: Title
    seconds: Annotated[int, Field(ge=1, le=600)]


class Coach(Strict):
    """A session to book with your own team, for whoever would rather do it together."""

    title: Title
    minutes: Annotated[int, Field(ge=5, le=180)]
    link: Link


class Milestone(Strict):
    """The whole file."""

    id: Slug
    title: Title
    short: Short
    outcome: Title
    purpose: Line
    why: Text
    roles: Annotated[list[Annotated[Role, Field(strict=False)]], Field(min_length=1)]
    scope: Annotated[Scope, Field(strict=False)]
    track: Slug
    phase: Slug
    due_days: Annotated[int, Field(ge=1, le=365)]
    requires: list[Slug] = Field(default_factory=list)
    when: When | None = None
    first_value: bool = False
    steps: Annotated[list[Step], Field(min_length=3, max_length=7)]
    success_signal: SignalRule | None = None
    unlocks: list[Unlock] = Field(default_factory=list)
    impact: Impact | None = None
    story: Story | None = None
    celebration: Celebration
    video: Video | None = None
    coach: Coach | None = None
    spacing_days: Annotated[int, Field(ge=1, le=30)] | None = None
    risks: Annotated[list[Line], Field(min_length=1)]
    criteria: Annotated[list[Line], Field(min_length=1)]
    owner: Title
    review_by: Day


class EmailHead(Strict):
    """The front matter of `email.md`."""

    subject: Annotated[str, Field(min_length=1, max_length=78)]
