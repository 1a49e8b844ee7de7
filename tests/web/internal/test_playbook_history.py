"""The revisions of the playbook on pages: who published what, and how two differ."""

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copytree

import httpx
import pytest

from portal.db.engine import Database
from portal.resources import PLAYBOOK
from portal.services import content
from tests.factories import NOW, add_staff, browser, publish, running, sign_in

HISTORY = "/internal/playbook/history"
MENDED = (
    ("milestones/pilot/milestone.yaml", "title: Run the pilot", "title: Run a small pilot"),
    ("milestones/pilot/milestone.yaml", "due_days: 35", "due_days: 42"),
    ("risk_trees/onboarding.yaml", "thresholds: {share: 0.5, days: 7,", "thresholds: {share: 0.6, days: 7,"),
    (
        "ladders/admin.yaml",
        "  - roles_permissions\n  - security_review\n",
        "  - security_review\n  - roles_permissions\n",
    ),
)


@pytest.fixture
def mended(tmp_path: Path) -> Path:
    """The shipped playbook after an editor went over it."""
    folder = Path(copytree(PLAYBOOK, tmp_path / "playbook"))
    for path, old, new in MENDED:
        text = (folder / path).read_text()
        assert old in text
        (folder / path).write_text(text.replace(old, new))
    return folder


@pytest.fixture
async def reader(database: Database, database_url: str, mended: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A CSM's browser, in front of two revisions."""
    await publish(database)
    async with database.write() as session:
        await content.publish(session, folder=mended, author="Ida Berg", note="A smaller pilot", now=NOW)
    async with running(database_url) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database))
        async with browser(app, cookies) as client:
            yield client


async def read(client: httpx.AsyncClient, path: str = "") -> str:
    answer = await client.get(f"{HISTORY}{path}")
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


async def test_the_history_says_who_published_what_and_which_is_live(reader: httpx.AsyncClient) -> None:
    page = await read(reader)
    newer, older = page.index("A smaller pilot"), page.index("For a test")
    assert newer < page.index("Live</span>") < page.index("Ida Berg, <time") < older


async def test_a_revision_tells_its_changes_in_the_words_of_the_playbook(reader: httpx.AsyncClient) -> None:
    page = await read(reader, "/2")
    assert "Since revision 1: 3 things differ, in 3 files." in page
    assert "Run a small pilot</h2>" in page
    assert '<del><span class="vh">Before: </span>Run the pilot</del>' in page
    assert "<b>Days until it is due</b>" in page
    assert '<span class="vh">Before: </span>35</del>' in page
    assert "Question “Is the pilot group using the product?” / thresholds / share" in page
    assert "Order of milestones" in page
    assert "5. Decide who may do what, 6. Pass your security review" in page


async def test_any_two_revisions_can_be_compared(reader: httpx.AsyncClient) -> None:
    page = await read(reader, "/1?since=2")
    assert '<del><span class="vh">Before: </span>Run a small pilot</del>' in page
    assert "Revisions 2 and 2 hold the same." in await read(reader, "/2?since=2")


async def test_the_first_revision_has_nothing_before_it(reader: httpx.AsyncClient) -> None:
    assert "There is no earlier revision to compare it with." in await read(reader, "/1")


async def test_the_front_names_the_live_revision_and_its_note(reader: httpx.AsyncClient) -> None:
    page = (await reader.get("/internal/playbook")).text
    assert "Revision 2 is live" in page
    assert "A smaller pilot" in page
