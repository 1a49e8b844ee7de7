"""The lists of a file as an editor changes them: one item up, down or out, or another one at the end."""

from collections.abc import Mapping
from typing import Final, TypeVar

from portal.content.reshaping import rearrange, write
from portal.domain.errors import Invalid
from portal.web.internal.editor.lists import Grows, Item, dotted, id_for
from portal.web.internal.editor.parts import Value, value_at
from portal.web.internal.editor.sheet import Sheet

GONE: Final = "This is not on the list any more. Open the file again to see what is."
MOVES: Final[Mapping[str, int]] = {"up": -1, "down": 1}

Found = TypeVar("Found")


def moved(sheet: Sheet, act: str, words: str) -> tuple[dict[str, str], str]:
    """The texts after an act, and the place on the page to go on at.

    An act is `up`, `down` or `out` with the place of an item, or `add` with that of a list and words for a new item.
    Raises Invalid where there is nothing like it any more.
    """
    what, _, place = act.partition(":")
    if what == "add":
        return _added(sheet, _found({dotted(one.path): one for one in sheet.grows}, place), words)
    item = _found({one.place: one for one in sheet.items if one.moves}, place)
    *path, at = item.path
    order = arranged(len(value_at(sheet.held.value, tuple(path))), int(at), what)
    own = {sheet.held.path: rearrange(sheet.held.texts[sheet.held.path], tuple(path), [*order])}
    return (own, item.name) if int(at) in order else (own | _untold(sheet, item), dotted(tuple(path)))


def arranged(length: int, at: int, what: str) -> list[int]:
    """The places of so many items once one of them went up, down or out. Raises Invalid for anything else."""
    rest = [place for place in range(length) if place != at]
    if what == "out":
        return rest
    if what not in MOVES:
        raise Invalid(GONE)
    to = max(at + MOVES[what], 0)
    return [*rest[:to], at, *rest[to:]]


def _added(sheet: Sheet, grows: Grows, words: str) -> tuple[dict[str, str], str]:
    there = value_at(sheet.held.value, grows.path) or []
    if grows.offered is not None:
        item = grows.fresh(_found({str(key): str(key) for key, _ in grows.offered}, words), words)
    else:
        item = grows.fresh(id_for(words, [_id_of(one) for one in there], grows.one), words)
    text = rearrange(sheet.held.texts[sheet.held.path], grows.path, [*range(len(there)), item])
    return {sheet.held.path: text}, dotted(grows.path)


def _untold(sheet: Sheet, item: Item) -> dict[str, str]:
    """The translations without an item."""
    return {path: write(sheet.held.texts[path], {item.inside: None}) for path in sheet.held.translations if item.inside}


def _id_of(one: Value) -> str:
    """What an item is called by the others: its id or its key."""
    return str(value_at(one, ("id",)) or value_at(one, ("key",)))


def _found(known: Mapping[str, Found], place: str) -> Found:
    if place not in known:
        raise Invalid(GONE)
    return known[place]
