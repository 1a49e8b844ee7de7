"""What differs between two revisions of the playbook, in the words of whoever wrote it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from difflib import ndiff
from enum import Enum
from itertools import groupby
from typing import Any, Final

from portal.domain.playbook import Catalogue
from portal.domain.profile import When
from portal.domain.revisions import Change, Kind, Path
from portal.domain.rules import AllRule, AnyRule, EventRule, Rule, SequenceRule
from portal.web.internal.playbook.rules import rule_in_words, when_in_words

PARTS: Final = {
    "ladders": "Ladder",
    "milestones": "Milestone",
    "trees": "Risk tree",
    "plays": "Play",
    "experiments": "Experiment",
    "metrics": "Metric",
    "events": "Tracking plan",
    "lifecycle": "Lifecycle",
}
"""What the parts of a playbook are called."""
FIELDS: Final = {
    "due_days": "days until it is due",
    "review_by": "review by",
    "in_app": "in-app message",
    "email": "e-mail",
    "ask": "question",
    "rule": "what ends it",
    "when": "which accounts it is for",
    "signal": "success signal",
    "cue": "short cue",
    "requires": "what comes before it",
    "counts": "events that count",
}
"""What fields are called where their name alone does not say it."""
ONE_OF: Final = {
    "steps": "step",
    "unlocks": "unlock",
    "nodes": "question",
    "leaves": "verdict",
    "actions": "action",
    "checks": "check",
    "options": "answer",
    "questions": "question",
    "activities": "activity",
    "deliverables": "deliverable",
    "workstreams": "workstream",
}
"""What one of several is called, before its title."""
TITLES: Final = ("title", "name", "ask", "label", "subject", "headline", "text", "id")
"""The fields by which a thing is called, the best first."""
NOTHING: Final = "nothing"


@dataclass(frozen=True, slots=True)
class Told:
    """One change: what of a thing it is, and what stood and stands there. `lines` are given of a long text instead.

    Each line has the sign it is marked with: `+` for one that came, `-` for one that went.
    """

    kind: Kind
    what: str
    before: str = ""
    after: str = ""
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of the playbook that differs."""

    kind: str
    title: str
    changes: tuple[Told, ...]


def things(changes: Iterable[Change], before: Catalogue, after: Catalogue) -> tuple[Thing, ...]:
    """What differs, thing by thing, in the order of the playbook."""
    speaker = _Speaker(before, after)
    grouped = groupby(changes, key=lambda change: change.path[: _depth(change.path)])
    return tuple(speaker.thing(path, list(own)) for path, own in grouped)


def _depth(path: Path) -> int:
    """How much of a path names the thing: a part and an id; in another language, that and the two before them."""
    return 4 if path[0] == "editions" else 2


class _Speaker:
    """Says changes with the titles of both revisions, the newer's first."""

    def __init__(self, before: Catalogue, after: Catalogue) -> None:
        self._before, self._after = before, after

    def thing(self, path: Path, changes: Sequence[Change]) -> Thing:
        """The thing at a path, and what changed about it."""
        own = path[2:] if path[0] == "editions" else path
        language = f", {path[1]}" if path[0] == "editions" else ""
        kind = PARTS.get(own[0], "Playbook") if own else "Translation"
        title = self._called(path) if len(own) > 1 else _plain(path[-1])
        return Thing(f"{kind}{language}", title, tuple(self._told(change, len(path)) for change in changes))

    def _told(self, change: Change, depth: int) -> Told:
        what = self._place(change.path, depth) or "the whole"
        if change.kind is Kind.ORDER:
            before, after = (self._order(change.path, ids) for ids in (change.before, change.after))
            return Told(change.kind, f"Order of {what}", before, after)
        what = f"{what[:1].upper()}{what[1:]}"
        if isinstance(change.before, str) and isinstance(change.after, str) and "\n" in change.before + change.after:
            return Told(change.kind, what, lines=tuple(_lines(change.before, change.after)))
        return Told(change.kind, what, self._shown(change.before), self._shown(change.after))

    def _place(self, path: Path, depth: int) -> str:
        """The way from a thing to its field: names of fields, and titles of what has one."""
        places: list[str] = []
        for end, name in enumerate(path[depth:], start=depth + 1):
            title = "" if is_dataclass(self._at(path[: end - 1])) else _title(self._at(path[:end]))
            if title:
                places.append(f"{places.pop() if places else ''} “{title}”".strip())
            else:
                places.append(ONE_OF.get(name, _plain(name)) if end < len(path) else FIELDS.get(name, _plain(name)))
        return " / ".join(places)

    def _order(self, path: Path, ids: Sequence[str]) -> str:
        part = ("milestones",) if path[-1] == "milestones" else path
        return ", ".join(f"{place}. {self._called((*part, one))}" for place, one in enumerate(ids, start=1))

    def _called(self, path: Path) -> str:
        return _title(self._at(path)) or _plain(path[-1])

    def _at(self, path: Path) -> object:
        """What stands at a path in the newer revision, or else in the older one."""
        found = _walk(self._after, path)
        return found if found is not None else _walk(self._before, path)

    def _shown(self, value: object) -> str:
        match value:
            case None | () | "":
                return NOTHING
            case When():
                return " ".join(when_in_words(value, self._after))
            case Mapping():
                return ", ".join(f"{_plain(str(name))} {self._shown(one)}" for name, one in value.items())
            case tuple() | frozenset():
                shown = [self._shown(one) for one in value]
                return ", ".join(sorted(shown) if isinstance(value, frozenset) else shown)
            case _ if is_dataclass(value) and not isinstance(value, Rule):
                return _title(value) or ", ".join(self._given(value))
            case _:
                return _simple(value)

    def _given(self, value: Any) -> Iterator[str]:  # noqa: ANN401 - any dataclass of the playbook
        """What a thing without a title says."""
        for field in fields(value):
            if (one := getattr(value, field.name)) not in (None, (), frozenset()):
                yield f"{_plain(field.name)} {self._shown(one)}"


def _walk(place: object, path: Path) -> object:
    """What stands at a path below a place; None where nothing does."""
    for name in path:
        place = _below(place, name)
    return place


def _below(place: object, name: str) -> object:
    if isinstance(place, Mapping):
        return place.get(name)
    if isinstance(place, tuple):
        by_id = next((one for one in place if name in (getattr(one, "id", None), getattr(one, "key", None))), None)
        number = int(name) - 1 if name.isdecimal() else len(place)
        return by_id or (place[number] if 0 <= number < len(place) else None)
    return getattr(place, name, None)


def _title(value: object) -> str:
    found = (getattr(value, name, None) for name in TITLES) if is_dataclass(value) else ()
    return next((one for one in found if isinstance(one, str)), "")


def _simple(value: object) -> str:
    """A value without parts of its own to tell."""
    match value:
        case EventRule() | SequenceRule() | AnyRule() | AllRule():
            return rule_in_words(value)
        case bool():
            return "yes" if value else "no"
        case date():
            return f"{value.day} {value:%B %Y}"
        case Enum():
            return _plain(str(value.value))
        case _:
            return str(value)


def _lines(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The lines of a long text that came and went."""
    told = ndiff(before.splitlines(), after.splitlines())
    yield from ((line[0], line[2:]) for line in told if line[0] in "+-" and line[2:].strip())


def _plain(name: str) -> str:
    return name.replace("_", " ")
