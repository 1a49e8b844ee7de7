"""Changing single values of a YAML text where they stand, so that its comments, order and layout stay as they are."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Final

from portal.content.layout import Scalar, quoted, scalar
from portal.content.spots import Spot, at, end_of, reads_as, root_of, spliced, spot_of, value_of
from portal.content.yaml import Path
from portal.domain.errors import Invalid

UNWRITABLE: Final = "This holds a character that a file cannot keep. Type it anew instead of pasting it."


def put(text: str, values: Mapping[Path, Scalar]) -> str:
    """The text with these values in place of the ones that stand there. Raises Invalid where it cannot be read."""
    before = value_of(text)
    fresh = {path: value for path, value in values.items() if at(before, path) != value}
    after = deepcopy(before)
    for path, value in fresh.items():
        at(after, path[:-1])[path[-1]] = value
    root = root_of(text)
    spots = {path: spot_of(root, path) for path in fresh}
    for write in (_as_before, lambda value, _: quoted(value)):
        changes = [(*_span(text, spots[path]), write(value, spots[path])) for path, value in fresh.items()]
        changed = spliced(text, changes)
        if reads_as(changed, after):
            return changed
    raise Invalid(UNWRITABLE)


def _span(text: str, spot: Spot) -> tuple[int, int]:
    return spot.node.start_mark.index, end_of(text, spot.node)


def _as_before(value: Scalar, spot: Spot) -> str:
    """A value in the layout of the one it replaces."""
    return scalar(value, column=spot.column, flow=spot.flow, folded=spot.node.style == ">")
