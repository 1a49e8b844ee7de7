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
from portal.content.live import KEPT, LivePlaybook
from portal.content.stored import Unreadable
from portal.db.engine import Database
from portal.db.tables import Revision
from portal.domain.edits import Edits, Pin
from portal.domain.errors import Invalid
from portal.domain.playbook import Catalogue
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


async def catalogue_of(playbook: LivePlaybook, database: Database, pin: Pin | None) -> Catalogue:
    async with database.read() as session:
        return await playbook.of(session, pin)


async def publish_names(database: Database, folder: Path, *names: str) -> None:
    before = "Acme"
    for name in names:
        if name != before:
            edit(folder, "vendor.yaml", f"name: {before}", f"name: {name}")
        await publish(database, folder)
        before = name


async def test_an_account_with_a_pin_gets_its_revision_compiled_once(database: Database, tmp_path: Path) -> None:
    playbook = LivePlaybook()
    await publish_names(database, copy_sound(tmp_path), "Acme", "Apex")
    await refresh(playbook, database)
    assert await catalogue_of(playbook, database, None) is playbook.current
    assert await catalogue_of(playbook, database, Pin(2)) is playbook.current
    found = await asyncio.gather(*(catalogue_of(playbook, database, Pin(1)) for _ in range(4)))
    assert (found[0].revision, found[0].vendor) == (1, "Acme")
    assert all(one is found[0] for one in found)


async def test_what_was_live_is_still_at_hand_when_something_newer_is(database: Database, tmp_path: Path) -> None:
    playbook, folder = LivePlaybook(), copy_sound(tmp_path)
    await publish(database, folder)
    await refresh(playbook, database)
    first = playbook.current
    edit(folder, "vendor.yaml", "name: Acme", "name: Apex")
    await publish(database, folder)
    await refresh(playbook, database)
    assert await catalogue_of(playbook, database, Pin(1)) is first


async def test_an_accounts_own_edits_lie_over_its_revision(database: Database, tmp_path: Path) -> None:
    playbook = LivePlaybook()
    await publish_names(database, copy_sound(tmp_path), "Acme", "Apex")
    await refresh(playbook, database)
    pin = Pin(1, Edits(due_days=(("a", 33),)))
    adapted = await catalogue_of(playbook, database, pin)
    assert (adapted.vendor, adapted.milestones["a"].due_days) == ("Acme", 33)
    assert await catalogue_of(playbook, database, pin) is adapted
    assert (await catalogue_of(playbook, database, Pin(1))).milestones["a"].due_days == 7


async def test_only_the_revisions_in_use_stay_in_memory(database: Database, tmp_path: Path) -> None:
    playbook = LivePlaybook()
    names = [f"Acme{n}" for n in range(KEPT + 3)]
    await publish_names(database, copy_sound(tmp_path), "Acme", *names)
    await refresh(playbook, database)
    first = await catalogue_of(playbook, database, Pin(1))
    for number in range(2, KEPT + 2):
        assert (await catalogue_of(playbook, database, Pin(number))).revision == number
        assert (await catalogue_of(playbook, database, Pin(number, Edits(frozenset({"a"}))))).revision == number
    again = await catalogue_of(playbook, database, Pin(1))
    assert again is not first
    assert again == first


async def test_a_pinned_revision_it_cannot_read_is_answered_with_the_live_one(
    database: Database, tmp_path: Path
) -> None:
    playbook, folder = LivePlaybook(), copy_sound(tmp_path)
    await publish_from_the_future(database)
    await publish(database, folder)
    await refresh(playbook, database)
    for _ in range(2):
        assert await catalogue_of(playbook, database, Pin(1)) is playbook.current
