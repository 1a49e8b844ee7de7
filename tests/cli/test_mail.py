"""A report of a letter that came back, piped in by a mail server."""

import asyncio
from io import BytesIO, TextIOWrapper
from uuid import UUID

import pytest
from sqlalchemy import update

from portal.db import deliveries
from portal.db.engine import open_database
from portal.db.tables import Delivery
from portal.domain.deliveries import Audience, News, Reason, Recipient, State, Topic
from tests.channels.test_bounces import LETTER, PRIYA, REPORTS
from tests.cli.conftest import Run
from tests.factories import NOW
from tests.ingest.world import rows

# What is stored is tried on both databases in tests/services.
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> None:
    report = (REPORTS / "postfix.eml").read_bytes()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(report)))


async def send(url: str, letter: UUID) -> None:
    database = open_database(url)
    async with database.write() as session:
        news = News("x", Topic.NOTE, None, Recipient(Audience.ADDRESS, None, PRIYA), {})
        await deliveries.add(session, [news], now=NOW)
        await session.execute(update(Delivery).values(letter=letter, state=State.SENT, sent_at=NOW))
    await database.close()


async def kept(url: str) -> list[tuple[State, Reason]]:
    database = open_database(url)
    found = [(state, reason) for state, reason in await rows(database, Delivery, "state", "reason")]
    await database.close()
    return found


@once
@pytest.mark.usefixtures("piped")
def test_a_report_marks_its_letter(run: Run, database_url: str) -> None:
    asyncio.run(send(database_url, LETTER))
    ended = run("mail", "bounced", PORTAL_DATABASE_URL=database_url)
    assert (ended.code, ended.out) == (0, f"A letter to {PRIYA} came back; nothing more is sent to it.\n")
    assert asyncio.run(kept(database_url)) == [(State.RETURNED, Reason.BOUNCED)]


@once
@pytest.mark.usefixtures("piped")
def test_a_report_of_a_letter_nobody_sent_is_taken_without_a_word_to_the_server(run: Run, database_url: str) -> None:
    ended = run("mail", "bounced", PORTAL_DATABASE_URL=database_url)
    assert ended.code == 0
    assert "No letter went out under this id" in ended.out


@pytest.mark.usefixtures("piped")
def test_while_the_database_is_away_the_server_keeps_the_report(
    run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    nowhere = tmp_path_factory.mktemp("gone") / "not" / "there.db"
    assert run("mail", "bounced", PORTAL_DATABASE_URL=f"sqlite:///{nowhere}").code == 75
