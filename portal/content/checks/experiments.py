"""Experiments: possible orders, honest arms, declared measures."""

import math
from collections.abc import Iterator
from itertools import combinations

from portal.content.checks.names import repeated, suggest
from portal.content.checks.prerequisites import broken
from portal.content.kinds import Kind
from portal.content.orders import moves_of, ordered
from portal.content.problems import Problem
from portal.content.schema.experiment import Experiment, Status, Variant
from portal.content.sources import Source, Sources


def check(sources: Sources) -> Iterator[Problem]:
    """The problems of every experiment, and between them."""
    for source in sources.experiments.values():
        yield from _arms(source)
        yield from _metrics(sources, source)
        yield from _orders(sources, source)
    for one, other in combinations(sources.experiments.values(), 2):
        yield from _between(one, other)


def _arms(source: Source[Experiment]) -> Iterator[Problem]:
    variants = source.value.variants
    total = sum(variant.weight for variant in variants)
    if not math.isclose(total, 1, abs_tol=1e-9):
        yield source.problem(("variants",), f"the weights add up to {total:g}", "let them add up to 1")
    for place, name in repeated(variant.id for variant in variants):
        yield source.problem(
            ("variants", place, "id"), f"the variant `{name}` stands here twice", "rename one of the two"
        )
    for place, variant in enumerate(variants):
        if variant.move and variant.sequence is not None:
            message = f"`{variant.id}` has both moves and a sequence"
            yield source.problem(("variants", place), message, "keep `move` or `sequence`")


def _metrics(sources: Sources, source: Source[Experiment]) -> Iterator[Problem]:
    if sources.metrics is None:
        return
    known = sources.metrics.value.metrics
    named = [(("primary", "metric"), source.value.primary.metric)]
    named += [(("guardrails", place), name) for place, name in enumerate(source.value.guardrails)]  # type: ignore[misc]  # a path mixes keys and places
    for path, name in named:
        if name not in known:
            yield source.problem(
                path, f"there is no metric `{name}`", suggest(name, known, "define it in metrics.yaml")
            )


def _orders(sources: Sources, source: Source[Experiment]) -> Iterator[Problem]:
    ladder = sources.ladders.get(source.value.ladder)
    if not sources.has(Kind.LADDER, source.value.ladder):
        mend = suggest(source.value.ladder, sources.present[Kind.LADDER], "add the ladder")
        yield source.problem(("ladder",), f"there is no ladder `{source.value.ladder}`", mend)
    if ladder is None:
        return
    ids = ladder.value.milestones
    orders = []
    for place, variant in enumerate(source.value.variants):
        wrong = list(_names(source, place, variant, ids))
        yield from wrong
        if not wrong:
            order = ordered(ids, moves_of(variant))
            orders.append(tuple(order))
            yield from _possible(sources, source, place, ids, order)
    if len(orders) == len(source.value.variants) and len(set(orders)) < len(orders):
        message = "two variants have the same order, so there is nothing to compare"
        yield source.problem(("variants",), message, "let each variant differ from the others")


def _names(source: Source[Experiment], place: int, variant: Variant, ids: list[str]) -> Iterator[Problem]:
    """Names that are not on the ladder, and sequences that are not all of it."""
    path = ("variants", place)
    for number, move in enumerate(variant.move):
        for key, name in (("id", move.id), ("before", move.before)):
            if name not in ids:
                mend = suggest(name, ids, "name a milestone of the ladder")
                yield source.problem((*path, "move", number, key), f"`{name}` is not on the ladder", mend)
        if move.id == move.before:
            yield source.problem((*path, "move", number), f"`{move.id}` cannot stand before itself", "name another one")
    if variant.sequence is not None and sorted(variant.sequence) != sorted(ids):
        message = "the sequence is not a reordering of the ladder"
        yield source.problem((*path, "sequence"), message, f"name each of these once: {', '.join(ids)}")


def _possible(
    sources: Sources, source: Source[Experiment], place: int, ids: list[str], order: list[str]
) -> Iterator[Problem]:
    # What is wrong with the ladder itself is told there, not once more for every arm.
    already = {(name, needed) for _, name, needed in broken(sources, ids)}
    for _, name, needed in broken(sources, order):
        if (name, needed) in already:
            continue
        message = f"this puts `{name}` before `{needed}`, which it requires"
        yield source.problem(("variants", place), message, "choose an order in which every prerequisite comes first")


def _between(one: Source[Experiment], other: Source[Experiment]) -> Iterator[Problem]:
    if one.value.salt == other.value.salt:
        message = f"the salt `{other.value.salt}` is also used by `{one.name}`"
        yield other.problem(("salt",), message, f"write a new one, such as `{other.name}/2`")
    both_run = one.value.status is other.value.status is Status.RUNNING
    mine, theirs = one.value.layer, other.value.layer
    if (
        both_run
        and mine.name == theirs.name
        and max(mine.range[0], theirs.range[0]) < min(mine.range[1], theirs.range[1])
    ):
        message = f"its share of the layer overlaps with `{one.name}`, which also runs"
        yield other.problem(("layer",), message, "give each running experiment a share of its own")
