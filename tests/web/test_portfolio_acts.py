"""What staff do on the portfolio: put off, give away, name a view, export; with and without JavaScript."""

import csv
from html import unescape
from io import StringIO
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from portal.db.engine import Database
from portal.db.guides import OFFERED
from portal.db.tables import AuditEntry, Job, Onboarding
from portal.domain.roles import Capability
from portal.services.risk import assess_all
from tests.catalogues import shipped
from tests.factories import HTMX, NOW, add_account, add_staff, browser, running, sign_in
from tests.onboardings import invite

CATALOGUE = shipped()
LEAD = (Capability.CSM_LEAD,)


async def judge(database: Database) -> None:
    async with database.write() as session:
        await assess_all(session, catalogue=CATALOGUE, now=NOW)


async def act(
    database: Database, url: str, path: str, data: dict[str, str | list[str]], *, staff: UUID, **headers: str
) -> tuple[httpx.Response, str]:
    """The answer to a form one of the staff sends, and the portfolio they see then."""
    async with running(url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=staff)
        async with browser(app, cookies, **headers) as client:
            answer = await client.post(path, data=data)
            page = await client.get("/internal/")
    return answer, " ".join(unescape(page.text).split())


async def add_quiet(database: Database, **given: UUID) -> UUID:
    """An account that answers no invite."""
    account = await add_account(database, name="Caldera Energy", **given)  # type: ignore[arg-type] # columns of the run
    await invite(database, account)
    await judge(database)
    return account


@pytest.mark.parametrize("headers", [{}, HTMX])
async def test_what_was_put_off_is_gone_until_it_is_brought_back(
    database: Database, database_url: str, headers: dict[str, str]
) -> None:
    account = await add_quiet(database)
    staff = await add_staff(database)
    path = f"/internal/accounts/{account}/snooze?level=critical"
    answer, page = await act(database, database_url, path, {"until": "next_week"}, staff=staff, **headers)
    assert answer.status_code == (200 if headers else 303)
    if not headers:
        assert answer.headers["location"] == "/internal/?level=critical"
    assert "Nothing needs anybody today." in page
    assert "1 snoozed" in page
    _, other = await act(database, database_url, "/internal/snoozes/end", {}, staff=await add_staff(database))
    assert f'id="urgent-{account}"' in other
    _, page = await act(database, database_url, "/internal/snoozes/end", {}, staff=staff)
    assert f'id="urgent-{account}"' in page


async def test_a_verdict_that_moves_ends_the_snooze(database: Database, database_url: str) -> None:
    account = await add_account(database, name="Caldera Energy")
    await judge(database)
    staff = await add_staff(database)
    await act(database, database_url, f"/internal/accounts/{account}/snooze", {"until": "tomorrow"}, staff=staff)
    await invite(database, account)
    async with database.write() as session:
        await assess_all(session, catalogue=CATALOGUE, now=NOW.replace(minute=1))
    _, page = await act(database, database_url, "/internal/views", {"name": ""}, staff=staff)
    assert f'id="urgent-{account}"' in page
    assert "Moved from unknown to critical on 17 Nov." in page


async def test_putting_off_until_nonsense_is_refused(database: Database, database_url: str) -> None:
    path = f"/internal/accounts/{await add_quiet(database)}/snooze"
    answer, page = await act(database, database_url, path, {"until": "doomsday"}, staff=await add_staff(database))
    assert answer.status_code == 422
    assert "snoozed" not in page


async def test_putting_off_what_is_not_there_is_not_found(database: Database, database_url: str) -> None:
    path = f"/internal/accounts/{UUID(int=7)}/snooze"
    answer, _ = await act(database, database_url, path, {"until": "tomorrow"}, staff=await add_staff(database))
    assert answer.status_code == 404


async def test_somebody_with_accounts_of_their_own_sees_theirs(database: Database, database_url: str) -> None:
    mine, other = await add_staff(database), await add_staff(database, name="Wanjiru Kamau")
    await add_quiet(database, csm_id=mine)
    _, page = await act(database, database_url, "/internal/snoozes/end", {}, staff=other)
    assert 'id="urgent-' in page
    theirs = await add_account(database, name="Calm Quay", csm_id=other)
    await judge(database)
    _, page = await act(database, database_url, "/internal/snoozes/end", {}, staff=other)
    assert "Nothing needs you today." in page
    assert f"/internal/accounts/{theirs}" in page


@pytest.mark.parametrize("headers", [{}, HTMX])
async def test_a_lead_gives_accounts_to_a_csm(database: Database, database_url: str, headers: dict[str, str]) -> None:
    accounts = [await add_account(database, name=f"Customer {n}") for n in range(2)]
    waiting = await add_account(database, name="Waiting", kickoff_on=None)
    await judge(database)
    csm, lead = await add_staff(database, name="Wanjiru Kamau"), await add_staff(database, capabilities=LEAD)
    data: dict[str, str | list[str]] = {"account": [str(one) for one in (*accounts, waiting)], "csm": str(csm)}
    answer, page = await act(database, database_url, "/internal/assign", data, staff=lead, **headers)
    assert answer.status_code == (200 if headers else 303)
    if headers:
        assert "3 accounts given to Wanjiru Kamau, who now has 3 of 12 open onboardings." in answer.text
    assert page.count('· <span class="nowrap">Wanjiru</span>') == 3
    assert "3 of 12 open" in page
    async with database.read() as session:
        assert set(await session.scalars(select(Onboarding.csm_id))) == {csm}
        acts = (await session.execute(select(AuditEntry.subject, AuditEntry.after))).all()
        assert await session.scalar(select(func.count()).select_from(Job).where(Job.kind == "assess_account")) == 3
    assert sorted((row.subject, row.after["csm"]) for row in acts) == [
        ("Customer 0", "Wanjiru Kamau"),
        ("Customer 1", "Wanjiru Kamau"),
        ("Waiting", "Wanjiru Kamau"),
    ]


async def test_who_gives_away_what_somebody_else_just_did_is_told_first(database: Database, database_url: str) -> None:
    tomas, csm = await add_staff(database), await add_staff(database, name="Wanjiru Kamau")
    account = await add_account(database, name="Customer 0", csm_id=tomas)
    await judge(database)
    lead = await add_staff(database, capabilities=LEAD)
    seen: dict[str, str | list[str]] = {"account": [str(account)], "csm": str(csm)}
    answer, page = await act(database, database_url, "/internal/assign", seen, staff=lead, **HTMX)
    assert answer.status_code == 409
    assert "Meanwhile somebody gave away Customer 0." in answer.text
    assert f'value="{account} Tomás Vidal" checked' in unescape(answer.text)
    assert f'value="{csm}" checked' in answer.text
    assert '<span class="nowrap">Tomás</span>' in page
    again: dict[str, str | list[str]] = {"account": [f"{account} Tomás Vidal"], "csm": str(csm)}
    answer, _ = await act(database, database_url, "/internal/assign", again, staff=lead, **HTMX)
    assert "1 account given to Wanjiru Kamau" in answer.text


async def test_giving_more_than_somebody_can_carry_says_so(database: Database, database_url: str) -> None:
    csm, lead = await add_staff(database, name="Wanjiru Kamau"), await add_staff(database, capabilities=LEAD)
    accounts = [await add_account(database, name=f"Customer {n}") for n in range(13)]
    data: dict[str, str | list[str]] = {"account": [str(one) for one in accounts], "csm": str(csm)}
    answer, page = await act(database, database_url, "/internal/assign", data, staff=lead, **HTMX)
    assert "That is more than they can carry." in answer.text
    assert "13 of 12 open, full" in page


@pytest.mark.parametrize(
    ("ticked", "chosen", "says"),
    [
        (False, True, "Tick the accounts you want to give to somebody."),
        (True, False, "Choose who is to have them."),
    ],
)
async def test_giving_nothing_or_to_nobody_is_refused_and_keeps_the_choice(
    database: Database, database_url: str, *, ticked: bool, chosen: bool, says: str
) -> None:
    account = await add_account(database)
    csm, lead = await add_staff(database), await add_staff(database, capabilities=LEAD)
    data: dict[str, str | list[str]] = {"csm": str(csm) if chosen else ""}
    if ticked:
        data["account"] = [str(account), "nonsense"][:1]
    answer, _ = await act(database, database_url, "/internal/assign", data, staff=lead, **HTMX)
    assert answer.status_code == 422
    assert says in answer.text
    assert (f'value="{account}" checked' in answer.text) is ticked
    assert (f'value="{csm}" checked' in answer.text) is chosen


async def test_a_lead_finds_whoever_is_not_among_those_with_most_room(database: Database, database_url: str) -> None:
    lead, account = await add_staff(database, capabilities=LEAD), await add_account(database)
    editor = (Capability.EDITOR,)
    for name in ("Zoë Åkesson", *(f"Guide Number{n}" for n in range(OFFERED))):
        await add_staff(database, name=name)
    await add_staff(database, name="Zoë Writes", capabilities=editor)
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=lead)
        async with browser(app, cookies) as client:
            page = await client.get("/internal/")
            found = await client.get("/internal/guides?name= zoë ")
            none = await client.get("/internal/guides?name=Akesson-Nobody")
            asked: dict[str, str | list[str]] = {"account": [str(account)], "name": "åke ZO"}
            refused = await client.post("/internal/assign", data=asked)
    assert page.text.count('name="csm"') == OFFERED
    assert 'name="name"' in page.text
    assert ("Zoë Åkesson" in found.text, "Zoë Writes" in found.text) == (True, False)
    assert "No CSM is called so." in none.text
    assert refused.status_code == 422
    assert refused.text.count('name="csm"') == 1
    assert "Zoë Åkesson" in refused.text
    assert 'value="åke ZO"' in refused.text
    assert f'value="{account}" checked' in refused.text


async def test_only_a_lead_may_give_accounts_away(database: Database, database_url: str) -> None:
    account, csm = await add_account(database), await add_staff(database)
    data: dict[str, str | list[str]] = {"account": [str(account)], "csm": str(csm)}
    answer, page = await act(database, database_url, "/internal/assign", data, staff=csm)
    assert answer.status_code == 403
    assert "Only a CSM lead can give accounts to somebody." in unescape(answer.text)
    assert 'type="checkbox"' not in page


async def test_a_view_gets_a_name_and_a_tab_and_can_be_removed(database: Database, database_url: str) -> None:
    await add_account(database, name="Calm Quay")
    staff = await add_staff(database)
    answer, page = await act(
        database, database_url, "/internal/views?q=calm&sort=name&down=1", {"name": " Harbours "}, staff=staff
    )
    assert answer.headers["location"] == "/internal/?q=calm&sort=name&down=1"
    assert 'class="own" href="/internal/?' in page
    assert "<span>Harbours</span>" in page
    again, _ = await act(database, database_url, "/internal/views?q=x", {"name": "harbours"}, staff=staff, **HTMX)
    assert again.status_code == 422
    assert "You have a view called “harbours” already." in unescape(again.text)
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=staff)
        async with browser(app, cookies) as client:
            shown = (await client.get("/internal/?down=1&q=calm&sort=name")).text
            remove = shown.split('<form action="/internal/views/')[1].split('"')[0]
            other = await sign_in(database, staff_id=await add_staff(database))
            async with browser(app, other) as somebody:
                await somebody.post(f"/internal/views/{remove}")
                assert "Harbours" not in (await somebody.get("/internal/")).text
            assert "Harbours" in (await client.get("/internal/")).text
            await client.post(f"/internal/views/{remove}")
            assert "Harbours" not in (await client.get("/internal/")).text


@pytest.mark.parametrize("name", ["", "x" * 41])
async def test_a_view_needs_a_name_that_fits(database: Database, database_url: str, name: str) -> None:
    await add_account(database)
    staff = await add_staff(database)
    answer, _ = await act(database, database_url, "/internal/views?q=x", {"name": name}, staff=staff, **HTMX)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


async def test_the_export_holds_what_is_asked_for_and_no_formula(database: Database, database_url: str) -> None:
    await add_account(database, name="=HYPERLINK(1)")
    await add_account(database, name="Calm Quay")
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database))
        async with browser(app, cookies) as client:
            answer = await client.get("/internal/portfolio.csv?q=hyper")
    assert answer.headers["content-type"].startswith("text/csv")
    heading, *lines = csv.reader(StringIO(answer.text))
    assert [dict(zip(heading, line, strict=True))["account"] for line in lines] == ["'=HYPERLINK(1)"]
