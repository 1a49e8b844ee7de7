"""Where the values of a YAML text stand in it."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from yaml import MappingNode, ScalarNode, compose

from portal.content.yaml import Loader, Path, read
from portal.domain.errors import Invalid

UNREADABLE: Final = "This file cannot be read as it stands. Mend its text first; the form comes back by itself."

Held: TypeAlias = Any
"""Whatever a file holds: whoever knows the file's schema knows more of it than its type could say."""
Node: TypeAlias = Any
"""What PyYAML makes of a text: its stubs do not tell one kind of node from another."""


class Spot(NamedTuple):
    """A value in its text: its node, whether it stands between brackets, its key, and the column that begins in."""

    node: Node
    flow: bool
    column: int
    key: Node = None


def value_of(text: str) -> Held:
    """What a text holds. Raises Invalid where it cannot be read."""
    document = read(text, "")
    if document.problems:
        raise Invalid(UNREADABLE)
    return document.value


def reads_as(text: str, value: object) -> bool:
    """Whether a text holds a value, and nothing else."""
    document = read(text, "")
    return not document.problems and document.value == value


def at(value: Held, path: Path) -> Held:
    """What stands at a place."""
    for part in path:
        value = value[part]
    return value


def root_of(text: str) -> Node:
    """The node of a whole text."""
    return compose(text, Loader=Loader)


def spot_of(node: Node, path: Path) -> Spot:
    """Where a value stands."""
    flow, column, key = bool(node.flow_style), 0, None
    for part in path:
        if isinstance(node, MappingNode):
            key, node = next((key, value) for key, value in node.value if key.value == part)
            column = key.start_mark.column
        else:
            key, node = None, node.value[part]
        flow = flow or (not isinstance(node, ScalarNode) and bool(node.flow_style))
    return Spot(node, flow, column, key)


def end_of(text: str, node: Node) -> int:
    """Where a value ends: not the line breaks and comments after it, which its node may own too."""
    if isinstance(node.value, list) and node.value and not node.flow_style:
        last = node.value[-1]
        return end_of(text, last[1] if isinstance(last, tuple) else last)
    start: int = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())


def line_start(text: str, index: int) -> int:
    """Where the line of a place begins."""
    return text.rfind("\n", 0, index) + 1


def line_end(text: str, index: int) -> int:
    """Where the line of a place ends."""
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def spliced(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    """The text with pieces of it replaced, each by where it begins and ends."""
    for start, end, written in sorted(changes, reverse=True):
        text = text[:start] + written + text[end:]
    return text
