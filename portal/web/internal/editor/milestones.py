"""A milestone as a form: what it is, its steps, what it unlocks, what is said of it."""

from collections.abc import Iterator, Mapping

from portal.web.internal.editor.held import Held
from portal.web.internal.editor.lists import Grows, Item, Section, each
from portal.web.internal.editor.milestone_place import audience, belonging
from portal.web.internal.editor.milestone_proof import proof, signal
from portal.web.internal.editor.parts import Asks, Part, Value, told
from portal.web.internal.editor.steps import steps


def milestone(held: Held) -> Iterator[Section]:
    """A milestone: what it is, its steps, what shows that it worked, what is said of it, and where it belongs."""
    yield Section(
        "What it is",
        held.asked(
            told("title", "Title", ("title",)),
            told("short", "In the Rise", ("short",)),
            told("outcome", "Outcome, after “Two steps to …”", ("outcome",)),
            Part("purpose", ("purpose",), "Purpose, for the success team"),
            told("why", "Why it matters", ("why",), Asks.TEXT),
            Part("due_days", ("due_days",), "Due, in days from the start of its phase", Asks.NUMBER),
        ),
    )
    yield steps(held)
    yield signal(held)
    yield _unlocks(held)
    yield Section(
        "When it is reached",
        held.asked(
            told("headline", "Headline", ("celebration", "headline")),
            told("fact", "Fact", ("celebration", "fact"), Asks.TEXT),
        ),
    )
    yield belonging(held)
    yield audience(held)
    yield from proof(held)
    yield Section(
        "For the success team",
        held.asked(
            Part("risks", ("risks",), "What can go wrong, one in each line", Asks.LINES),
            Part("criteria", ("criteria",), "How you see that it is done, one in each line", Asks.LINES),
            Part("owner", ("owner",), "Who looks after this text"),
            Part("review_by", ("review_by",), "To be reviewed by, as 2027-05-31"),
        ),
    )


def _unlocks(held: Held) -> Section:
    def item(place: int, one: Mapping[str, Value], *, last: bool) -> Item:
        key = str(one.get("key", place))
        here = ("unlocks", place)
        parts = held.asked(
            told(f"unlock-{key}-name", "Name", (*here, "name")),
            told(f"unlock-{key}-blurb", "What people can do with it", (*here, "blurb")),
            Part(f"unlock-{key}-link", (*here, "link"), "Link to it", Asks.SPARE_LINE),
            inside=("unlocks", key),
            around=2,
        )
        title = str(one.get("name") or "New")
        return Item(f"unlock-{key}", title, here, key, parts, inside=("unlocks", key), last=last)

    grows = Grows(("unlocks",), "capability", "Its name", lambda id_, words: {"key": id_, "name": words, "blurb": ""})
    return Section("What it unlocks", items=tuple(each(held.value, ("unlocks",), item)), grows=grows)
