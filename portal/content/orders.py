"""The order of a ladder in one arm of an experiment."""

from collections.abc import Sequence
from itertools import pairwise

from portal.content.schema import experiment as schema
from portal.domain.experiments import Move


def moves_of(variant: schema.Variant) -> tuple[Move, ...]:
    """A variant's moves; a whole sequence is turned into the moves that make it, from its end."""
    if variant.sequence is not None:
        return tuple(Move(one, after) for one, after in reversed(list(pairwise(variant.sequence))))
    return tuple(Move(move.id, move.before) for move in variant.move)


def ordered(ids: Sequence[str], moves: Sequence[Move]) -> list[str]:
    """The ids after every move. Raises ValueError where a move names an id that is not among them."""
    order = list(ids)
    for move in moves:
        order.remove(move.id)
        order.insert(order.index(move.before), move.id)
    return order
