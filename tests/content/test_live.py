"""The playbook in memory follows what is published, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.files import Files
from portal.content.live import LivePlaybook
from portal.content.stored import Unreadable
from portal.db.engine import Database
from portal.db.tables import Revision
from portal.domain.errors import Invalid
from portal.services import content
from tests.content.playbooks import copy_sound, edit
from tests.factories import NOW


async def publish(database: Database, folder: Path) -> None:
    async with database.write() as session:
        await content.publish(session, folder=folder, author="Editor", note="", now=NOW)


async def publish_from_the_future(database: Database) -> None:
    async with database.write() as session:
        row = {
            "hash": Files({"new.yaml": "x"}).hash,
            "author": "A newer portal",
            "note": "",
            "published_at": NOW,
            "files": {"new.yaml": "x"},
        }
        await session.execute(insert(Revision).values(row))


async def refresh(playbook: LivePlaybook, database: Database) -> bool:
    async with database.read() as session:
        return await playbook.refresh(session)


async def test_before_the_first_publish_it_says_what_to_do(database: Database) -> None:
    playbook = LivePlaybook()
    assert not await refresh(playbook, database)
    with pytest.raises(Invalid, match="portal content publish"):
        _ = playbook.current


async def test_it_loads_only_what_is_newer(database: Database, tmp_path: Path) -> None:
    folder = copy_sound(tmp_path)
    playbook = LivePlaybook()
    await publish(database, folder)
    assert await refresh(playbook, database)
    first = playbook.current
    assert not await refresh(playbook, database)
    assert playbook.current is first
    edit(folder, "vendor.yaml", "name: Acme", "name: Apex")
    await publish(database, folder)
    assert await refresh(playbook, database)
    assert (playbook.current.revision, playbook.current.vendor) == (2, "Apex")


async def test_a_revision_it_cannot_read_leaves_the_one_before_in_place(database: Database, tmp_path: Path) -> None:
    playbook = LivePlaybook()
    await publish(database, copy_sound(tmp_path))
    await refresh(playbook, database)
    await publish_from_the_future(database)
    with pytest.raises(Unreadable):
        await refresh(playbook, database)
    assert playbook.current.vendor == "Acme"


class Watched(LivePlaybook):
    """Tells each time it has looked, so that a test can wait for that."""

    def __init__(self) -> None:
        super().__init__(look_seconds=0.01)
        self.looks: asyncio.Queue[bool | Exception] = asyncio.Queue()

    async def refresh(self, session: AsyncSession) -> bool:
        try:
            found = await super().refresh(session)
        except Exception as error:
            self.looks.put_nowait(error)
            raise
        self.looks.put_nowait(found)
        return found

    async def until(self, kind: type[Exception] | None) -> None:
        """Wait for a look that failed in that way, or for one that found something newer."""
        async with asyncio.timeout(30):
            while True:
                seen = await self.looks.get()
                if isinstance(seen, kind) if kind else seen is True:
                    return


@asynccontextmanager
async def following(playbook: LivePlaybook, database: Database) -> AsyncIterator[None]:
    follower = asyncio.create_task(playbook.follow(database))
    yield
    assert not follower.done()
    follower.cancel()
    with suppress(asyncio.CancelledError):
        await follower


async def test_following_passes_by_what_it_cannot_read(database: Database, tmp_path: Path) -> None:
    folder = copy_sound(tmp_path)
    playbook = Watched()
    async with following(playbook, database):
        await publish(database, folder)
        await playbook.until(None)
        await publish_from_the_future(database)
        await playbook.until(Unreadable)
        assert playbook.current.vendor == "Acme"
        edit(folder, "vendor.yaml", "name: Acme", "name: Apex")
        await publish(database, folder)
        await playbook.until(None)
    assert (playbook.current.revision, playbook.current.vendor) == (3, "Apex")


async def test_following_outlives_a_database_that_is_away(database: Database, tmp_path: Path) -> None:
    playbook = Watched()
    async with following(playbook, database):
        async with database.write() as session:
            await session.execute(text("ALTER TABLE revisions RENAME TO away"))
        await playbook.until(DBAPIError)
        async with database.write() as session:
            await session.execute(text("ALTER TABLE away RENAME TO revisions"))
        await publish(database, copy_sound(tmp_path))
        await playbook.until(None)
    assert playbook.current.vendor == "Acme"
