"""Phases, adoption stages and touchpoints as forms. The clock knows which phases there are, and their weeks."""

from collections.abc import Iterator, Mapping
from functools import partial

from portal.web.internal.editor.held import Held
from portal.web.internal.editor.lists import Grows, Item, Section, each, each_entry
from portal.web.internal.editor.parts import Asks, Part, Value, value_at


def phases(held: Held) -> Iterator[Section]:
    """The four phases: what each is for, its meeting, and what it leaves behind."""
    yield Section("Phases", items=tuple(each_entry(held.value, ("phases",), partial(_phase, held))))


def _phase(held: Held, place: int, key: str, one: Mapping[str, Value], *, last: bool) -> Item:
    here = ("phases", key)
    meeting = (*here, "meeting")
    own = held.asked(
        Part(f"{key}-title", (*here, "title"), "Title"),
        Part(f"{key}-goal", (*here, "goal"), "Goal"),
        Part(f"{key}-attendees", (*here, "attendees"), "Who takes part, one in each line", Asks.LINES),
        Part(f"{key}-mistake", (*here, "mistake"), "The mistake most teams make"),
    )
    booked = held.asked(
        Part(f"{key}-meeting-title", (*meeting, "title"), "Meeting"),
        Part(f"{key}-meeting-minutes", (*meeting, "minutes"), "Minutes of its agenda", Asks.NUMBER),
        Part(f"{key}-meeting-book", (*meeting, "book"), "Minutes of its invite", Asks.NUMBER),
    )
    meets = isinstance(one.get("meeting"), dict)
    sections = [_agenda(held, key), _deliverables(held, key), _workstreams(held, key)]
    return Item(
        name=f"phase-{key}",
        title=str(one.get("title") or key),
        path=here,
        parts=own + booked * meets,
        sections=tuple(sections if meets else sections[1:]),
        moves=False,
        number=place,
        last=last,
    )


def _agenda(held: Held, key: str) -> Section:
    def item(place: int, one: Mapping[str, Value], *, last: bool) -> Item:
        here, name = ("phases", key, "meeting", "agenda", place), f"{key}-agenda-{place}"
        parts = held.asked(
            Part(f"{name}-title", (*here, "title"), "Point"),
            Part(f"{name}-minutes", (*here, "minutes"), "Minutes", Asks.NUMBER),
            Part(f"{name}-detail", (*here, "detail"), "What to say or ask"),
        )
        return Item(name, str(one.get("title") or "New"), here, f"{one.get('minutes', '?')} min", parts, last=last)

    path = ("phases", key, "meeting", "agenda")
    grows = Grows(path, "point", "Another point", lambda _, words: {"title": words, "minutes": 5, "detail": ""})
    return Section("Agenda", items=tuple(each(held.value, path, item)), grows=grows)


def _deliverables(held: Held, key: str) -> Section:
    def item(place: int, one: Mapping[str, Value], *, last: bool) -> Item:
        here, name = ("phases", key, "deliverables", place), f"{key}-deliverable-{place}"
        parts = held.asked(
            Part(f"{name}-title", (*here, "title"), "Deliverable"),
            Part(f"{name}-within", (*here, "within"), "By when, as “24 hours”"),
            Part(f"{name}-detail", (*here, "detail"), "What is in it"),
            Part(f"{name}-draft", (*here, "draft"), "Draft, with [brackets] to fill in", Asks.SPARE_TEXT),
        )
        return Item(name, str(one.get("title") or "New"), here, str(one.get("within") or ""), parts, last=last)

    path = ("phases", key, "deliverables")
    fresh = {"within": "", "detail": ""}
    grows = Grows(path, "deliverable", "Another deliverable", lambda _, words: {"title": words} | fresh)
    return Section("What it leaves behind", items=tuple(each(held.value, path, item)), grows=grows)


def _workstreams(held: Held, key: str) -> Section:
    def item(place: int, one: Mapping[str, Value], *, last: bool) -> Item:
        here, name = ("phases", key, "workstreams", place), f"{key}-workstream-{place}"
        parts = held.asked(
            Part(f"{name}-title", (*here, "title"), "Workstream"),
            Part(f"{name}-items", (*here, "items"), "What it covers, one in each line", Asks.LINES),
        )
        return Item(name, str(one.get("title") or "New"), here, parts=parts, last=last)

    path = ("phases", key, "workstreams")
    grows = Grows(path, "workstream", "Another workstream", lambda _, words: {"title": words, "items": []})
    return Section("What goes on side by side", items=tuple(each(held.value, path, item)), grows=grows)


def stages(held: Held) -> Iterator[Section]:
    """The adoption stages: each begins where the one before ends."""

    def item(place: int, one: Mapping[str, Value], *, last: bool) -> Item:
        here, id_ = ("stages", place), str(one.get("id", place))
        parts = held.asked(
            Part(f"{id_}-title", (*here, "title"), "Title"),
            Part(f"{id_}-first", (*here, "weeks", "first"), "First week", Asks.NUMBER),
            Part(f"{id_}-last", (*here, "weeks", "last"), "Last week, if it ends", Asks.SPARE_NUMBER),
            Part(f"{id_}-promise", (*here, "promise"), "What it promises"),
            Part(f"{id_}-measure", (*here, "measure"), "How that is measured"),
            Part(f"{id_}-owner", (*here, "owner"), "Who owns it"),
        )
        about = f"from week {value_at(one, ('weeks', 'first'))}"
        return Item(f"stage-{id_}", str(one.get("title") or "New"), here, about, parts, last=last)

    grows = Grows(("stages",), "stage", "Another stage", _fresh_stage)
    yield Section("Adoption stages, in their order", items=tuple(each(held.value, ("stages",), item)), grows=grows)


def _fresh_stage(id_: str, words: str) -> Value:
    return {"id": id_, "title": words, "weeks": {"first": 26}, "promise": "", "measure": "", "owner": ""}


def touchpoints(held: Held) -> Iterator[Section]:
    """The touchpoints after go-live, each with its weeks and its message."""

    def item(place: int, one: Mapping[str, Value], *, last: bool) -> Item:
        here, id_ = ("touchpoints", place), str(one.get("id", place))
        parts = held.asked(
            Part(f"{id_}-name", (*here, "name"), "Name"),
            Part(f"{id_}-weeks", (*here, "weeks"), "Weeks after go-live, as 7, 11, 16", Asks.NUMBERS),
            Part(f"{id_}-purpose", (*here, "purpose"), "What it is for"),
            Part(f"{id_}-owner", (*here, "owner"), "Who does it"),
            Part(f"{id_}-message", (*here, "message"), "Message, with [brackets] to fill in", Asks.TEXT),
        )
        weeks = parts[1].shown if parts[1:] else ""
        return Item(f"touchpoint-{id_}", str(one.get("name") or "New"), here, f"weeks {weeks}", parts, last=last)

    grows = Grows(("touchpoints",), "touchpoint", "Another touchpoint", _fresh_touchpoint)
    yield Section(
        "Touchpoints, as they first happen", items=tuple(each(held.value, ("touchpoints",), item)), grows=grows
    )


def _fresh_touchpoint(id_: str, words: str) -> Value:
    return {"id": id_, "name": words, "weeks": [], "purpose": "", "owner": "", "message": ""}
