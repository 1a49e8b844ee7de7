"""The lists and mappings of a file as an editor changes them: one item up, down or out, or another one at the end."""

from collections.abc import Mapping
from typing import TypeVar

from portal.content.reshaping import rearrange, reorder, write
from portal.content.yaml import Path
from portal.web.internal.editor.arranging import arranged, gone
from portal.web.internal.editor.lists import Grows, Item, dotted, id_for
from portal.web.internal.editor.parts import Value, value_at
from portal.web.internal.editor.rule_moves import GROUP, reshaped
from portal.web.internal.editor.rules import Rule
from portal.web.internal.editor.sheet import Sheet

Found = TypeVar("Found")


def field_of(sheet: Sheet, act: str) -> str:
    """The name of the field whose words an act needs: of a new item, or how a rule's parts count together."""
    what, _, place = act.partition(":")
    if what == GROUP:
        return next((rule.how.name for rule in sheet.rules if dotted(rule.path) == place), "")
    return next((grows.name for grows in sheet.grows if grows.act == act), "")


def moved(sheet: Sheet, act: str, words: str) -> tuple[dict[str, str], str]:
    """The texts after an act, and the place on the page to go on at.

    An act is `up`, `down` or `out` with the place of an item or of a part of a rule, `group` with that of a rule, or
    `add` with that of a list and words for a new item. Raises Invalid where there is nothing like it any more.
    """
    what, _, place = act.partition(":")
    if what == "add":
        return _added(sheet, _found({dotted(one.path): one for one in sheet.grows}, place), words)
    if rule := _rule_around(sheet, place):
        return _turned(sheet, rule, what, place, words)
    item = _found({one.place: one for one in sheet.items if one.moves}, place)
    return _shifted(sheet, item, what)


def _shifted(sheet: Sheet, item: Item, what: str) -> tuple[dict[str, str], str]:
    """The texts with an item of a list, or an entry of a mapping, up, down or out."""
    text, path, at = sheet.held.texts[sheet.held.path], item.path[:-1], item.path[-1]
    there = value_at(sheet.held.value, path)
    is_list = isinstance(there, list)
    order = arranged(len(there), int(at) if is_list else list(there).index(at), what)
    stays = len(order) == len(there)
    if is_list:
        after = rearrange(text, path, [*order])
    else:
        after = reorder(text, path, order) if stays else write(text, {item.path: None})
    own = {sheet.held.path: after}
    return (own, item.name) if stays else (_without(sheet, own, item), dotted(path))


def _rule_around(sheet: Sheet, place: str) -> Rule | None:
    return next((rule for rule in sheet.rules if f"{place}.".startswith(f"{dotted(rule.path)}.")), None)


def _turned(sheet: Sheet, rule: Rule, what: str, place: str, words: str) -> tuple[dict[str, str], str]:
    """The text with a rule reshaped."""
    inner = place.removeprefix(dotted(rule.path)).split(".")[1:]
    path: Path = tuple(int(key) if key.isdecimal() else key for key in inner)
    value = reshaped(rule, value_at(sheet.held.value, rule.path), what, path, words)
    return {sheet.held.path: write(sheet.held.texts[sheet.held.path], {rule.path: value})}, rule.name


def _added(sheet: Sheet, grows: Grows, words: str) -> tuple[dict[str, str], str]:
    there, text = value_at(sheet.held.value, grows.path) or [], sheet.held.texts[sheet.held.path]
    taken = [*grows.taken, *(there if isinstance(there, dict) else map(_id_of, there))]
    if grows.offered is not None:
        _found({str(key): key for key, _ in grows.offered}, words)
    id_ = id_for(words, taken, grows.one)
    if isinstance(there, dict):
        return {sheet.held.path: write(text, {(*grows.path, id_): grows.fresh(id_, words)})}, dotted(grows.path)
    return {sheet.held.path: rearrange(text, grows.path, [*range(len(there)), grows.fresh(id_, words)])}, dotted(
        grows.path
    )


def _without(sheet: Sheet, own: Mapping[str, str], item: Item) -> dict[str, str]:
    """The texts without what goes out along with an item: what else the file says of it, and its translations."""
    told = sheet.held.translations if item.inside else ()
    texts = {path: write(sheet.held.texts[path], {item.inside: None}) for path in told}
    along = {path: write(text, {item.along: None}) for path, text in own.items() if item.along}
    return {**own, **along, **texts}


def _id_of(one: Value) -> str:
    """What an item is called by the others: its id or its key."""
    return str(value_at(one, ("id",)) or value_at(one, ("key",)))


def _found(known: Mapping[str, Found], place: str) -> Found:
    if place not in known:
        raise gone()
    return known[place]
