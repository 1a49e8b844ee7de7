"""A risk tree and a play as forms: thresholds, answers, verdicts, and what to do about them."""

from collections.abc import Iterator, Mapping
from typing import Final

from portal.content.kinds import Kind
from portal.domain.risk import Level
from portal.web.internal.editor.held import Held
from portal.web.internal.editor.lists import Grows, Item, Section, each
from portal.web.internal.editor.parts import Asks, Choices, Part, Value, entries, value_at, words

NO_PLAY: Final = (("", "None"),)
THRESHOLDS: Final[Mapping[str, str]] = {
    "share": "Share, from 0 to 1",
    "days": "Days looked back on",
    "max_days_late": "Days late at most",
    "min_age_days": "Days before it is judged",
}
"""What thresholds are called; others are called by their name in the file."""


def tree(held: Held) -> Iterator[Section]:
    """A tree: its questions with their thresholds and where each answer leads, and its verdicts."""
    nodes, leaves = (entries(held.value, key) for key in ("nodes", "leaves"))
    leads = tuple((key, str(value_at(one, ("ask",)) or value_at(one, ("title",)))) for key, one in [*nodes, *leaves])
    yield Section("Questions", items=tuple(_node(held, key, one, leads) for key, one in nodes))
    yield Section("Verdicts", items=tuple(_leaf(held, key, one) for key, one in leaves))


def _node(held: Held, key: str, one: Value, leads: Choices) -> Item:
    here = ("nodes", key)
    thresholds = entries(one, "thresholds")
    parts = held.asked(
        Part(f"{key}-ask", (*here, "ask"), "Question"),
        *(
            Part(f"{key}-{name}", (*here, "thresholds", name), THRESHOLDS.get(name, words(name)), Asks.NUMBER)
            for name, _ in thresholds
        ),
        Part(f"{key}-rule", (*here, "rule"), "The rule, as people read it", Asks.TEXT),
        *(
            Part(f"{key}-{answer}", (*here, answer), f"{words(answer)} leads to", Asks.CHOICE, choices=leads)
            for answer in ("yes", "no", "unknown")
        ),
    )
    about = ", ".join(f"{words(name).lower()} {value}" for name, value in thresholds)
    return Item(f"node-{key}", str(value_at(one, ("ask",)) or key), here, about, parts, moves=False)


def _leaf(held: Held, key: str, one: Value) -> Item:
    here = ("leaves", key)
    levels = tuple((level.value, words(level.value)) for level in Level)
    parts = held.asked(
        Part(f"{key}-title", (*here, "title"), "Title"),
        Part(f"{key}-short", (*here, "short"), "In lists"),
        Part(f"{key}-level", (*here, "level"), "Level", Asks.CHOICE, choices=levels),
        Part(f"{key}-advice", (*here, "advice"), "Advice"),
        Part(f"{key}-play", (*here, "play"), "Play", Asks.CHOICE, choices=(*NO_PLAY, *held.ids(Kind.PLAY))),
    )
    about = words(str(value_at(one, ("level",)) or ""))
    return Item(f"leaf-{key}", str(value_at(one, ("title",)) or key), here, about, parts, moves=False)


def play(held: Held) -> Iterator[Section]:
    """A play: what it is, and its actions in their order."""

    def item(place: int, one: Mapping[str, Value], *, last: bool) -> Item:
        here, name = ("actions", place), f"action-{place}"
        parts = held.asked(
            Part(f"{name}-title", (*here, "title"), "Title"),
            Part(f"{name}-detail", (*here, "detail"), "Detail", Asks.TEXT),
            Part(f"{name}-draft", (*here, "draft"), "Draft of the message", Asks.SPARE_TEXT),
        )
        return Item(
            name, str(one.get("title") or "New"), here, "with a draft" * bool(one.get("draft")), parts, last=last
        )

    summary = Part("summary", ("summary",), "Summary", Asks.TEXT)
    yield Section("What it is", held.asked(Part("title", ("title",), "Title"), summary))
    grows = Grows(("actions",), "action", "What is to be done?", lambda _, words: {"title": words, "detail": ""})
    yield Section("Actions, in their order", items=tuple(each(held.value, ("actions",), item)), grows=grows)
