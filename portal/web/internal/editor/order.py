"""The order of a ladder's milestones, as an editor changes it: one of them at a time."""

from collections.abc import Mapping, Sequence
from typing import Final

from portal.content import yaml
from portal.content.kinds import Kind, kind_of, name_of
from portal.domain.errors import Invalid
from portal.web.internal.editor.parts import value_at

MILESTONES: Final[yaml.Path] = ("milestones",)
GONE: Final = "This milestone is not on the ladder any more. Open the ladder again to see which ones are."


def order_of(path: str, text: str) -> tuple[str, ...]:
    """The ids of a ladder's milestones; none for any other file."""
    if kind_of(path) is not Kind.LADDER:
        return ()
    held = value_at(yaml.read(text, path).value, MILESTONES)
    return tuple(map(str, held)) if isinstance(held, list) else ()


def offered(path: str, text: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the milestones that a ladder could have besides."""
    there = order_of(path, text)
    ids = (name_of(one) for one in sorted(texts) if kind_of(one) is Kind.MILESTONE)
    return tuple(one for one in ids if there and one not in there)


def arranged(items: Sequence[str], act: str, chosen: str, known: Sequence[str]) -> list[str]:
    """The items after an act: `up:<id>`, `down:<id>`, `out:<id>`, or `in`, which puts the chosen one at the end.

    Raises Invalid for one that is not there to be moved, or not known.
    """
    what, _, one = act.partition(":")
    rest = [item for item in items if item != one]
    match what:
        case "in" if chosen in known:
            return [*items, chosen]
        case "out" if one in items:
            return rest
        case "up" | "down" if one in items:
            place = max(items.index(one) + MOVES[what], 0)
            return [*rest[:place], one, *rest[place:]]
        case _:
            raise Invalid(GONE)


MOVES: Final[Mapping[str, int]] = {"up": -1, "down": 1}
