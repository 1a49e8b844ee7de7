"""An override where staff see it: on the portfolio and on the account's page, with who, until when, and why."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from portal.db.engine import Database
from portal.domain.people import SignedInStaff
from portal.domain.risk import Level
from portal.domain.roles import Capability
from portal.services.overrides import override
from portal.services.risk import assess_all
from tests.catalogues import shipped
from tests.factories import NOW, add_account, add_staff, browser, running, sign_in
from tests.onboardings import invite

CATALOGUE = shipped(4)
REASON = "<b>They</b> are at sea"


async def add_overridden(database: Database, level: Level, now: datetime = NOW) -> UUID:
    """An account that does not answer, which somebody says stands elsewhere."""
    account = await add_account(database)
    await invite(database, account, days_ago=2 + (NOW - now).days)
    csm = SignedInStaff(await add_staff(database), "Tomás Vidal", "t@vendor.test", frozenset({Capability.CSM}))
    async with database.write() as session:
        await assess_all(session, catalogue=CATALOGUE, now=now)
        await override(session, account_id=account, staff=csm, level=level, reason=REASON, days=7, now=now)
        await assess_all(session, catalogue=CATALOGUE, now=now)
    return account


async def look(database: Database, database_url: str, path: str) -> str:
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database))
        async with browser(app, cookies) as client:
            answer = await client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


@pytest.mark.parametrize("level", [Level.ON_TRACK, Level.AT_RISK])
async def test_the_portfolio_says_who_overrode_a_verdict_until_when_and_why(
    database: Database, database_url: str, level: Level
) -> None:
    account = await add_overridden(database, level)
    page = await look(database, database_url, f"/internal/?level={level}")
    assert f"/internal/accounts/{account}" in page
    assert "Overridden by Tomás Vidal until 24 Nov, because: &lt;b&gt;They&lt;/b&gt; are at sea." in page
    assert "Computed: week-4 ghosting." in page
    assert f"/internal/accounts/{account}" not in await look(database, database_url, "/internal/?level=critical")


async def test_what_needs_somebody_today_says_that_it_was_overridden(database: Database, database_url: str) -> None:
    await add_overridden(database, Level.AT_RISK)
    page = await look(database, database_url, "/internal/")
    assert "At risk, overridden" in page


async def test_the_account_s_page_shows_the_override_over_the_computed_verdict(
    database: Database, database_url: str
) -> None:
    account = await add_overridden(database, Level.ON_TRACK)
    page = await look(database, database_url, f"/internal/accounts/{account}")
    assert "On track, overridden" in page
    assert "<b>Overridden by Tomás Vidal</b>" in page
    assert "because: &lt;b&gt;They&lt;/b&gt; are at sea." in page
    assert "Computed: critical, week-4 ghosting." in page
    assert "Verdict overridden: On track." in page


async def test_an_override_that_has_expired_is_only_history(database: Database, database_url: str) -> None:
    account = await add_overridden(database, Level.ON_TRACK, NOW - timedelta(days=8))
    page = await look(database, database_url, f"/internal/accounts/{account}")
    assert "Critical: week-4 ghosting" in page
    assert "<b>Overridden by" not in page
    assert "Override expired.</b> The computed verdict counts again." in page
    assert "By Tomás Vidal, until 16 Nov: &lt;b&gt;They&lt;/b&gt; are at sea." in page
    assert "Overridden by" not in await look(database, database_url, "/internal/")
