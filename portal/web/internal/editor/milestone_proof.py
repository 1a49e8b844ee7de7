"""What shows that a milestone worked, as a form: its success signal, a number before and after, a story, a coach."""

from collections.abc import Iterator
from typing import Final

from portal.web.internal.editor.held import Held
from portal.web.internal.editor.lists import Section
from portal.web.internal.editor.parts import Asks, Choices, Part, told
from portal.web.internal.editor.rules import SHOWS_OUTCOME, rule_at

BEYOND: Final = "What shows that it worked is no rule that a form can say. Edit it in the text."
SIGNAL: Final = "In words, after “We'll know it worked when …”"
CONSENT: Final[Choices] = (("", "Not asked yet"), ("yes", "They agreed that it stands here"))


def signal(held: Held) -> Section:
    """The success signal: what the product reports once the outcome is there."""
    rule = rule_at(
        held.value,
        ("success_signal",),
        "signal",
        held.vocabulary,
        asked=("It worked when", SHOWS_OUTCOME),
        beside=("label",),
    )
    label = told("signal-label", SIGNAL, ("success_signal", "label"), Asks.SPARE_LINE)
    return Section("How you know that it worked", held.asked(label), rule=rule, beyond="" if rule else BEYOND)


def proof(held: Held) -> Iterator[Section]:
    """What other customers gained by it, and who helps."""
    spare = Asks.SPARE_LINE
    yield Section(
        "Before and after",
        held.asked(
            told("impact-label", "What is measured", ("impact", "label"), spare),
            told("impact-before", "Before", ("impact", "before"), spare),
            told("impact-after", "After", ("impact", "after"), spare),
        ),
    )
    yield Section(
        "A customer's story",
        held.asked(
            told("story-quote", "What they said", ("story", "quote"), spare),
            told("story-source", "Who said it", ("story", "source"), spare),
            Part("story-consent", ("story", "consent"), "Their consent", Asks.YES, choices=CONSENT),
        ),
    )
    yield Section(
        "A session to book",
        held.asked(
            told("coach-title", "What it is called", ("coach", "title"), spare),
            Part("coach-minutes", ("coach", "minutes"), "Minutes", Asks.SPARE_NUMBER),
            Part("coach-link", ("coach", "link"), "Where to book it", spare),
        ),
    )
