"""The verdict on the account's page: what would change it, a word against it, those before it, and its evidence."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import AuditEntry, VerdictRecord
from portal.domain.roles import Capability
from portal.services.evidence import PAGE
from portal.services.risk import assess_all
from tests.factories import HTMX, NOW
from tests.onboardings import add_actions, add_event
from tests.web.account_world import CATALOGUE, opened

WORD = {"level": "watch", "until": "2026-11-24", "reason": "They are at sea"}


async def test_the_path_says_what_would_change_the_verdict(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        page = await desk.page()
    assert "<span>1 more of 3 action items done</span>" in page
    assert "<span>1 fewer of 1 invites accepted</span>" in page
    assert "The pilot is too young to judge</span>" in page


async def test_an_unknown_answer_says_who_can_close_it(database: Database, database_url: str) -> None:
    async with opened(database, database_url, kickoff_on=None) as desk:
        page = await desk.page()
    assert "<b>What is missing:</b>" in page or "What would change it" in page


async def test_a_word_against_a_verdict_stands_and_ends_by_form(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        assert "Override this verdict" in await desk.page("/override")
        said = await desk.staff.post(f"{desk.address}/override", data=WORD)
        assert (said.status_code, said.headers["location"]) == (303, f"{desk.address}#verdict")
        assert "Watch, overridden" in await desk.page()
        again = await desk.staff.post(f"{desk.address}/override", data=WORD, headers=HTMX)
        assert again.status_code == 409
        assert "End that override first." in again.text
        assert "They are at sea</textarea>" in again.text
        ended = await desk.staff.post(f"{desk.address}/override/end", headers=HTMX)
        assert "At risk: nobody owns this project" in ended.text
        async with database.read() as session:
            acts = list(await session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))
    assert acts == ["verdict.overridden", "verdict.override_ended"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"until": "2026-11-17"}, "Choose a day from tomorrow on"),
        ({"until": "2027-03-01"}, "Choose a day from tomorrow on"),
        ({"until": "soon"}, "Not a valid date value."),
        ({"reason": "  "}, "Say what the verdict does not know."),
        ({"level": "splendid"}, "Not a valid choice."),
    ],
)
async def test_a_word_that_cannot_stand_comes_back_with_what_was_written(
    database: Database, database_url: str, given: dict[str, str], says: str
) -> None:
    async with opened(database, database_url) as desk:
        answer = await desk.staff.post(f"{desk.address}/override", data=WORD | given, headers=HTMX)
    assert answer.status_code == 422
    assert says in answer.text
    if "reason" not in given:
        assert "They are at sea</textarea>" in answer.text


async def test_before_kickoff_only_a_lead_overrides(database: Database, database_url: str) -> None:
    async with opened(database, database_url, kickoff_on=None) as desk:
        refused = await desk.staff.post(f"{desk.address}/override", data=WORD)
        lead = await desk.colleague("Noor Haddad", Capability.CSM_LEAD)
        allowed = await lead.post(f"{desk.address}/override", data=WORD)
    assert (refused.status_code, allowed.status_code) == (403, 303)
    assert "Only a CSM lead can override it" in refused.text


async def test_every_verdict_is_kept_with_its_path(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        await add_actions(database, desk.id, (1, True), (1, True), (1, True))
        async with database.write() as session:
            await assess_all(session, catalogue=CATALOGUE, now=NOW + timedelta(minutes=1))
            newest, oldest = await session.scalars(select(VerdictRecord.id).order_by(VerdictRecord.as_of.desc()))
        page = await desk.page("/verdicts")
        first, older = [await desk.page(f"/verdicts?before={one}") for one in (newest, oldest)]
    assert page.index("The pilot is too young to judge</h2>") < page.index("Nobody owns this project</h2>")
    assert page.count('<ol class="path">') == 2
    assert "Completing action items went from no to yes: 4 of 6 done, was 1 of 3" in page
    assert first.count('<ol class="path">') == 1
    assert "There is nothing older." in older


async def test_evidence_goes_down_to_the_events_a_page_at_a_time(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        async with database.write() as session:
            for number in range(PAGE):
                at = NOW - timedelta(hours=number + 1)
                about = {"invite_id": f"more-{number}", "title": "<b>Call</b>"}
                await add_event(session, desk.id, "Meeting Invite Sent", at, about)
        page = await desk.page("/evidence/responding")
        link = page.split("Earlier events")[0].rsplit('href="', 1)[1].split('"')[0]
        rest = (await desk.staff.get(link)).text
    assert page.count('<th scope="row">Meeting Invite') == PAGE
    assert "title: &lt;b&gt;Call&lt;/b&gt;" in page
    assert rest.count('<th scope="row">Meeting Invite') == 2
    assert "Earlier events" not in rest


async def test_what_is_counted_from_records_says_so_and_what_is_not_asked_is_not_found(
    database: Database, database_url: str
) -> None:
    async with opened(database, database_url) as desk:
        assert "counted from records" in await desk.page("/evidence/completing_actions")
        assert (await desk.staff.get(f"{desk.address}/evidence/growing")).status_code == 404


async def test_the_parts_that_refresh_are_those_of_the_page(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        page = await desk.page()
        for part in ("verdict", "path", "duties", "tracks"):
            answer = await desk.staff.get(f"{desk.address}/{part}", headers=HTMX)
            assert " ".join(answer.text.split()).strip() in page, part


async def test_the_timeline_shows_a_topic_and_goes_back_as_far_as_asked(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        meetings = await desk.staff.get(f"{desk.address}/timeline?topic=meetings", headers=HTMX)
        assert "Weekly call: accepted." in meetings.text
        assert "First verdict kept" not in meetings.text
        short = await desk.page("/timeline?shown=1")
        assert "/timeline?shown=13" in short
        assert (await desk.staff.get(f"{desk.address}/timeline?topic=weather")).status_code == 422
