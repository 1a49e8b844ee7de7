"""`milestones/<id>/milestone.<language>.yaml` and `ladders/<id>.<language>.yaml`: the texts in another language.

A translation has the keys of its original, and only those with words for customers; what is a list there
(steps, unlocks, questions, options) is a mapping by id (unlocks: by key) here. Every text that the original has is
needed, and no other is allowed. `milestone.de.yaml`, as an example:

    title: Geben Sie Ihren ersten Auftrag frei
    short: Freigabe                  # at most 10 characters, as in the original
    outcome: Ihrem ersten freigegebenen Auftrag
    why: …
    steps:
      send_order:
        title: …
        cue: …
        tip: …                       # where the original has one
        link: {label: …}             # where the original has one
    success_signal: {label: …}       # and so on down, each where the original has it
    unlocks:
      quick_dispatch: {name: …, blurb: …}
    impact: {label: …, before: …, after: …}
    story: {quote: …, source: …}
    celebration: {headline: …, fact: …}
    video: {title: …}
    coach: {title: …}

`ladders/operator.de.yaml`:

    title: …
    promise: …
    questions:
      shift_pattern:
        text: …
        help: …                      # where the original has one
        options: {day: …, night: …}

`purpose`, `risks`, `criteria` and `owner` speak to the success team and stay as they are.

A ladder is offered in a language as soon as it has a `ladders/<id>.<language>.yaml`. Then each of its milestones
needs `milestone.<language>.yaml` and `article.<language>.md`, and where the original has them `email.<language>.md`,
`in_app.<language>.md`, `transcript.<language>.md` and `video.<language>.vtt`. Languages are declared in vendor.yaml:
`languages: [en, de]`, the language of the originals first.
"""

from typing import Annotated

from pydantic import Field

from portal.content.schema.base import Line, Short, Slug, Strict, Text, Title

ButtonLabel = Annotated[str, Field(min_length=1, max_length=40)]
Amount = Annotated[str, Field(min_length=1, max_length=20)]


class LinkTexts(Strict):
    """The words on a step's button."""

    label: ButtonLabel | None = None


class StepTexts(Strict):
    """One line of the checklist."""

    title: Title | None = None
    cue: Line | None = None
    tip: Line | None = None
    link: LinkTexts | None = None


class SignalTexts(Strict):
    """What completes "We'll know it worked when …"."""

    label: Line | None = None


class FeatureTexts(Strict):
    """A product capability."""

    name: Title | None = None
    blurb: Line | None = None


class ImpactTexts(Strict):
    """The before/after measure, written as this language writes numbers and units."""

    label: Line | None = None
    before: Amount | None = None
    after: Amount | None = None


class StoryTexts(Strict):
    """What another customer said."""

    quote: Line | None = None
    source: Line | None = None


class CelebrationTexts(Strict):
    """What the page says when the milestone is reached."""

    headline: Title | None = None
    fact: Line | None = None


class VideoTexts(Strict):
    """The clip's title."""

    title: Title | None = None


class CoachTexts(Strict):
    """The title of the session to book."""

    title: Title | None = None


class MilestoneTexts(Strict):
    """The whole `milestone.<language>.yaml`."""

    title: Title | None = None
    short: Short | None = None
    outcome: Title | None = None
    why: Text | None = None
    steps: dict[Slug, StepTexts] = Field(default_factory=dict)
    success_signal: SignalTexts | None = None
    unlocks: dict[Slug, FeatureTexts] = Field(default_factory=dict)
    impact: ImpactTexts | None = None
    story: StoryTexts | None = None
    celebration: CelebrationTexts | None = None
    video: VideoTexts | None = None
    coach: CoachTexts | None = None


class QuestionTexts(Strict):
    """One discovery question, and its options by id."""

    text: Line | None = None
    help: Line | None = None
    options: dict[Slug, Title] = Field(default_factory=dict)


class LadderTexts(Strict):
    """The whole `ladders/<id>.<language>.yaml`."""

    title: Title | None = None
    promise: Line | None = None
    questions: dict[Slug, QuestionTexts] = Field(default_factory=dict)
