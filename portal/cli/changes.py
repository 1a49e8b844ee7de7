"""Changes between revisions, and what they mean for accounts, as lines a person reads."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from difflib import ndiff
from enum import Enum
from itertools import groupby
from typing import Final

from portal.domain.revisions import Change, Kind
from portal.domain.wording import count_of, listed
from portal.services.moves import Moved
from portal.services.revisions import Comparison

LONGEST: Final = 100
"""Characters of a value that are shown; a diff is to be read, and the files hold the rest."""


def comparison(found: Comparison) -> Iterator[str]:
    """How two revisions differ: by part of the playbook, then by thing, then by field."""
    before, after = found.before.name, found.after.name
    if not found.files:
        yield f"{before} and {after} hold the same."
    elif not found.changes:
        yield f"{before} → {after}: no field differs, but bytes do, as in comments: {listed(found.files)}."
    else:
        number = count_of(len(found.changes), "change")
        yield f"{before} → {after}: {number} in {count_of(len(found.files), 'file')}."
        for part, changes in groupby(found.changes, key=lambda change: change.path[0]):
            yield ""
            yield part.replace("_", " ").capitalize()
            yield from _things(list(changes))


def _things(changes: Sequence[Change]) -> Iterator[str]:
    for thing, own in groupby(changes, key=lambda change: change.path[1:2]):
        deeper = list(own)
        whole = [change for change in deeper if len(change.path) <= len(thing) + 1]
        yield from (f"  {_line(change, '.'.join(thing))}" for change in whole)
        rest = [change for change in deeper if change not in whole]
        if rest:
            yield f"  {thing[0]}"
        for change in rest:
            yield from (f"    {line}" for line in _lines(change, ".".join(change.path[2:])))


def _lines(change: Change, name: str) -> Iterator[str]:
    """One change in one line, except that of a long text, which shows the lines that differ."""
    if change.kind is Kind.CHANGED and isinstance(change.before, str) and "\n" in f"{change.before}{change.after}":
        yield f"{name}:"
        told = ndiff(change.before.splitlines(), str(change.after).splitlines())
        yield from (f"  {line[:2]}{_short(line[2:])}" for line in told if line[0] in "+-")
    else:
        yield _line(change, name)


def _line(change: Change, name: str) -> str:
    match change.kind:
        case Kind.ADDED:
            return f"+ {name}{_named(change.after)}"
        case Kind.REMOVED:
            return f"- {name}{_named(change.before)}"
        case Kind.ORDER:
            return f"{name or change.path[-1]}: {', '.join(change.before)} → {', '.join(change.after)}"
        case Kind.CHANGED:
            return f"{name or change.path[-1]}: {_shown(change.before)} → {_shown(change.after)}"


def _named(value: object) -> str:
    """What tells the reader which thing came or went: its title, or the value itself."""
    if is_dataclass(value):
        title = getattr(value, "title", None) or getattr(value, "name", None)
        return f" “{title}”" if title else ""
    return f": {_shown(value)}"


def _shown(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return f"“{_short(value)}”"
    if isinstance(value, tuple | frozenset):
        shown = map(_shown, value)
        return _short(", ".join(sorted(shown) if isinstance(value, frozenset) else shown)) or "nothing"
    if is_dataclass(value) and not isinstance(value, type):
        given = ((field.name, getattr(value, field.name)) for field in fields(value))
        return _short(", ".join(f"{name} {_shown(one)}" for name, one in given if one not in (None, (), frozenset())))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def impacts(found: Sequence[Moved]) -> Iterator[str]:
    """What a move means: counts first, then account by account where anybody feels it."""
    felt = [one for one in found if one.impact.felt]
    yield f"{count_of(len(found), 'account')} in flight; {count_of(len(felt), 'account')} would see a difference."
    for one in found:
        told = list(_impact(one))
        if told:
            yield ""
            yield f"{one.name} ({one.external_id}), on revision {one.pin.revision}"
            yield from (f"  {line}" for line in told)


def _impact(one: Moved) -> Iterator[str]:
    impact = one.impact
    for word, titles in (("gains", impact.gains), ("loses", impact.loses), ("keeps as reached", impact.keeps)):
        if titles:
            yield f"{word} {_titles(titles)}"
    for steps in impact.steps:
        parts = [
            (steps.added, "+"),
            (steps.removed, "-"),
            (steps.recounted, "counted again:"),
        ]
        moved = "; ".join(f"{sign} {', '.join(titles)}" for titles, sign in parts if titles)
        ticked = f" ({count_of(steps.lost_ticks, 'ticked step')} goes)" if steps.lost_ticks else ""
        yield f"steps of “{steps.milestone}”: {moved}{ticked}"
    for due in impact.due:
        yield f"“{due.milestone}” is due after {count_of(due.after, 'day')} (was {due.before})"
    yield from (f"kept without effect: {notice}" for notice in impact.notices)


def _titles(titles: Sequence[str]) -> str:
    return listed([f"“{title}”" for title in titles])
