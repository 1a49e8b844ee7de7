"""Drafts at the database: what is published over a revision that another one overtook is refused at the last moment."""

from dataclasses import replace
from uuid import uuid4

import pytest

from portal.content.drafts import open_draft, problems_of, require_text_path
from portal.content.files import read_folder
from portal.content.problems import ContentErrors
from portal.db.engine import Database
from portal.domain.errors import Conflict, Invalid, NotFound
from portal.resources import PLAYBOOK
from portal.services import content
from portal.services.draft_files import same_lines
from tests.factories import NOW

FILES = read_folder(PLAYBOOK).files
VENDOR = FILES.texts["vendor.yaml"]


async def test_files_written_over_an_older_revision_are_refused(database: Database) -> None:
    async with database.write() as session:
        await content.publish(session, folder=PLAYBOOK, author="Ida", note="", now=NOW)
    changed = replace(FILES, texts={**FILES.texts, "vendor.yaml": f"{VENDOR}\n# Changed.\n"})
    async with database.write() as session:
        published = await content.publish_files(session, files=changed, over=1, author="Ken", note="", now=NOW)
    assert (published.number, published.changed) == (2, True)
    with pytest.raises(Conflict, match="Revision 2 was published while this was written over revision 1"):
        async with database.write() as session:
            await content.publish_files(session, files=FILES, over=1, author="Ken", note="", now=NOW)


async def test_files_with_a_problem_are_refused(database: Database) -> None:
    broken = replace(FILES, texts={**FILES.texts, "vendor.yaml": "name: ["})
    assert [problem.file for problem in await problems_of(broken)][:1] == ["vendor.yaml"]
    with pytest.raises(ContentErrors):
        async with database.write() as session:
            await content.publish_files(session, files=broken, over=1, author="Ken", note="", now=NOW)


async def test_a_draft_that_is_gone_is_not_found(database: Database) -> None:
    async with database.read() as session:
        with pytest.raises(NotFound, match="it was published or discarded"):
            await open_draft(session, uuid4())


@pytest.mark.parametrize("path", ["nothing.txt", "milestones/a/video.webm", "../vendor.yaml", ""])
def test_a_draft_holds_only_texts_of_the_playbook(path: str) -> None:
    with pytest.raises(Invalid, match="has no place"):
        require_text_path(path)


def test_a_text_keeps_the_line_ends_of_its_file() -> None:
    assert same_lines("a\nb\n", "a\r\nc\r\n") == "a\nc\n"
    assert same_lines("a\r\nb\r\n", "a\r\nc\r\n") == "a\r\nc\r\n"
    assert same_lines(None, "a\rb") == "a\nb"
