"""What the start page tells beside the ladder: the forecast, one nudge, what changed; and what it costs to read."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from portal.db import momentum, team_notes
from portal.db.engine import Database
from portal.db.tables import (
    Base,
    Delivery,
    Handoff,
    Hold,
    Member,
    MilestoneCompletion,
    NudgeAnswer,
    StepCompletion,
    WaitHistory,
)
from portal.domain import visits
from portal.domain.deliveries import Reason, State, Topic
from portal.domain.notes import NoteKind
from portal.domain.roles import Role
from portal.domain.waits import GRAIN
from tests.factories import HTMX, NOW, add_account, add_member
from tests.ingest.world import rows
from tests.web.conftest import World, enter

TODAY = NOW.date()
MOST_STATEMENTS = 10


async def priya(world: World) -> UUID:
    [(member,)] = [row[:1] for row in await rows(world.database, Member, "id", "name") if row[1] == "Priya Raman"]
    return UUID(str(member))


async def add(database: Database, *found: Base) -> None:
    async with database.write() as session:
        session.add_all(found)


async def write_note(world: World, kind: NoteKind, *, to: UUID | None, note: str = "Could you?") -> None:
    jonas = await add_member(world.database, world.account_id, name="Jonas Weber")
    async with world.database.write() as session:
        await team_notes.add(
            session,
            account_id=world.account_id,
            milestone_id="sign_on",
            kind=kind,
            from_id=jonas,
            to_member_id=to,
            note=note,
            now=NOW,
        )


async def answer(world: World, key: str, **given: str) -> Any:  # noqa: ANN401 - a response
    return await world.member.post("/nudges", data={"key": key} | given, headers=HTMX)


def history(milestone_id: str, *, teams: int = 40) -> WaitHistory:
    waits = list(range(20, 20 + GRAIN))
    return WaitHistory(
        role=Role.ADMIN, segment="all", milestone_id=milestone_id, teams=teams, waits=waits, counted_on=TODAY
    )


def reached(account_id: UUID, subject: UUID, milestone_id: str, at: datetime) -> MilestoneCompletion:
    return MilestoneCompletion(account_id=account_id, subject_id=subject, milestone_id=milestone_id, at=at)


async def test_the_forecast_is_a_chart_and_a_table_with_its_sample(world: World) -> None:
    await add(world.database, history("sign_on"), history("data", teams=31))
    page = (await world.member.get("/")).text
    assert "What comes next" in page
    assert "Based on 31 teams." in page
    assert '<th scope="row" >Turn on single sign-on</th>' in page.replace('lang="en"', "")


async def test_without_history_the_plan_speaks_and_says_so(world: World) -> None:
    new = await enter(world.app, world.database, await add_account(world.database, kickoff_on=TODAY))
    page = (await new.get("/")).text
    assert "These are your plan's days." in page
    assert "Based on" not in page


async def test_on_hold_nothing_is_foretold(world: World) -> None:
    day = TODAY - timedelta(days=1)
    hold = Hold(account_id=world.account_id, reason="x", started_on=day, expected_end_on=TODAY + timedelta(days=9))
    await add(world.database, history("sign_on"), hold)
    page = (await world.member.get("/")).text
    assert "on hold" in page
    assert '<svg class="fc"' not in page


async def test_what_was_done_before_the_first_milestone_is_credited_from_the_records(world: World) -> None:
    page = (await world.member.get("/")).text
    assert "Kickoff held on 2 Nov." in page
    assert "Contract signed" not in page
    await add(
        world.database,
        Handoff(account_id=world.account_id, received_at=NOW - timedelta(days=30), deal_drivers="Fewer calls"),
    )
    assert "Contract signed and handed to your guide by 18 Oct." in (await world.member.get("/")).text


async def test_a_note_of_a_colleague_is_a_nudge_until_it_is_dismissed(world: World) -> None:
    await write_note(world, NoteKind.HANDOVER, to=await priya(world))
    page = (await world.member.get("/")).text
    assert "Jonas Weber handed “Turn on single sign-on” to you" in page
    assert "“Could you?”" in page
    key = page.split('name="key" value="')[1].split('"')[0]
    said = await answer(world, key)
    assert said.text.strip() == '<div id="nudge">\n</div>'
    assert "handed “" not in (await world.member.get("/")).text


async def test_a_snoozed_nudge_is_kept_with_its_day(world: World) -> None:
    await write_note(world, NoteKind.REMINDER, to=await priya(world))
    key = (await world.member.get("/")).text.split('name="key" value="')[1].split('"')[0]
    await answer(world, key, snooze="week")
    assert await rows(world.database, NudgeAnswer, "nudge", "until") == [(key, date(2026, 11, 24))]
    assert "reminds you" not in (await world.member.get("/")).text


async def test_what_is_shown_is_in_the_ledger_once_and_with_what_the_member_said(world: World) -> None:
    ledger = (Delivery, "topic", "state", "reason", "subject")
    due = (Topic.NUDGE, State.NOT_SENT, Reason.AFTER_ANOTHER, None)
    await world.member.get("/", headers={"Sec-Purpose": "prefetch"})
    assert await rows(world.database, *ledger) == []
    await write_note(world, NoteKind.HELP, to=None)
    page = (await world.member.get("/")).text
    await world.member.get("/")
    title = "Jonas Weber asks for your help with “Turn on single sign-on”"
    assert await rows(world.database, *ledger) == [(Topic.NOTE, State.SENT, None, title), due]
    await answer(world, page.split('name="key" value="')[1].split('"')[0], snooze="tomorrow")
    assert await rows(world.database, *ledger) == [(Topic.NOTE, State.SENT, Reason.SNOOZED, title), due]
    read = (await world.member.get("/profile")).text
    assert title in read
    assert "It was put off to a later day." in read
    assert "Something more urgent came first" in read


async def test_an_answer_without_javascript_leads_back(world: World) -> None:
    said = await world.member.post("/nudges", data={"key": "questions", "snooze": "tomorrow"})
    assert (said.status_code, said.headers["location"]) == (303, "/")


@pytest.mark.parametrize("given", [{"key": ""}, {"key": "x" * 201}, {"key": "a", "snooze": "never"}, {}])
async def test_an_answer_that_is_none_is_refused(world: World, given: dict[str, str]) -> None:
    assert (await world.member.post("/nudges", data=given, headers=HTMX)).status_code == 422


async def test_what_nobody_asked_is_not_kept(world: World) -> None:
    assert (await answer(world, "due:anything:2026-01-01")).status_code == 200
    assert await rows(world.database, NudgeAnswer, "nudge") == []


async def test_a_note_of_another_account_is_neither_shown_nor_seen(world: World) -> None:
    other = await add_account(world.database)
    stranger = await enter(world.app, world.database, other, name="Somebody Else")
    await write_note(world, NoteKind.HELP, to=None)
    assert "asks for your help" in (await world.member.get("/")).text
    assert "asks for your help" not in (await stranger.get("/")).text


async def test_since_the_last_visit_tells_what_came_after_it_and_can_be_put_away(world: World) -> None:
    member, last = await priya(world), NOW - timedelta(days=2)
    async with world.database.write() as session:
        visit = visits.Visit(last - timedelta(days=1), last)
        await momentum.note_visit(session, account_id=world.account_id, member_id=member, visit=visit)
    jonas = await add_member(world.database, world.account_id, name="Jonas Weber")
    account = world.account_id
    await add(
        world.database,
        MilestoneCompletion(
            account_id=account, subject_id=account, milestone_id="sign_on", at=last + timedelta(hours=1)
        ),
        MilestoneCompletion(account_id=account, subject_id=jonas, milestone_id="pilot", at=last + timedelta(hours=2)),
        MilestoneCompletion(account_id=account, subject_id=account, milestone_id="data", at=last - timedelta(hours=1)),
        StepCompletion(
            account_id=account,
            subject_id=account,
            milestone_id="pilot",
            step_id="only",
            at=last - timedelta(hours=5),
            by_id=member,
            verified_at=last + timedelta(hours=3),
        ),
    )
    page = (await world.member.get("/")).text
    news = page.split('id="changes"')[1].split("</section>")[0]
    assert "“Turn on single sign-on” is done for your whole team, and unlocked Automations." in news
    assert "Jonas Weber reached “Reach pilot”." in news
    assert "1 step of “Reach pilot” that you ticked is now confirmed." in news
    assert "Reach data" not in news
    said = await world.member.post("/changes/seen", headers=HTMX)
    assert said.text.strip() == '<div id="changes">\n</div>'
    assert "Since you were last here" not in (await world.member.get("/")).text


async def test_a_first_visit_has_no_last_one_and_pages_that_refresh_are_no_visit(world: World) -> None:
    assert "Since you were last here" not in (await world.member.get("/ladder", headers=HTMX)).text
    async with world.database.read() as session:
        before = await momentum.around(session, account_id=world.account_id, member_id=await priya(world), now=NOW)
    await world.member.get("/")
    async with world.database.read() as session:
        after = await momentum.around(session, account_id=world.account_id, member_id=await priya(world), now=NOW)
    assert (before.visit, after.visit) == (None, visits.Visit(NOW, NOW))


async def test_the_page_reads_with_few_statements(world: World) -> None:
    """The number may only grow for a reason: each is a round trip on a page people wait for."""
    await world.member.get("/")
    statements: list[str] = []
    engine = world.app.state.portal.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    assert (await world.member.get("/")).status_code == 200
    asked = [statement for statement in statements if not statement.startswith("BEGIN")]
    assert len(asked) <= MOST_STATEMENTS, "\n\n".join(asked)
