"""Tracks with their activities, and the plans that say in which week each is done, as forms."""

from collections.abc import Iterator, Mapping
from functools import partial

from portal.content import yaml
from portal.web.internal.editor.held import Held
from portal.web.internal.editor.lists import Grows, Item, Section, each, each_entry
from portal.web.internal.editor.parts import Asks, Choices, Part, Value, entries, value_at, words

TRACKS = "lifecycle/tracks.yaml"


def tracks(held: Held) -> Iterator[Section]:
    """The tracks, each with everything it gets done."""
    grows = Grows(("tracks",), "track", "Another track", _fresh_track)
    items = tuple(each_entry(held.value, ("tracks",), partial(_track, held)))
    yield Section("Tracks, side by side", items=items, grows=grows)


def _track(held: Held, place: int, key: str, one: Mapping[str, Value], *, last: bool) -> Item:
    here = ("tracks", key)
    parts = held.asked(
        Part(f"{key}-title", (*here, "title"), "Title"),
        Part(f"{key}-owner", (*here, "owner"), "Who typically owns it"),
        Part(f"{key}-goal", (*here, "goal"), "When it has done its work"),
    )

    def activity(number: int, id_: str, of: Mapping[str, Value], *, last: bool) -> Item:
        path, name = (*here, "activities", id_), f"{key}-{id_}"
        own = held.asked(
            Part(f"{name}-title", (*path, "title"), "Activity"),
            Part(f"{name}-detail", (*path, "detail"), "What is done when it is done"),
        )
        return Item(f"activity-{name}", str(of.get("title") or "New"), path, parts=own, number=number, last=last)

    done = (*here, "activities")
    grows = Grows(done, "activity", "Another activity", lambda _, says: {"title": says, "detail": ""})
    section = Section("What it gets done", items=tuple(each_entry(held.value, done, activity)), grows=grows)
    title = str(one.get("title") or "New")
    return Item(f"track-{key}", title, here, parts=parts, sections=(section,), number=place, last=last)


def _fresh_track(_: str, says: str) -> Value:
    return {"title": says, "owner": "", "goal": "", "activities": {"first": {"title": "", "detail": ""}}}


def plans(held: Held) -> Iterator[Section]:
    """The plans, each with its weeks and what every track does in them."""
    done = dict(_activities(held))

    def plan(place: int, key: str, one: Mapping[str, Value], *, last: bool) -> Item:
        here = ("plans", key)
        parts = held.asked(
            Part(f"{key}-title", (*here, "title"), "Title"),
            Part(f"{key}-summary", (*here, "summary"), "How it runs, and for whom"),
            Part(f"{key}-pilot-from", (*here, "pilot_from"), "The pilot uses the product from week", Asks.NUMBER),
        )
        weeks = tuple(each(held.value, (*here, "weeks"), partial(_week, held, key, done)))
        grows = Grows((*here, "weeks"), "week", "Another week, by its number", _fresh_week)
        title = str(one.get("title") or "New")
        section = Section("Its weeks", items=weeks, grows=grows)
        return Item(f"plan-{key}", title, here, parts=parts, sections=(section,), number=place, last=last)

    yield Section("Plans, the quickest first", items=tuple(each_entry(held.value, ("plans",), plan)))


def _week(
    held: Held, plan: str, done: Mapping[str, tuple[str, Choices]], place: int, one: Mapping[str, Value], *, last: bool
) -> Item:
    here, name = ("plans", plan, "weeks", place), f"{plan}-week-{place}"
    parts = held.asked(
        Part(f"{name}-week", (*here, "week"), "Week", Asks.NUMBER),
        *(
            Part(f"{name}-{key}", (*here, "activities", key), title, Asks.MANY, choices=offered)
            for key, (title, offered) in done.items()
        ),
    )
    about = ", ".join(done[key][0] if key in done else words(key) for key, _ in entries(one, "activities"))
    return Item(name, f"Week {one.get('week', '?')}", here, about, parts, last=last)


def _fresh_week(_: str, says: str) -> Value:
    return {"week": int(says) if says.isdecimal() else says, "activities": {}}


def _activities(held: Held) -> Iterator[tuple[str, tuple[str, Choices]]]:
    """The title and the activities of every track, by its id."""
    value = yaml.read(held.texts.get(TRACKS, ""), TRACKS).value
    for key, one in entries(value, "tracks"):
        offered = tuple((id_, str(value_at(of, ("title",)) or words(id_))) for id_, of in entries(one, "activities"))
        yield key, (str(value_at(one, ("title",)) or words(key)), offered)
