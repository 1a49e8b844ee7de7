"""Experiments on a ladder: who gets which variant, and when the difference has been seen.

Bucketing is compatible with GrowthBook's hash version 2 (FNV-1a over UTF-16 code units, applied twice).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

BUCKETS = 10_000


@dataclass(frozen=True, slots=True)
class Move:
    """Puts one milestone right before another in a ladder's order."""

    id: str
    before: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One arm of an experiment; the control moves nothing."""

    id: str
    weight: float
    moves: tuple[Move, ...] = ()

    def order(self, ids: Sequence[str]) -> tuple[str, ...]:
        """The ladder's milestone ids in this variant's order."""
        ordered = list(ids)
        for move in self.moves:
            ordered.remove(move.id)
            ordered.insert(ordered.index(move.before), move.id)
        return tuple(ordered)


@dataclass(frozen=True, slots=True)
class Experiment:
    """An A/B test of a ladder's order, randomised by account.

    `layer_from` and `layer_to` bound the share of the layer it may use; the rest is held out.
    """

    id: str
    title: str
    hypothesis: str
    ladder: str
    salt: str
    layer: str
    layer_from: float
    layer_to: float
    max_accounts: int
    variants: tuple[Variant, ...]
    primary: str
    running: bool

    def variant(self, variant_id: str) -> Variant | None:
        """The variant of that id, or None."""
        return next((variant for variant in self.variants if variant.id == variant_id), None)


def _fnv1a_32(text: str) -> int:
    units = text.encode("utf-16-le")
    value = 0x811C9DC5
    for low, high in zip(units[::2], units[1::2], strict=True):
        value ^= low | high << 8
        value = value * 0x01000193 & 0xFFFFFFFF
    return value


def bucket(seed: str, value: str) -> float:
    """The position of a value in [0, 1), in steps of 1/10,000."""
    return _fnv1a_32(str(_fnv1a_32(seed + value))) % BUCKETS / BUCKETS


def propose(experiment: Experiment, account: str) -> Variant | None:
    """The variant the hash proposes for an account, or None where the account is held out.

    The stored assignment, once there is one, decides instead.
    """
    place = bucket(experiment.layer, account)
    if not experiment.layer_from <= place < experiment.layer_to:
        return None
    share = bucket(experiment.salt, account)
    ends = accumulate(variant.weight for variant in experiment.variants)
    return next(
        (variant for variant, end in zip(experiment.variants, ends, strict=True) if share < end),
        experiment.variants[-1],
    )


@dataclass(frozen=True, slots=True)
class Order:
    """A ladder in its order: the whole one, which arms are written for, and which of it a member's own one has."""

    ids: tuple[str, ...]
    there: frozenset[str]

    @classmethod
    def whole(cls, ids: Sequence[str]) -> "Order":
        """A ladder of which a member has everything."""
        return cls(tuple(ids), frozenset(ids))

    def in_arm(self, variant: Variant) -> tuple[str, ...]:
        """The member's milestones as one arm orders them."""
        return tuple(name for name in variant.order(self.ids) if name in self.there)


def divergence(experiment: Experiment, order: Order) -> int | None:
    """The first position on a member's ladder at which any two arms differ, or None where none do."""
    arms = [order.in_arm(variant) for variant in experiment.variants]
    return next((place for place, seen in enumerate(zip(*arms, strict=True)) if len(set(seen)) > 1), None)


def differs_around(experiment: Experiment, order: Order, milestone_id: str) -> bool:
    """Whether a milestone's neighbours (its "previous" and "next") differ between any two arms.

    Never so for one that is on the member's ladder and not on the one the arms are written for.
    """

    def window(ids: Sequence[str]) -> tuple[str, ...]:
        here = ids.index(milestone_id)
        return (*ids[max(here - 1, 0) : here], "*", *ids[here + 1 : here + 2])

    if milestone_id not in order.ids:
        return False
    return len({window(order.in_arm(variant)) for variant in experiment.variants}) > 1


def may_enrol(experiment: Experiment, order: Order, done: frozenset[str], enrolled: int) -> bool:
    """Whether an account may still join: before the divergence on a member's ladder, while there is room.

    `done` holds the milestone ids anybody of the account has completed; `enrolled` counts assigned accounts.
    """
    first = divergence(experiment, order)
    ahead = [name for name in order.ids if name in order.there][first:]
    return experiment.running and first is not None and enrolled < experiment.max_accounts and done.isdisjoint(ahead)


@dataclass(frozen=True, slots=True)
class Encounter:
    """A member is about to see what their account's arm makes of a page.

    `variant` is None for the holdout. `assign` asks to store the assignment, `expose` the exposure.
    """

    experiment: str
    variant: str | None
    assign: bool
    expose: bool
