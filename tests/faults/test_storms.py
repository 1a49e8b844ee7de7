"""What senders do wrong: everything twenty times at once, and messages no database takes."""

import asyncio
import random
from collections.abc import Callable

import pytest

from tests.faults.conftest import Load
from tests.faults.place import QUARANTINED, Place
from tests.faults.report import Shown
from tests.faults.senders import BATCH, Senders, order

Note = Callable[[Shown], None]
SENDERS = 20


@pytest.mark.thorough
async def test_the_same_events_from_twenty_senders_are_stored_once(place: Place, load: Load, note_shown: Note) -> None:
    count = 2_000 if load.long else 200
    async with place.product("storm") as product:
        await asyncio.gather(*(send_shuffled(product, count, seed) for seed in range(SENDERS)))
    assert set(product.answers) == {200}
    assert len(product.acknowledged) == count
    note_shown(await place.shown("everything sent by 20 at once", product, None, SENDERS))


async def send_shuffled(product: Senders, count: int, seed: int) -> None:
    """All events, in an order of one's own."""
    product.sent = count
    numbers = random.Random(seed).sample(range(count), count)  # noqa: S311 - repeatable, not secret
    for start in range(0, count, BATCH):
        await product.deliver([order(product.group, number) for number in numbers[start : start + BATCH]])


async def test_poison_is_set_aside_alone(place: Place, note_shown: Note) -> None:
    async with place.product("poison") as product:
        good = [order(product.group, number) for number in range(8)]
        bad = [
            order(product.group, 100) | {"event": "a NUL \0 in it"},
            order(product.group, 101) | {"userId": 7},
            order(product.group, 102) | {"event": None},
            order(product.group, 103) | {"properties": {"much": "x" * 40_000}},
            order(product.group, 104) | {"timestamp": "2199-01-01T00:00:00Z"},
        ]
        product.sent = len(good)
        await product.deliver([*good[:4], *bad, *good[4:]])
    product.acknowledged -= {message["messageId"] for message in bad}
    assert await place.ask(QUARANTINED, product.group) == len(bad)
    note_shown(await place.shown("poison among the events", product, None, len(bad)))
