"""Changing the shape of a YAML text: values that come, go, or are of another kind, and lists in another order.

Whatever is not changed keeps its bytes; where that cannot be, the smallest part around the change is written anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import chain

from yaml import MappingNode

from portal.content import layout
from portal.content.editing import UNWRITABLE
from portal.content.spots import (
    Held,
    Node,
    Spot,
    at,
    end_of,
    line_end,
    line_start,
    reads_as,
    root_of,
    spliced,
    spot_of,
    value_of,
)
from portal.content.yaml import Path, Value
from portal.domain.errors import Invalid


def write(text: str, values: Mapping[Path, Value]) -> str:
    """The text with these values, which need not stand there yet; None takes one out, and what is empty without it.

    Raises Invalid where the text cannot be read.
    """
    for path, value in values.items():
        before = value_of(text)
        after = deepcopy(before)
        _set(after, path, value)
        if after != before:
            text = _first_that_reads(_changed(text, path, before, after), text, path, after)
    return text


def rearrange(text: str, path: Path, items: Sequence[Value]) -> str:
    """The text with a list of other items: those that are there by their number, and new ones.

    A comment goes where the item below it goes. Raises Invalid where the text cannot be read.
    """
    before = value_of(text)
    held = _held(before, path) or []
    wanted = [held[item] if isinstance(item, int) else item for item in items]
    if not held or not wanted:
        return write(text, {path: wanted or None})
    after = deepcopy(before)
    at(after, path[:-1])[path[-1]] = wanted
    return text if after == before else _first_that_reads(_listed(text, path, items), text, path, after)


def reorder(text: str, path: Path, places: Sequence[int]) -> str:
    """The text with the entries of a mapping in another order; a comment goes where the entry below it goes.

    Raises Invalid where the text cannot be read.
    """
    after = deepcopy(value_of(text))
    held = at(after, path)
    keys = list(held)
    at(after, path[:-1])[path[-1]] = {keys[place]: held[keys[place]] for place in places}
    return _first_that_reads(_listed(text, path, places), text, path, after)


def _first_that_reads(ways: Iterator[str], text: str, path: Path, after: Value) -> str:
    """The first way to change the text that reads as it has to, and else with a whole part of it written anew."""
    anew = (_replaced(text, path[:depth], _held(after, path[:depth])) for depth in _depths(text, path))
    for way in chain(ways, anew, [layout.in_brackets(after)]):
        if reads_as(way, after):
            return way
    raise Invalid(UNWRITABLE)


def _depths(text: str, path: Path) -> Iterator[int]:
    """How much of a path leads to what is there, the longest way first."""
    value = value_of(text)
    return (depth for depth in range(len(path) - 1, 0, -1) if _held(value, path[:depth]) is not None)


def _set(value: Held, path: Path, new: Value) -> None:
    """Put a value at a place, with what has to be there around it; None removes it, and what is empty without it."""
    *way, last = path
    if not way:
        if new is None:
            value.pop(last, None)
        else:
            value[last] = new
        return
    inner = value.setdefault(way[0], {}) if isinstance(value, dict) else value[way[0]]
    _set(inner, path[1:], new)
    if inner == {} and isinstance(value, dict):
        del value[way[0]]


def _held(value: Value, path: Path) -> Held:
    try:
        return at(value, path)
    except (KeyError, IndexError, TypeError):
        return None


def _changed(text: str, path: Path, before: Value, after: Value) -> Iterator[str]:
    """The text with the nearest entry around a place replaced, put in, or taken out."""
    for depth in range(1, len(path) + 1):
        here = path[:depth]
        old, new = _held(before, here), _held(after, here)
        if old is None:
            yield _inserted(text, here, new)
            return
        if new is None:
            yield _removed(text, here)
            return
    yield _replaced(text, path, at(after, path))


def _replaced(text: str, path: Path, value: Value) -> str:
    spot = spot_of(root_of(text), path)
    start, end = spot.node.start_mark.index, end_of(text, spot.node)
    if _in_flow(text, path):
        return spliced(text, [(start, end, layout.in_brackets(value))])
    if spot.key is None:
        item = layout.as_item(value, spot.node.start_mark.column - 2).removeprefix("- ")
        return spliced(text, [(start, end, item)])
    colon = text.index(":", spot.key.end_mark.index) + 1
    return spliced(text, [(colon, max(colon, end), layout.behind_key(value, spot.column))])


def _in_flow(text: str, path: Path) -> bool:
    """Whether what is around a place stands between brackets."""
    return bool(path) and spot_of(root_of(text), path[:-1]).flow


def _inserted(text: str, path: Path, value: Value) -> str:
    parent = spot_of(root_of(text), path[:-1])
    key = str(path[-1])
    if parent.flow:
        return _between(text, parent, [*_pieces(text, parent), f"{key}: {layout.in_brackets(value)}"])
    column = parent.node.start_mark.column
    ends = line_end(text, end_of(text, parent.node))
    return spliced(text, [(ends, ends, f"\n{' ' * column}{layout.entry(key, value, column)}")])


def _removed(text: str, path: Path) -> str:
    parent = spot_of(root_of(text), path[:-1])
    place = next(place for place, (key, _) in enumerate(parent.node.value) if key.value == path[-1])
    if parent.flow:
        pieces = _pieces(text, parent)
        return _between(text, parent, [*pieces[:place], *pieces[place + 1 :]])
    key, value = parent.node.value[place]
    before = parent.node.value[place - 1][1] if place else None
    start = line_end(text, end_of(text, before)) + 1 if before else line_start(text, key.start_mark.index)
    return spliced(text, [(start, line_end(text, end_of(text, value)) + 1, "")])


def _listed(text: str, path: Path, items: Sequence[Value]) -> Iterator[str]:
    """The text with the pieces of a list in another order."""
    spot = spot_of(root_of(text), path)
    if spot.flow:
        pieces = _pieces(text, spot)
        yield _between(text, spot, [pieces[i] if isinstance(i, int) else layout.in_brackets(i) for i in items])
        return
    start = line_end(text, spot.key.end_mark.index) + 1 if spot.key else line_start(text, spot.node.start_mark.index)
    column, chunks = spot.node.start_mark.column, list(_chunks(text, spot.node, start))
    margin = " " * column
    lines = [chunks[i] if isinstance(i, int) else f"{margin}{layout.as_item(i, column)}" for i in items]
    yield spliced(text, [(start, line_end(text, end_of(text, spot.node)), "\n".join(lines))])


def _chunks(text: str, node: Node, begins: int) -> Iterator[str]:
    """Each item's or entry's lines, with the comments that stand over it and beside it."""
    for item in node.value:
        ends = line_end(text, end_of(text, item[1] if isinstance(item, tuple) else item))
        yield text[begins:ends]
        begins = ends + 1


def _pieces(text: str, spot: Spot) -> list[str]:
    """What stands between brackets, piece by piece."""
    pairs = spot.node.value if isinstance(spot.node, MappingNode) else [(one, one) for one in spot.node.value]
    return [text[first.start_mark.index : end_of(text, last)] for first, last in pairs]


def _between(text: str, spot: Spot, pieces: Sequence[str]) -> str:
    start, end = spot.node.start_mark.index, end_of(text, spot.node)
    if isinstance(spot.node, MappingNode):
        return spliced(text, [(start, end, f"{{{', '.join(pieces)}}}")])
    return spliced(text, [(start, end, layout.wrapped(pieces, spot.column))])
