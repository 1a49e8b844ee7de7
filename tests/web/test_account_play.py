"""Working on a play from the account's page: ticks, drafts in one's own words, and how often it worked."""

from datetime import timedelta

from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import AuditEntry, PlayActionDone, VerdictRecord
from portal.domain.plays import ENOUGH
from portal.domain.risk import Level
from portal.domain.roles import Capability
from tests.factories import HTMX, NOW, add_account
from tests.web.account_world import ACTION, PLAY, Desk, opened


def action_of(desk: Desk) -> str:
    return f"{desk.address}/plays/{PLAY}/{ACTION}"


async def test_an_action_is_ticked_off_by_name_and_can_be_taken_back(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        ticked = await desk.staff.post(action_of(desk), data={"done": "1"})
        assert (ticked.status_code, ticked.headers["location"]) == (303, f"{desk.address}#play")
        page = await desk.page()
        assert "Done: Ask the sponsor to name one person" in page
        assert "Tomás Vidal, <time" in page
        assert "<b>Ask the sponsor to name one person.</b> Done by Tomás Vidal" in await desk.page(
            "/timeline?topic=work"
        )
        again = await desk.staff.post(action_of(desk), data={"done": "1"}, headers=HTMX)
        assert again.text.count("data-done") == 1
        back = await desk.staff.post(action_of(desk), data={"done": ""}, headers=HTMX)
        assert "data-done" not in back.text
        async with database.read() as session:
            assert list(await session.scalars(select(PlayActionDone))) == []
            acts = list(await session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))
    assert acts == ["play.action_done", "play.action_undone"]


async def test_what_was_done_before_the_verdict_came_back_is_told_and_open_again(
    database: Database, database_url: str
) -> None:
    async with opened(database, database_url) as desk:
        async with database.write() as session:
            done = {"account_id": desk.id, "play": PLAY, "action": ACTION, "by": "Noor Haddad"}
            session.add(PlayActionDone(done_at=NOW - timedelta(days=40), **done))
        page = await desk.page()
    assert "Last done 8 Oct, by Noor Haddad." in page
    assert "Mark as done: Ask the sponsor" in page


async def test_a_draft_is_kept_in_ones_own_words_and_opens_with_them(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        assert "Hi Eva," in await desk.page()
        words = {"text": "Dear Dr. Lund,\nwho drives this?", "version": "0"}
        kept = await desk.staff.post(f"{action_of(desk)}/draft", data=words, headers=HTMX)
        assert kept.status_code == 200
        page = await desk.page()
    assert "Read your words" in page
    assert "mailto:eva@brightwell.example?subject=Brightwell%20Clinics%3A%20our%20onboarding" in page
    assert "body=Dear%20Dr.%20Lund%2C%0D%0Awho%20drives%20this%3F" in page


async def test_an_empty_draft_is_refused_with_the_page_around_it(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        answer = await desk.staff.post(f"{action_of(desk)}/draft", data={"text": " ", "version": "0"})
    assert answer.status_code == 422
    assert "Write at least a line" in answer.text
    assert "<h1>Brightwell Clinics</h1>" in answer.text


async def test_who_guides_nobody_ticks_nothing(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        editor = await desk.colleague("Ida Berg", Capability.EDITOR)
        answer = await editor.post(action_of(desk), data={"done": "1"})
    assert answer.status_code == 403
    assert "Only a CSM or a CSM lead" in answer.text


async def test_an_action_of_a_play_that_the_verdict_no_longer_asks_for_is_not_found(
    database: Database, database_url: str
) -> None:
    async with opened(database, database_url) as desk:
        answers = [
            await desk.staff.post(f"{desk.address}/plays/{path}", data={"done": "1"})
            for path in (f"hold_kickoff/{ACTION}", f"{PLAY}/dance")
        ]
    assert [answer.status_code for answer in answers] == [404, 404]


async def test_a_play_tells_how_often_it_worked_once_enough_accounts_have_tried_it(
    database: Database, database_url: str
) -> None:
    async with opened(database, database_url) as desk:
        for number in range(ENOUGH - 1):
            await try_play(database, works=number < 4)
        assert f"Not enough yet to say how often it works: {ENOUGH - 1} of 10 accounts." in await desk.page()
        await try_play(database, works=False)
        assert "Worked for 4 of 10 accounts, typically in 5 days" in await desk.page()


async def try_play(database: Database, *, works: bool) -> None:
    """Another account that began the play 20 days ago."""
    account = await add_account(database)
    kept = {"account_id": account, "tree": "onboarding", "revision": 4, "leaf": "x", "checked_at": NOW, "path": []}
    began, ended = NOW - timedelta(days=25), NOW - timedelta(days=15)
    async with database.write() as session:
        old = {"as_of": began, "superseded_at": ended if works else None}
        session.add(VerdictRecord(level=Level.AT_RISK, **kept, **old))
        done = {"play": PLAY, "action": ACTION, "by": "Tomás Vidal"}
        session.add(PlayActionDone(account_id=account, done_at=NOW - timedelta(days=20), **done))
        if works:
            session.add(VerdictRecord(level=Level.ON_TRACK, as_of=ended, superseded_at=None, **kept))
