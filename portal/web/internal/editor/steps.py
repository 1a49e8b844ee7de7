"""The steps of a milestone as a form, each with what ends it."""

from collections.abc import Mapping
from typing import Final

from portal.web.internal.editor.held import Held
from portal.web.internal.editor.lists import Grows, Item, Section, each
from portal.web.internal.editor.parts import Asks, Choices, Part, Value, told
from portal.web.internal.editor.rules import MANUAL, rule_at

SKIPPED: Final[Choices] = (("", "Everybody does it"), ("yes", "It may be left out"))
BEYOND: Final = "What ends this step is no rule that a form can say. Edit it in the text."


def steps(held: Held) -> Section:
    """The steps, in their order."""

    def item(place: int, one: Mapping[str, Value], *, last: bool) -> Item:
        return _step(held, place, one, last=last)

    grows = Grows(("steps",), "step", "What is there to do?", _fresh)
    return Section("Steps, in their order", items=tuple(each(held.value, ("steps",), item)), grows=grows)


def _step(held: Held, place: int, one: Mapping[str, Value], *, last: bool) -> Item:
    here, id_ = ("steps", place), str(one.get("id", place))
    name, inside = f"step-{id_}", ("steps", id_)
    rule = rule_at(held.value, (*here, "done_when"), f"{name}-done", held.vocabulary)
    parts = held.asked(
        told(f"{name}-title", "Title", (*here, "title")),
        told(f"{name}-cue", "Cue", (*here, "cue")),
        told(f"{name}-tip", "Tip", (*here, "tip"), Asks.SPARE_LINE),
        told(f"{name}-link-label", "Words on its button", (*here, "link", "label"), Asks.SPARE_LINE),
        Part(f"{name}-link-url", (*here, "link", "url"), "Where the button leads", Asks.SPARE_LINE),
        Part(f"{name}-minutes", (*here, "minutes"), "Minutes", Asks.NUMBER),
        Part(f"{name}-optional", (*here, "optional"), "Who does it", Asks.YES, choices=SKIPPED),
        inside=inside,
        around=2,
    )
    return Item(
        name=name,
        title=str(one.get("title") or "New"),
        path=here,
        about=f"{one.get('minutes', '?')} min, {rule.about if rule else 'several rules'}",
        parts=parts,
        rule=rule,
        beyond="" if rule else BEYOND,
        inside=inside,
        last=last,
    )


def _fresh(id_: str, words: str) -> Value:
    return {"id": id_, "title": words, "cue": "", "minutes": 5, "done_when": MANUAL}
