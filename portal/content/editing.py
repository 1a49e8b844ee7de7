"""Changing single values of a YAML text where they stand, so that its comments, order and layout stay as they are."""

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final, NamedTuple

from yaml import MappingNode, SafeLoader, ScalarNode, compose

from portal.content.yaml import Path, read
from portal.domain.errors import Invalid

Scalar = str | int | float | bool

WIDTH: Final = 120
"""Where long texts are folded, as the shipped playbook's are."""
UNREADABLE: Final = "This file cannot be read as it stands. Mend its text first; the form comes back by itself."

UNWRITABLE: Final = "This holds a character that a file cannot keep. Type it anew instead of pasting it."


class _Spot(NamedTuple):
    """A value in its text: its node, whether it stands between brackets, and the column its key begins in."""

    node: Any
    flow: bool
    column: int


def put(text: str, values: Mapping[Path, Scalar]) -> str:
    """The text with these values in place of the ones that stand there. Raises Invalid where it cannot be read."""
    before = _value_of(text)
    fresh = {path: value for path, value in values.items() if _at(before, path) != value}
    after = deepcopy(before)
    for path, value in fresh.items():
        _at(after, path[:-1])[path[-1]] = value
    root = _root(text)
    spots = {path: _spot(root, path) for path in fresh}
    for laid_out in (True, False):
        changed = _spliced(
            text,
            [
                (*_span(text, spots[path]), _written(value, spots[path], laid_out=laid_out))
                for path, value in fresh.items()
            ],
        )
        if _reads_as(changed, after):
            return changed
    raise Invalid(UNWRITABLE)


def arrange(text: str, path: Path, items: Sequence[str]) -> str:
    """The text with a list of words in another order, or with others. A comment goes where the item below it goes.

    Raises Invalid where the text cannot be read.
    """
    if _at(_value_of(text), path) == [*items]:
        return text
    spot = _spot(_root(text), path)
    start, end = _span(text, spot)
    if spot.node.flow_style:
        return _spliced(text, [(start, end, _in_brackets(items, spot.column))])
    start = text.rfind("\n", 0, start) + 1
    end = _line_end(text, end)
    return _spliced(text, [(start, end, "\n".join(_in_lines(text, spot, items)))])


def _in_brackets(items: Sequence[str], column: int) -> str:
    """The items on as few lines as they take."""
    listed = f"[{', '.join(items)}]"
    margin = " " * (column + 2)
    return (
        listed if len(listed) + column < WIDTH * 3 // 4 else f"\n{margin}".join(textwrap.wrap(listed, WIDTH * 3 // 4))
    )


def _in_lines(text: str, spot: _Spot, items: Sequence[str]) -> Iterator[str]:
    """A line for each item, with the comments that stood over it and beside it."""
    margin = " " * spot.node.start_mark.column
    begins = text.rfind("\n", 0, spot.node.start_mark.index) + 1
    lines: dict[str, str] = {}
    for item in spot.node.value:
        ends = _line_end(text, item.end_mark.index)
        lines[item.value] = text[begins:ends]
        begins = ends + 1
    yield from (lines.get(item, f"{margin}- {item}") for item in items)


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def _reads_as(text: str, value: object) -> bool:
    document = read(text, "")
    return not document.problems and document.value == value


def _value_of(text: str) -> Any:  # noqa: ANN401 - whatever a file holds
    document = read(text, "")
    if document.problems:
        raise Invalid(UNREADABLE)
    return document.value


def _at(value: Any, path: Path) -> Any:  # noqa: ANN401 - whatever a file holds
    for part in path:
        value = value[part]
    return value


def _root(text: str) -> Any:  # noqa: ANN401 - the stubs do not tell one kind of node from another
    return compose(text, Loader=SafeLoader)


def _spot(node: Any, path: Path) -> _Spot:  # noqa: ANN401 - see `_root`
    flow, column = bool(node.flow_style), 0
    for part in path:
        if isinstance(node, MappingNode):
            key, node = next((key, value) for key, value in node.value if key.value == part)
            column = key.start_mark.column
        else:
            node = node.value[part]
        flow = flow or (not isinstance(node, ScalarNode) and bool(node.flow_style))
    return _Spot(node, flow, column)


def _span(text: str, spot: _Spot) -> tuple[int, int]:
    """Where a value begins and ends. What is folded, or a list of lines, also owns the line breaks after it."""
    start = spot.node.start_mark.index
    return start, start + len(text[start : spot.node.end_mark.index].rstrip())


def _spliced(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    for start, end, written in sorted(changes, reverse=True):
        text = text[:start] + written + text[end:]
    return text


def _written(value: Scalar, spot: _Spot, *, laid_out: bool) -> str:
    """A value as a person would write it there; in quotes where it is not to be laid out."""
    if not isinstance(value, str):
        return json.dumps(value)
    quoted = json.dumps(value, ensure_ascii=False)
    if not laid_out:
        return quoted
    if not spot.flow and "\n" in value:
        return _block("|-", value.split("\n"), spot.column)
    if not spot.flow and (spot.node.style == ">" or spot.column + len(value) > WIDTH):
        lines = textwrap.wrap(value, WIDTH - spot.column - 2, break_long_words=False, break_on_hyphens=False)
        return _block(">-", lines, spot.column)
    return value if _plain(value, flow=spot.flow) else quoted


def _block(sign: str, lines: Sequence[str], column: int) -> str:
    margin = " " * (column + 2)
    return "\n".join([sign, *(f"{margin}{line}" if line else "" for line in lines)])


def _plain(value: str, *, flow: bool) -> bool:
    """Whether a text reads as itself without quotes."""
    if flow:
        return _reads_as(f"{{a: {value}, b: c}}", {"a": value, "b": "c"})
    return _reads_as(f"a: {value}\n", {"a": value})
