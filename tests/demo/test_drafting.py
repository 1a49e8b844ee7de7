"""What the demo's editor is writing."""

from dataclasses import replace

from portal.content.files import read_folder
from portal.content.loader import compile_files
from portal.db import drafts
from portal.db.engine import Database
from portal.demo.drafting import CHANGES, WRITER, write_draft
from portal.resources import PLAYBOOK
from portal.services import content
from tests.factories import NOW, add_staff


async def test_he_writes_a_draft_that_could_be_published(database: Database) -> None:
    staff = {WRITER: await add_staff(database, name="Ken Matsuda")}
    async with database.write() as session:
        await content.publish(session, folder=PLAYBOOK, author="portal demo", note="As shipped", now=NOW)
        await write_draft(session, staff, NOW)
        (listed,) = await drafts.every(session)
        draft = await drafts.find(session, listed.id)
    assert draft is not None
    files = read_folder(PLAYBOOK).files
    assert draft.changed(files.texts) == tuple(sorted(CHANGES))
    assert compile_files(replace(files, texts=draft.over(files.texts)), 2).milestones["pilot"].due_days == 28


async def test_without_a_playbook_there_is_nothing_to_write(database: Database) -> None:
    async with database.write() as session:
        await write_draft(session, {}, NOW)
        assert await drafts.every(session) == []
