"""The audit of the whole installation, in a browser and as a table."""

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest

from portal.db import audit
from portal.db.engine import Database
from portal.domain.audit import Act, Actor, ActorKind
from portal.domain.roles import Capability
from tests.factories import HTMX, NOW, add_account, add_staff, browser, running, sign_in, small_playbook

# What is found is tried on both databases in tests/db; here the pages are.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HERE = "/internal/audit"
TOMAS = Actor(ActorKind.STAFF, None, "Tomás Vidal", "f00d" * 8)


@asynccontextmanager
async def signed_in(
    database: Database, database_url: str, may: Capability = Capability.OWNER
) -> AsyncIterator[httpx.AsyncClient]:
    staff = await add_staff(database, capabilities=(may,))
    async with running(database_url, small_playbook()) as app:
        cookies = await sign_in(database, staff_id=staff)
        async with browser(app, cookies) as client:
            yield client


async def write(database: Database, *acts: Act, actor: Actor = TOMAS) -> None:
    account = await add_account(database)
    async with database.write() as session:
        for hours, act in enumerate(acts):
            await audit.record(session, account_id=account, actor=actor, act=act, now=NOW - timedelta(hours=hours))


@pytest.mark.parametrize("path", [HERE, f"{HERE}.csv"])
@pytest.mark.parametrize("may", [Capability.CSM, Capability.EDITOR])
async def test_it_is_for_leads_and_owners(database: Database, database_url: str, path: str, may: Capability) -> None:
    async with signed_in(database, database_url, may) as client:
        refused = await client.get(path)
    assert refused.status_code == 403
    assert "for CSM leads and owners" in refused.text


async def test_an_entry_says_who_did_what_to_whom_with_before_and_after(database: Database, database_url: str) -> None:
    await write(database, Act("account.changed", "Halden Freight", {"seats": "40"}, {"seats": "60"}))
    async with signed_in(database, database_url, Capability.CSM_LEAD) as client:
        page = (await client.get(HERE)).text
    assert "<b>Tomás Vidal</b> changed the seats of Halden Freight from 40 to 60." in page
    assert '<th scope="row">seats</th><td>40</td><td>60</td>' in page
    assert f"<code>{'f00d' * 8}</code>" in page


async def test_a_filter_narrows_page_and_table_alike(database: Database, database_url: str) -> None:
    await write(database, Act("task.added", "Export orders"), Act("hold.started", "Summer"))
    async with signed_in(database, database_url) as client:
        page = await client.get(f"{HERE}?what=hold", headers=HTMX)
        table = (await client.get(f"{HERE}.csv?what=hold")).text
    assert page.text.lstrip().startswith("<section")
    assert "Summer" in page.text
    assert "Export orders" not in page.text
    assert [row[3] for row in csv.reader(io.StringIO(table))] == ["act", "hold.started"]


async def test_pages_follow_one_another_and_keep_the_filter(database: Database, database_url: str) -> None:
    await write(database, *(Act("task.added", f"Number {number:02d}") for number in range(60)))
    async with signed_in(database, database_url) as client:
        first = (await client.get(f"{HERE}?who=vidal")).text
        link = next(part.split('"', 1)[0] for part in first.split('href="') if "before=" in part.split('"', 1)[0])
        second = (await client.get(link.replace("&amp;", "&"))).text
    assert "who=vidal" in link
    assert (first.count("<li><svg"), second.count("<li><svg")) == (50, 10)
    assert "before=" not in second


@pytest.mark.parametrize(
    "query", ["since=2026-11-17&until=2026-11-16", "since=soon", "what=nonsense", f"who={'x' * 101}"]
)
async def test_a_filter_that_makes_no_sense_is_refused_in_words(
    database: Database, database_url: str, query: str
) -> None:
    async with signed_in(database, database_url) as client:
        page, fragment = await client.get(f"{HERE}?{query}"), await client.get(f"{HERE}?{query}", headers=HTMX)
        table = await client.get(f"{HERE}.csv?{query}")
    assert [answer.status_code for answer in (page, fragment, table)] == [422, 422, 422]
    assert "This filter does not fit" in fragment.text


@pytest.mark.parametrize("query", ["until=9999-12-31", "since=0001-01-01", "who=%00x", "before=1"])
async def test_the_ends_of_time_break_nothing(database: Database, database_url: str, query: str) -> None:
    async with signed_in(database, database_url) as client:
        await client.post("/internal/you/time-zone", data={"time_zone": "Asia/Kolkata"})
        assert (await client.get(f"{HERE}?{query}")).status_code == 200


async def test_days_are_those_of_the_reader(database: Database, database_url: str) -> None:
    await write(database, Act("task.added", "Late in the evening"))
    async with signed_in(database, database_url) as client:
        await client.post("/internal/you/time-zone", data={"time_zone": "Pacific/Kiritimati"})
        await client.get(HERE)
        found = (await client.get(f"{HERE}?since=2026-11-17&until=2026-11-17")).text
        await client.post("/internal/you/time-zone", data={"time_zone": "America/Los_Angeles"})
        other = (await client.get(f"{HERE}?since=2026-11-18")).text
    assert "Late in the evening" in found
    assert "Late in the evening" not in other


async def test_hostile_names_are_only_text(database: Database, database_url: str) -> None:
    hostile = Actor(ActorKind.KEY, None, "=cmd|<img src=x>")
    await write(database, Act("task.added", "{{7*7}}<b>", {}, {"note": "@SUM(A1)"}), actor=hostile)
    async with signed_in(database, database_url) as client:
        page, table = (await client.get(HERE)).text, (await client.get(f"{HERE}.csv")).text
    assert "<img" not in page
    assert "{{7*7}}&lt;b&gt;" in page
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert "'=cmd|<img src=x>" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]


async def test_an_empty_log_says_so(database: Database, database_url: str) -> None:
    async with signed_in(database, database_url) as client:
        assert "Nothing has been done yet" in (await client.get(HERE)).text
        assert "Nothing of that kind" in (await client.get(f"{HERE}?who=nobody")).text
