"""The readiness checks as a form: what holds before kickoff, and before the rollout."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from portal.domain.plan import Closer
from portal.web.internal.editor.held import Held
from portal.web.internal.editor.lists import Grows, Item, Section, each_entry
from portal.web.internal.editor.parts import Asks, Choices, Part, Value, words

GATES: Final[Mapping[str, str]] = {"start": "Before the kickoff", "go_live": "Before the broad rollout"}
CLOSERS: Final[Choices] = tuple((closer.value, words(closer.value)) for closer in Closer)


def readiness(held: Held) -> Iterator[Section]:
    """Both gates, each with its sections."""
    for gate, title in GATES.items():
        grows = Grows((gate,), "section", "Another section", _fresh_section)
        yield Section(title, items=tuple(each_entry(held.value, (gate,), partial(_section, held, gate))), grows=grows)


def _section(held: Held, gate: str, place: int, key: str, one: Mapping[str, Value], *, last: bool) -> Item:
    here, name = (gate, key), f"{gate}-{key}"
    parts = held.asked(
        Part(f"{name}-title", (*here, "title"), "Title"),
        Part(f"{name}-question", (*here, "question"), "What it asks"),
    )
    items = tuple(each_entry(held.value, (*here, "checks"), partial(_check, held, here)))
    checks = Section("Checks", items=items, grows=Grows((*here, "checks"), "check", "Another check", _fresh_check))
    title = str(one.get("title") or "New")
    return Item(f"section-{name}", title, here, parts=parts, sections=(checks,), number=place, last=last)


def _check(held: Held, section: tuple[str, str], place: int, key: str, one: Mapping[str, Value], *, last: bool) -> Item:
    here, name = (*section, "checks", key), f"{'-'.join(section)}-{key}"
    parts = held.asked(
        Part(f"{name}-check-title", (*here, "title"), "What has to hold"),
        Part(f"{name}-check-detail", (*here, "detail"), "When it holds, so that two people agree"),
        Part(f"{name}-check-closer", (*here, "closed_by"), "Who closes the gap", Asks.CHOICE, choices=CLOSERS),
        Part(f"{name}-check-draft", (*here, "draft"), "The message that asks for it", Asks.TEXT),
    )
    about = words(str(one.get("closed_by") or ""))
    return Item(f"check-{name}", str(one.get("title") or "New"), here, about, parts, number=place, last=last)


def _fresh_section(_: str, says: str) -> Value:
    return {"title": says, "question": "", "checks": {"first": _fresh_check("", "")}}


def _fresh_check(_: str, says: str) -> Value:
    return {"title": says, "detail": "", "closed_by": "", "draft": ""}
