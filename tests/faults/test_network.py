"""The wire to PostgreSQL: slow, cut, or a black hole."""

from collections.abc import Callable

import pytest

from tests.faults.conftest import Load
from tests.faults.place import Place
from tests.faults.report import Shown

PROMISED = 5.0
"""Seconds within which every sender has an answer."""

Note = Callable[[Shown], None]


async def test_a_slow_wire_slows_everything_and_loses_nothing(on_postgres: Place, load: Load, note_shown: Note) -> None:
    assert on_postgres.postgres
    delay = 0.1 if load.long else 0.02
    async with on_postgres.product("slow") as product:
        on_postgres.postgres.wire.delay = delay
        async with product.sending():
            await product.reach(load.events // 10)
        on_postgres.postgres.wire.delay = 0.0
    assert product.slowest < PROMISED
    note_shown(await on_postgres.shown(f"{2000 * delay:.0f} ms on the wire", product, None))


async def test_a_wire_that_is_cut_heals_by_itself(on_postgres: Place, load: Load, note_shown: Note) -> None:
    assert on_postgres.postgres
    longest = 0.0
    async with on_postgres.product("cut") as product, product.sending():
        for number in range(load.kills):
            await product.reach(load.events * (number + 1) // (load.kills + 1))
            on_postgres.postgres.wire.cut()
            longest = max(longest, await product.recover())
        await product.reach(load.events)
    note_shown(await on_postgres.shown("connections reset", product, longest, load.kills))


async def test_a_black_hole_is_answered_in_time_and_heals(on_postgres: Place, load: Load, note_shown: Note) -> None:
    assert on_postgres.postgres
    async with on_postgres.product("hole") as product, product.sending():
        await product.reach(load.events // 2)
        on_postgres.postgres.wire.stalls = True
        await product.hear(503, 4)
        on_postgres.postgres.wire.stalls = False
        seconds = await product.recover()
        await product.reach(load.events)
    assert product.slowest < PROMISED
    note_shown(await on_postgres.shown("database a black hole", product, seconds))


@pytest.mark.thorough
async def test_connections_that_a_firewall_forgot_stop_nobody(on_postgres: Place, load: Load, note_shown: Note) -> None:
    assert on_postgres.postgres
    async with on_postgres.product("forgotten") as product, product.sending():
        await product.reach(load.events // 2)
        on_postgres.postgres.wire.swallows = True
        await product.hear(503, 4)
        on_postgres.postgres.wire.swallows = False
        seconds = await product.recover()
        await product.reach(load.events)
    assert product.slowest < PROMISED
    note_shown(await on_postgres.shown("connections forgotten", product, seconds))
