"""A ladder as a form: its milestones in their order, and what is asked at the first sign-in."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from portal.content.kinds import Kind, name_of
from portal.web.internal.editor.conditions import condition_at
from portal.web.internal.editor.held import Held
from portal.web.internal.editor.lists import Grows, Item, Section, each, ends
from portal.web.internal.editor.parts import Asks, Choices, Part, Value, told, value_at

BEYOND: Final = "Whom this ladder has it for is no condition that a form can say. Edit it in the text."
ONE_OR_MANY: Final[Choices] = (("one", "One of them"), ("many", "As many as fit"))


def ladder(held: Held) -> Iterator[Section]:
    """A ladder: what it is, its milestones in their order, and the questions of the first sign-in."""
    yield Section(
        "What it is",
        held.asked(told("title", "Title", ("title",)), told("promise", "Promise", ("promise",), Asks.TEXT)),
    )
    yield _milestones(held)
    yield Section(
        "Questions at the first sign-in",
        items=tuple(each(held.value, ("questions",), partial(_question, held))),
        grows=Grows(("questions",), "question", "What would you like to know?", _fresh_question),
    )


def _milestones(held: Held) -> Section:
    """The milestones, each with whom this ladder has it for."""
    there = value_at(held.value, ("milestones",))
    ids = [str(one) for one in there] if isinstance(there, list) else []
    offers = held.offers

    def item(place: int, one: str) -> Item:
        only = condition_at(held.value, ("when", one), f"level-{one}-only", offers)
        return Item(
            name=f"level-{one}",
            title=one,
            path=("milestones", place),
            only=only,
            beyond="" if only else BEYOND,
            along=("when", one),
            link=f"milestones/{one}/milestone.yaml",
            last=ends(ids, place),
        )

    offered = tuple(one for one in held.ids(Kind.MILESTONE) if one[0] not in ids)
    begins = f"milestone?ladder={name_of(held.path)}"
    grows = Grows(("milestones",), "milestone", "Another milestone", lambda _, id_: id_, offered, begins)
    return Section("Milestones, in their order", items=tuple(map(item, range(len(ids)), ids)), grows=grows)


def _question(held: Held, place: int, one: Mapping[str, Value], *, last: bool) -> Item:
    here, id_ = ("questions", place), str(one.get("id", place))
    inside, name = ("questions", id_), f"question-{one.get('id', place)}"
    parts = held.asked(
        told(f"{name}-text", "Question", (*here, "text")),
        told(f"{name}-help", "Help", (*here, "help"), Asks.SPARE_LINE),
        Part(f"{name}-kind", (*here, "kind"), "How many may be chosen", Asks.CHOICE, choices=ONE_OR_MANY),
        inside=inside,
        around=2,
    )

    def option(number: int, of: Mapping[str, Value], *, last: bool) -> Item:
        key, label = str(of.get("id", number)), str(of.get("label") or "New")
        path = (*here, "options", number)
        part = told(f"{name}-{key}-label", "Answer", (*path, "label"))
        asked = held.asked(part, inside=(*inside, "options", key), around=5)
        return Item(f"{name}-{key}", label, path, key, asked, inside=(*inside, "options", key), last=last)

    options = Section(
        "Answers",
        items=tuple(each(held.value, (*here, "options"), option)),
        grows=Grows((*here, "options"), "answer", "Another answer", lambda id_, words: {"id": id_, "label": words}),
    )
    return Item(name, str(one.get("text")), here, id_, parts, sections=(options,), inside=inside, last=last)


def _fresh_question(id_: str, words: str) -> Value:
    options = [{"id": "first", "label": ""}, {"id": "second", "label": ""}]
    return {"id": id_, "text": words, "kind": "one", "options": options}
