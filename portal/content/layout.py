"""Values as a person would write them in a YAML file."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from portal.content.spots import Held, reads_as

Scalar = str | int | float | bool

WIDTH: Final = 120
"""Where long texts are folded, as the shipped playbook's are."""
MOST_IN_BRACKETS: Final = 3
"""How many keys may stand between brackets."""


def scalar(value: Scalar | None, *, column: int, flow: bool = False, folded: bool = False) -> str:
    """A text, a number or a truth value behind its key, which begins in that column."""
    if not isinstance(value, str):
        return json.dumps(value)
    if not flow and "\n" in value:
        return _block("|-", value.split("\n"), column)
    if not flow and (folded or column + len(value) > WIDTH):
        lines = textwrap.wrap(value, WIDTH - column - 2, break_long_words=False, break_on_hyphens=False)
        return _block(">-", lines, column)
    return value if _plain(value, flow=flow) else quoted(value)


def quoted(value: Scalar | None) -> str:
    """The same in quotes, where a text is not safe without."""
    return json.dumps(value, ensure_ascii=False)


def in_brackets(value: Held) -> str:
    """A value in one line."""
    match value:
        case dict():
            return f"{{{', '.join(f'{_key(key)}: {in_brackets(inner)}' for key, inner in value.items())}}}"
        case list():
            return f"[{', '.join(map(in_brackets, value))}]"
        case _:
            return scalar(value, column=0, flow=True)


def wrapped(pieces: Sequence[str], column: int) -> str:
    """A list between brackets, on as few lines as its pieces take."""
    listed = f"[{', '.join(pieces)}]"
    if len(listed) + column < WIDTH * 3 // 4:
        return listed
    between = "\n" + " " * (column + 2)
    return between.join(textwrap.wrap(listed, WIDTH * 3 // 4))


def behind_key(value: Held, column: int) -> str:
    """What follows the colon of a key that begins in that column."""
    if not isinstance(value, dict | list):
        return f" {scalar(value, column=column)}"
    if _is_short(value, column):
        return f" {in_brackets(value)}"
    margin = " " * (column + 2)
    lines = _entries(value, column + 2) if isinstance(value, dict) else _items(value, column + 2)
    return "".join(f"\n{margin}{line}" for line in lines)


def as_item(value: Held, column: int) -> str:
    """An item of a list, with the dash that stands in that column."""
    if isinstance(value, dict) and not _is_short(value, column):
        between = "\n" + " " * (column + 2)
        return f"- {between.join(_entries(value, column + 2))}"
    return f"- {in_brackets(value) if isinstance(value, dict | list) else scalar(value, column=column)}"


def entry(key: str, value: Held, column: int) -> str:
    """A key in a column, and its value."""
    return f"{_key(key)}:{behind_key(value, column)}"


def _entries(value: dict[str, Held], column: int) -> Iterator[str]:
    return (entry(key, inner, column) for key, inner in value.items())


def _items(value: list[Held], column: int) -> Iterator[str]:
    return (as_item(inner, column) for inner in value)


def _is_short(value: dict[str, Held] | list[Held], column: int) -> bool:
    """Whether a value reads well in one line: few words, and none that are still to be written."""
    if isinstance(value, dict) and (len(value) > MOST_IN_BRACKETS or "" in value.values()):
        return False
    if isinstance(value, list) and any(isinstance(one, dict) and not _is_short(one, column) for one in value):
        return False
    line = in_brackets(value)
    return len(line) + column < WIDTH * 3 // 4


def _block(sign: str, lines: Sequence[str], column: int) -> str:
    margin = " " * (column + 2)
    return "\n".join([sign, *(f"{margin}{line}" if line else "" for line in lines)])


def _key(key: str) -> str:
    return key if reads_as(f"{{{key}: 1}}", {key: 1}) else quoted(key)


def _plain(value: str, *, flow: bool) -> bool:
    """Whether a text reads as itself without quotes."""
    if flow:
        return reads_as(f"{{a: {value}, b: c}}", {"a": value, "b": "c"})
    return reads_as(f"a: {value}\n", {"a": value})
