"""The playbook as staff read it: every page of the shipped one, its search, its health, its reviews."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from html import escape, unescape
from types import MappingProxyType

import httpx
import pytest

from portal.db import milestone_health
from portal.db.engine import Database
from portal.domain.milestone_health import Tally
from portal.domain.playbook import Catalogue
from portal.domain.roles import Capability, Role
from tests.factories import HTMX, add_account, add_member, add_staff, browser, publish, running, sign_in
from tests.web.internal.conftest import CATALOGUE

HOME = "/internal/playbook"
EDIT = f'href="{HOME}/edit/'


@pytest.fixture
async def reader(database: Database, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """The browser of a CSM, who may read the playbook and not edit it."""
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database))
        async with browser(app, cookies) as client:
            yield client


async def read(client: httpx.AsyncClient, path: str = "") -> str:
    answer = await client.get(f"{HOME}{path}")
    assert answer.status_code == 200, answer.text
    return unescape(" ".join(answer.text.split()))


async def overdue(database: Database, database_url: str, catalogue: Catalogue) -> tuple[str, str]:
    """The front page and the portfolio over another playbook."""
    async with running(database_url, catalogue) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database))
        async with browser(app, cookies) as client:
            return await read(client), (await client.get("/internal/")).text


def reviewed_by(milestone_id: str, on: date) -> Catalogue:
    changed = replace(CATALOGUE.milestones[milestone_id], review_by=on)
    return replace(CATALOGUE, milestones=MappingProxyType({**CATALOGUE.milestones, milestone_id: changed}))


async def test_the_front_lists_every_ladder_with_its_milestones(reader: httpx.AsyncClient) -> None:
    page = await read(reader)
    for role, ladder in CATALOGUE.ladders.items():
        assert f'href="{HOME}/ladders/{role}">{ladder.title}</a>' in page
        assert all(f'href="{HOME}/milestones/{one.id}"' in page for one in ladder.milestones)
    assert "Nothing has been counted yet." in page


@pytest.mark.parametrize("role", list(Role))
async def test_a_ladder_says_for_whom_each_milestone_is(reader: httpx.AsyncClient, role: Role) -> None:
    page = await read(reader, f"/ladders/{role}")
    assert all(one.purpose in page for one in CATALOGUE.ladders[role].milestones)
    assert all(question.text in page for question in CATALOGUE.ladders[role].questions)


async def test_conditions_are_told_in_words(reader: httpx.AsyncClient) -> None:
    page = await read(reader, "/ladders/admin")
    assert "Only where: They work with “A company account (Okta, Entra ID, Google)”." in page
    assert "The account has at most 299 seats. While that is not known, it is shown." in page


async def test_every_milestone_shows_all_that_is_written_of_it(reader: httpx.AsyncClient) -> None:
    for one in CATALOGUE.milestones.values():
        page = await read(reader, f"/milestones/{one.id}")
        texts = [one.title, one.purpose, one.why, one.owner, one.celebration.fact, *one.risks, *one.criteria]
        texts += [text for step in one.steps for text in (step.title, step.cue, step.tip) if text]
        texts += [text for unlock in one.unlocks for text in (unlock.name, unlock.blurb, unlock.key)]
        texts += [one.signal.label] if one.signal else []
        texts += [one.email.subject] if one.email else []
        assert [text for text in texts if " ".join(text.split()) not in page] == [], one.id


async def test_rules_are_told_in_words(reader: httpx.AsyncClient) -> None:
    page = await read(reader, "/milestones/lane_watch")
    assert (
        "in this order, “Dashboard Opened” where dashboard is carriers, then “Exception Resolved” within 1 day." in page
    )
    assert "whoever did it ticks it by hand." in await read(reader, "/milestones/agree_goal")


async def test_every_play_shows_its_drafts_and_the_verdicts_that_ask_for_it(reader: httpx.AsyncClient) -> None:
    shelf = await read(reader, "/plays")
    for play in CATALOGUE.plays.values():
        assert f'href="{HOME}/plays/{play.id}">{play.title}</a>' in shelf
        page = await read(reader, f"/plays/{play.id}")
        assert all(action.title in page and action.detail in page for action in play.actions)
    assert "Week-4 ghosting" in await read(reader, "/plays/escalate_to_sponsor")


async def test_trees_show_each_question_threshold_and_way_out(reader: httpx.AsyncClient) -> None:
    page = await read(reader, "/trees")
    for tree in CATALOGUE.trees.values():
        assert all(node.ask in page and node.rule in page for node in tree.nodes.values())
        assert all(leaf.advice in page for leaf in tree.leaves.values())
    assert '<dt>max days late</dt><dd class="num">14</dd>' in page
    assert '<dt>share</dt><dd class="num">50%</dd>' in page
    assert page.index("Before kickoff") < page.index("From kickoff to go-live") < page.index("After go-live")


async def test_the_lifecycle_is_whole(reader: httpx.AsyncClient) -> None:
    page, lifecycle = await read(reader, "/lifecycle"), CATALOGUE.lifecycle
    items = [item for phase in lifecycle.phases.values() for item in (phase.meeting.agenda if phase.meeting else ())]
    checks = [check for section in (*lifecycle.start, *lifecycle.go_live) for check in section.checks]
    assert all(phase.goal in page for phase in lifecycle.phases.values())
    assert all(item.title in page and f"{item.minutes} min" in page for item in items)
    assert all(check.detail in page for check in checks)
    assert all(one.purpose in page for one in (*lifecycle.touchpoints,))
    assert all(plan.summary in page for plan in lifecycle.plans.values())
    assert all(stage.promise in page for stage in lifecycle.stages)


async def test_the_glossary_has_every_metric(reader: httpx.AsyncClient) -> None:
    page = await read(reader, "/metrics")
    assert all(" ".join(one.definition.split()) in page for one in CATALOGUE.metrics.values())


@pytest.mark.parametrize("path", ["/ladders/nobody", "/milestones/no", "/plays/no", "/history/7", "/history/x"])
async def test_what_is_not_there_says_where_to_look(reader: httpx.AsyncClient, path: str) -> None:
    answer = await reader.get(f"{HOME}{path}")
    assert answer.status_code == 404
    assert "lists the ones there are" in answer.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("pilot run", ["Run the pilot"]),
        ("COLD chain", ["Keep the cold chain whole"]),
        ("ghost", []),
        ("kickoff", ["Hold the kickoff", "Kickoff"]),
    ],
)
async def test_a_search_finds_titles_that_have_every_word(
    reader: httpx.AsyncClient, asked: str, found: list[str]
) -> None:
    answer = await reader.get(HOME, params={"q": asked}, headers=HTMX)
    text = unescape(" ".join(answer.text.split())).replace("<mark>", "").replace("</mark>", "")
    assert answer.text.lstrip().startswith('<div id="found"')
    assert [title for title in found if f">{title}</a>" not in text] == []
    assert ("No title has all of these words." in text) is (not found)


async def test_a_search_without_scripts_stands_on_the_page_and_nothing_runs(reader: httpx.AsyncClient) -> None:
    hostile = "<b>order</b>"
    answer = await reader.get(HOME, params={"q": hostile})
    assert escape(hostile) in answer.text
    assert hostile not in answer.text
    assert "<h1>Playbook</h1>" in answer.text


async def test_a_milestone_whose_data_asks_for_it_is_named_with_its_numbers(
    database: Database, reader: httpx.AsyncClient
) -> None:
    tallies = {"pilot": Tally(ripe=12, dropped=6, judged=4, down=4), "core_team": Tally(judged=40, down=4)}
    async with database.write() as session:
        await milestone_health.replace_all(session, tallies, on=date(2026, 11, 17))
    front, own = await read(reader), await read(reader, "/milestones/pilot#health")
    assert f'href="{HOME}/milestones/pilot#health">Run the pilot</a>' in front
    assert "milestones/core_team#health" not in front
    for page in (front, own):
        assert "6 of 12 who began had not finished after 70 days (50%)." in page
    assert "4 of the 10 cases it takes to say anything." in own
    assert "Limit: more than 30%" in own


async def test_reviews_that_are_due_are_listed_and_counted_in_the_menu(database: Database, database_url: str) -> None:
    front, portfolio = await overdue(database, database_url, reviewed_by("pilot", date(2026, 11, 16)))
    assert "Was due <time" in front
    assert "1 due" in front
    assert '<span class="n">1<span class="vh"> review due</span></span>' in portfolio


async def test_before_any_review_is_due_the_next_are_named(database: Database, database_url: str) -> None:
    front, portfolio = await overdue(database, database_url, CATALOGUE)
    assert "Nothing is due. Next are:" in front
    assert "review due" not in portfolio


async def test_only_editors_are_led_to_the_editor(database: Database, database_url: str) -> None:
    editor = await add_staff(database, name="Ida Berg", capabilities=(Capability.EDITOR,))
    async with running(database_url, CATALOGUE) as app:
        csm = browser(app, await sign_in(database, staff_id=await add_staff(database)))
        ida = browser(app, await sign_in(database, staff_id=editor))
        for path in ("/milestones/pilot", "/ladders/admin", "/plays/find_driver", "/trees", "/lifecycle", "/metrics"):
            assert EDIT in await read(ida, path)
            assert EDIT not in await read(csm, path)


@pytest.mark.parametrize(
    "path", ["", "/milestones/single_sign_on", "/ladders/admin", "/plays/find_driver", "/lifecycle"]
)
async def test_every_way_to_the_editor_leads_somewhere(database: Database, database_url: str, path: str) -> None:
    editor = await add_staff(database, name="Ida Berg", capabilities=(Capability.EDITOR,))
    await publish(database)
    async with running(database_url) as app:
        ida = browser(app, await sign_in(database, staff_id=editor))
        ways = re.findall(rf'href="({HOME}/edit[^"]*)"', await read(ida, path))
        assert ways
        assert {way: (await ida.get(way)).status_code for way in ways} == dict.fromkeys(ways, 200)


async def test_members_may_not_read_it(database: Database, database_url: str) -> None:
    account = await add_account(database)
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, account_id=account, member_id=await add_member(database, account))
        async with browser(app, cookies) as client:
            assert (await client.get(HOME)).status_code == 403
