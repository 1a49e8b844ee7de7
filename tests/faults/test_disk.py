"""SQLite's file: the disk is full, or somebody else holds the lock."""

import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.faults.conftest import Load
from tests.faults.place import Place
from tests.faults.report import Shown

Note = Callable[[Shown], None]
PROMISED = 5.0
# Less than the database holds, and more than a log: only the database notices.
FULL = 1024**2


def limit_files(pid: int, size: int) -> None:
    """Let no file of a process grow beyond so many bytes: what it then hears is what a full disk says."""
    _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, most))


async def test_a_full_disk_keeps_what_was_acknowledged(on_sqlite: Place, load: Load, note_shown: Note) -> None:
    async with on_sqlite.product("full") as product, product.sending():
        await product.reach(load.events // 2)
        [server, *_] = on_sqlite.servers
        limit_files(server.pid, FULL)
        await product.hear(503, 8)
        during = await on_sqlite.shown("", product, None)
        assert during.sound
        limit_files(server.pid, resource.RLIM_INFINITY)
        seconds = await product.recover()
        await product.reach(load.events)
    note_shown(await on_sqlite.shown("disk full", product, seconds))


@pytest.mark.thorough
async def test_a_lock_that_somebody_keeps_is_answered_in_time(on_sqlite: Place, load: Load, note_shown: Note) -> None:
    async with on_sqlite.product("locked") as product, product.sending():
        await product.reach(load.events // 2)
        with closing(sqlite3.connect(on_sqlite.folder / "portal.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await product.hear(503, 4)
            other.execute("ROLLBACK")
            seconds = await product.recover()
        await product.reach(load.events)
    assert product.slowest < PROMISED
    note_shown(await on_sqlite.shown("file locked by others", product, seconds))


async def test_the_database_is_whole_after_all_of_it(on_sqlite: Place) -> None:
    with closing(sqlite3.connect(on_sqlite.folder / "portal.db")) as looked_at:
        assert looked_at.execute("PRAGMA integrity_check").fetchone() == ("ok",)
