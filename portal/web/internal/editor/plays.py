"""A play as a form: what it is for, and its actions in their order."""

from collections.abc import Iterator, Mapping

from portal.web.internal.editor.held import Held
from portal.web.internal.editor.lists import Grows, Item, Section, each
from portal.web.internal.editor.parts import Asks, Part, Value


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
