"""A risk tree as a form: its questions with their thresholds and where each answer leads, and its verdicts."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from portal.content import yaml
from portal.content.kinds import Kind, kind_of
from portal.content.signals import SIGNALS
from portal.domain.risk import Level
from portal.web.internal.editor.held import Held
from portal.web.internal.editor.lists import Grows, Item, Section, each_entry
from portal.web.internal.editor.parts import Asks, Choices, Part, Value, entries, value_at, words

NO_PLAY: Final = (("", "None"),)
ANSWERS: Final = ("yes", "no", "unknown")
LONGEST_SHORT: Final = 20
ASKED: Final[Choices] = tuple((name, words(name)) for name in SIGNALS)
"""Every signal that a question may be about."""
THRESHOLDS: Final[Mapping[str, str]] = {
    "share": "Share, from 0 to 1",
    "days": "Days looked back on",
    "max_days_late": "Days late at most",
    "min_age_days": "Days before it is judged",
}
"""What thresholds are called; others are called by their name in the file."""


def tree(held: Held) -> Iterator[Section]:
    """A tree: its questions, of which the first is asked first, and its verdicts."""
    nodes, leaves = (entries(held.value, key) for key in ("nodes", "leaves"))
    leads = tuple((key, str(value_at(one, ("ask",)) or value_at(one, ("title",)))) for key, one in [*nodes, *leaves])
    taken = tuple(key for key, _ in leads)
    yield Section(
        "Questions, the first one first",
        items=tuple(each_entry(held.value, ("nodes",), partial(_node, held, leads))),
        grows=Grows(("nodes",), "question", "Another question, about", partial(_fresh_node, held), ASKED, taken=taken),
    )
    yield Section(
        "Verdicts",
        items=tuple(each_entry(held.value, ("leaves",), partial(_leaf, held))),
        grows=Grows(("leaves",), "verdict", "Another verdict", _fresh_leaf, taken=taken),
    )


def _node(held: Held, leads: Choices, place: int, key: str, one: Value, *, last: bool) -> Item:
    here, thresholds = ("nodes", key), entries(one, "thresholds")
    signal = str(value_at(one, ("signal",)))
    wanted = tuple((word, words(word)) for word in sorted(SIGNALS[signal].values)) if signal in SIGNALS else ()
    wants = (Part(f"{key}-wanted", (*here, "wanted"), "Yes means", Asks.CHOICE, choices=wanted),)
    parts = held.asked(
        Part(f"{key}-ask", (*here, "ask"), "Question, put so that yes is the good answer"),
        *(wants if len(wanted) > 1 else ()),
        *(
            Part(f"{key}-{name}", (*here, "thresholds", name), THRESHOLDS.get(name, words(name)), Asks.NUMBER)
            for name, _ in thresholds
        ),
        Part(f"{key}-rule", (*here, "rule"), "The rule, as people read it", Asks.TEXT),
        *(
            Part(f"{key}-{answer}", (*here, answer), f"{words(answer)} leads to", Asks.CHOICE, choices=leads)
            for answer in ANSWERS
        ),
    )
    numbers = [f"{words(name).lower()} {value}" for name, value in thresholds]
    about = ", ".join([f"about {words(signal).lower()}", *numbers])
    title = str(value_at(one, ("ask",)) or words(key))
    return Item(f"node-{key}", title, here, about, parts, number=place, last=last)


def _fresh_node(held: Held, _: str, signal: str) -> Value:
    """A question about a signal, with the thresholds another question about it has; whoever adds it says the rest."""
    known = SIGNALS[signal]
    there = _thresholds(held, signal)
    return {
        "ask": "",
        "signal": signal,
        "wanted": "yes" if "yes" in known.values else min(known.values),
        "thresholds": {name: there.get(name, "") for name in sorted(known.thresholds)},
        "rule": "",
        **dict.fromkeys(ANSWERS, ""),
    }


def _thresholds(held: Held, signal: str) -> Mapping[str, Value]:
    trees = (yaml.read(text, path).value for path, text in held.texts.items() if kind_of(path) is Kind.TREE)
    nodes = (node for one in trees for _, node in entries(one, "nodes"))
    return next((dict(entries(node, "thresholds")) for node in nodes if value_at(node, ("signal",)) == signal), {})


def _leaf(held: Held, place: int, key: str, one: Value, *, last: bool) -> Item:
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
    return Item(f"leaf-{key}", str(value_at(one, ("title",)) or key), here, about, parts, number=place, last=last)


def _fresh_leaf(_: str, title: str) -> Value:
    return {"level": Level.UNKNOWN.value, "title": title, "short": title[:LONGEST_SHORT].strip(), "advice": ""}
