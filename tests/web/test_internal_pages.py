"""The internal view in a browser: who may see it, what it shows, and what hostile input does to it."""

import asyncio
from datetime import timedelta
from html import escape
from urllib.parse import unquote
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import event

from portal.db import portfolio_rows
from portal.db.engine import Database
from portal.db.tables import Account
from portal.domain.personal import recombine
from portal.domain.profile import Profile
from portal.domain.roles import Role
from portal.services.risk import assess_all
from tests.catalogues import shipped
from tests.factories import NOW, add_account, add_member, add_staff, browser, running, sign_in
from tests.onboardings import add_actions, ago, hand_over, invite, put_on_hold, reach, use

CATALOGUE = shipped(4)
NOBODY = "2f1c6f0e-8d0a-4c0e-9a53-0d7b7f1f5a11"
HOSTILE = "<img src=x onerror=alert(1)> {{7*7}}"


async def check(database: Database, days_ago: int = 0) -> None:
    async with database.write() as session:
        await assess_all(session, catalogue=CATALOGUE, now=NOW - timedelta(days=days_ago))


async def look(database: Database, database_url: str, path: str) -> httpx.Response:
    """What one of the staff gets."""
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database))
        async with browser(app, cookies) as client:
            return await client.get(path)


async def add_unowned(database: Database, name: str = "Brightwell Clinics") -> UUID:
    """An account that answers invites, but does little in between."""
    account = await add_account(database, name=name, pilot_started_on=ago(10), target_go_live_on=ago(-20))
    await hand_over(database, account, "Sara Nyberg", "", "IT", "Dr. Eva Lund", email="eva@brightwell.example")
    await invite(database, account, "Accepted")
    await add_actions(database, account, (1, True), (2, False), (12, False))
    return account


async def test_a_member_may_not_see_the_portfolio_or_an_account(database: Database, database_url: str) -> None:
    account = await add_account(database)
    member = await add_member(database, account)
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, account_id=account, member_id=member)
        async with browser(app, cookies) as client:
            answers = [await client.get(path) for path in ("/internal/", f"/internal/accounts/{account}")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert "for the vendor's staff" in answers[0].text.replace("&#39;", "'")


@pytest.mark.parametrize("path", ["/internal/", f"/internal/accounts/{NOBODY}"])
async def test_nobody_is_sent_to_sign_in(database: Database, database_url: str, path: str) -> None:
    async with running(database_url, CATALOGUE) as app, browser(app) as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/login?next={path}")
    assert database is not None


@pytest.mark.parametrize("account_id", [NOBODY, "nobody", "1", "%00"])
async def test_an_unknown_account_is_not_found(database: Database, database_url: str, account_id: str) -> None:
    answer = await look(database, database_url, f"/internal/accounts/{account_id}")
    assert answer.status_code == 404
    assert "There is no account at this address." in answer.text


async def test_an_empty_portfolio_says_where_accounts_come_from(database: Database, database_url: str) -> None:
    answer = await look(database, database_url, "/internal/")
    assert answer.status_code == 200
    assert "No account yet" in answer.text


async def test_the_portfolio_lists_the_riskiest_first_with_reasons(database: Database, database_url: str) -> None:
    await add_account(database, name="Calm Quay")
    await add_unowned(database)
    gone = await add_account(database, name="Caldera Energy")
    await invite(database, gone)
    await check(database)
    page = (await look(database, database_url, "/internal/")).text
    table = page[page.index("<table") :]
    assert table.index("Caldera Energy") < table.index("Brightwell Clinics") < table.index("Calm Quay")
    assert "1 of 3 action items is done; the oldest is 12 days late." in page
    assert f'href="/internal/accounts/{gone}#path"' in page
    assert '<b class="num">1</b> Critical' in page
    assert '<span class="n">3<span class="vh"> accounts</span></span>' in page


async def test_filters_tabs_and_search_narrow_the_table(database: Database, database_url: str) -> None:
    await add_unowned(database)
    await add_account(database, name="Vantage Care", kickoff_on=None)
    await add_account(database, name="Oster & Sons", went_live_on=ago(10))
    await add_account(database, name="Not 100 % checked_yet")
    await check(database)
    cases = {
        "?level=at_risk": ["Brightwell Clinics"],
        "?view=before_kickoff": ["Vantage Care"],
        "?view=past_go_live": ["Oster & Sons"],
        "?q=bRIGHT": ["Brightwell Clinics"],
        "?q=%25": ["Not 100 % checked_yet"],
        "?q=d_y": ["Not 100 % checked_yet"],
        "?level=at_risk&q=oster": [],
        "?level=critical": [],
    }
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database))
        async with browser(app, cookies) as client:
            for query, names in cases.items():
                page = (await client.get(f"/internal/{query}")).text
                found = [part[: part.index("</a>")] for part in page.split('class="name"')[1:]]
                assert [name.split(">")[1] for name in found] == [escape(name) for name in names], query


async def test_an_account_nobody_has_checked_counts_as_unknown(database: Database, database_url: str) -> None:
    await add_account(database, name="Brand New")
    page = (await look(database, database_url, "/internal/?level=unknown")).text
    assert "Brand New" in page
    assert "Not checked yet" in page


@pytest.mark.parametrize("query", ["?level=nonsense", "?view=sideways", "?after=x", f"?q={'x' * 101}"])
async def test_a_question_that_makes_no_sense_is_refused(database: Database, database_url: str, query: str) -> None:
    assert (await look(database, database_url, f"/internal/{query}")).status_code == 422


async def test_a_nul_in_the_search_finds_nothing_and_breaks_nothing(database: Database, database_url: str) -> None:
    await add_account(database, name="Calm Quay")
    answer = await look(database, database_url, "/internal/?q=%00zzz")
    assert answer.status_code == 200
    assert "No account matches" in answer.text


async def test_the_next_page_goes_on_where_the_last_one_ended(database: Database, database_url: str) -> None:
    async with database.write() as session:
        accounts = {uuid4(): f"Customer {n:02d}" for n in range(60)}
        session.add_all(Account(id=i, external_id=str(i), name=name, created_at=NOW) for i, name in accounts.items())
        await session.flush()
        await portfolio_rows.admit(session, sorted(accounts), now=NOW)
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database))
        async with browser(app, cookies) as client:
            first = (await client.get("/internal/?q=Customer")).text
            link = first.split('class="more"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
            second = (await client.get(link)).text
    assert "q=Customer" in link
    names = [part.split(">")[1].split("<")[0] for page in (first, second) for part in page.split('class="name"')[1:]]
    assert names == [f"Customer {n:02d}" for n in range(60)]
    assert 'class="more"' not in second


async def test_more_accounts_take_no_more_queries(database: Database, database_url: str) -> None:
    counts = []
    # The application looks for a newer playbook now and then, whatever the page, but not in the task of its visitor.
    visitor = asyncio.current_task()
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database))
        asked: list[bool] = []
        engine = app.state.portal.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *_about: asked.append(asyncio.current_task() is visitor))
        async with browser(app, cookies) as client:
            for _ in range(2):
                for _ in range(8):
                    await add_member(database, await add_account(database), name="Ana")
                asked.clear()
                await client.get("/internal/")
                counts.append(sum(asked))
    assert counts[0] == counts[1] > 0


async def test_the_account_page_shows_the_path_with_its_numbers(database: Database, database_url: str) -> None:
    account = await add_unowned(database)
    await check(database, days_ago=14)
    await check(database)
    page = (await look(database, database_url, f"/internal/accounts/{account}")).text
    assert "At risk: nobody owns this project" in page
    assert "Since <time" in page
    assert "1 of 1 invite since 4 Nov was accepted or attended." in page
    assert '<span class="ans no">No</span>1 of 3 action items is done; the oldest is 12 days late.' in page
    assert "Rule: at least half of the customer&#39;s items" in page
    assert "12 days late</td>" in page
    assert "Not asked. For context: Nobody is in the pilot group yet." in page
    assert "Revision 4, as of" in page
    assert "Moved from Unknown to At risk." in page
    assert "“IT” is not a name" in page


async def test_a_draft_opens_in_the_mail_program_with_the_right_recipient(
    database: Database, database_url: str
) -> None:
    account = await add_unowned(database, name="Oster & Sons?bcc=evil@example.org")
    await check(database)
    page = (await look(database, database_url, f"/internal/accounts/{account}")).text
    link = page.split('href="mailto:')[1].split('"')[0]
    address, rest = link.split("?", 1)
    assert address == "eva@brightwell.example"
    assert "bcc=" not in rest
    assert [part.split("=")[0] for part in rest.replace("&amp;", "&").split("&")] == ["subject", "body"]
    assert "Eva" in unquote(rest)


async def test_people_holds_and_milestones_are_shown(database: Database, database_url: str) -> None:
    account = await add_account(database)
    ladder = recombine(CATALOGUE.ladders[Role.OPERATOR], Profile())
    ana = await add_member(database, account, name="Ana Ek", role=Role.OPERATOR, pilot=True)
    own = next(m for m in ladder.milestones if m.scope == "member")
    await reach(database, account, ana, own.id)
    await use(database, account, [ana], [ago(1), ago(8)])
    await put_on_hold(database, account, reason="The warehouse moves.", days_ago=2)
    await check(database)
    page = (await look(database, database_url, f"/internal/accounts/{account}")).text
    assert f"1 of {len(ladder.milestones)} milestones done" in page
    assert "Last active yesterday" in page
    assert f"{own.title}, by Ana Ek." in page.replace("&#39;", "'")
    assert "On hold since 15 Nov, expected until 24 Nov." in page
    assert "1 now" in page


async def test_an_account_without_anything_helps_on(database: Database, database_url: str) -> None:
    account = await add_account(database, kickoff_on=None)
    page = (await look(database, database_url, f"/internal/accounts/{account}")).text
    for sentence in ("Not checked yet", "No dates yet.", "Nothing has happened yet.", "Nobody yet.", "No one named"):
        assert sentence in page


async def test_hostile_names_are_shown_as_text(database: Database, database_url: str) -> None:
    account = await add_account(database, name=HOSTILE, went_live_on=ago(40))
    await hand_over(database, account, HOSTILE, HOSTILE, HOSTILE, HOSTILE, email='"><script>@x.example')
    await add_member(database, account, name=HOSTILE, pilot=True)
    await invite(database, account, title=HOSTILE)
    await put_on_hold(database, account, reason=HOSTILE, days_ago=1)
    await check(database)
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database, name=HOSTILE))
        async with browser(app, cookies) as client:
            pages = [(await client.get(path)).text for path in ("/internal/", f"/internal/accounts/{account}")]
    for page in pages:
        assert "<img src=x" not in page
        assert "<script>@x" not in page
        assert escape(HOSTILE) in page
