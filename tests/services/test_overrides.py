"""A person's word over a verdict: who may give it, how long it counts, and that nothing hides beneath it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from portal.db import accounts, overrides, portfolio, risk, verdict_counts
from portal.db.engine import Database
from portal.db.portfolio import Reader
from portal.domain.errors import Conflict, Forbidden, Invalid, NotFound
from portal.domain.history import Override
from portal.domain.people import SignedInStaff
from portal.domain.portfolio import Asked
from portal.domain.risk import Level
from portal.domain.roles import Capability
from portal.jobs import the_queue
from portal.services.overrides import account_of, end_override, override
from portal.services.risk import assess
from tests.catalogues import shipped
from tests.factories import NOW, add_account, add_staff
from tests.onboardings import hand_over, invite

CATALOGUE = shipped()
DAY = timedelta(days=1)


async def staff(database: Database, *capabilities: Capability) -> SignedInStaff:
    staff_id = await add_staff(database, capabilities=capabilities)
    return SignedInStaff(staff_id, "Tomás Vidal", "tomas@vendor.test", frozenset(capabilities))


async def check(database: Database, account: UUID, now: datetime = NOW) -> None:
    async with database.write() as session:
        await assess(session, catalogue=CATALOGUE, account_id=account, now=now)


async def add_quiet(database: Database) -> UUID:
    """An account that does not answer, judged critical."""
    account = await add_account(database)
    await invite(database, account)
    await check(database, account)
    return account


async def say(
    database: Database,
    account: UUID,
    by: SignedInStaff,
    *,
    reason: str = "They are at sea",
    days: int = 14,
    now: datetime = NOW,
) -> datetime:
    async with database.write() as session:
        return await override(
            session, account_id=account, staff=by, level=Level.ON_TRACK, reason=reason, days=days, now=now
        )


async def stands(database: Database, account: UUID, now: datetime = NOW) -> Override | None:
    async with database.read() as session:
        return (await overrides.current(session, accounts=[account], now=now)).get(account)


async def test_it_counts_until_it_expires_by_itself(database: Database) -> None:
    account = await add_quiet(database)
    until = await say(database, account, await staff(database, Capability.CSM))
    found = await stands(database, account)
    assert found is not None
    assert (found.level, found.reason, found.by) == (Level.ON_TRACK, "They are at sea.", "Tomás Vidal")
    assert until == NOW + 14 * DAY == found.expires_at
    assert await stands(database, account, until - timedelta(seconds=1)) is not None
    assert await stands(database, account, until) is None


async def test_the_verdict_goes_on_being_recorded_beneath_it(database: Database) -> None:
    account = await add_quiet(database)
    await say(database, account, await staff(database, Capability.CSM))
    await invite(database, account, "Accepted", days_ago=1)
    later = NOW + timedelta(hours=1)
    await check(database, account, later)
    async with database.read() as session:
        kept = await risk.history(session, account_id=account, limit=9)
    assert [(verdict.leaf, verdict.level) for verdict in kept] == [
        ("no_actions", Level.UNKNOWN),
        ("ghosting", Level.CRITICAL),
    ]
    found = await stands(database, account, later)
    assert found is not None
    assert found.level is Level.ON_TRACK


async def test_the_portfolio_ranks_by_it_while_it_counts(database: Database) -> None:
    account = await add_quiet(database)
    by = await staff(database, Capability.CSM)
    await say(database, account, by)

    async def seen(now: datetime) -> tuple[dict[Level, int], int]:
        await check(database, account, now)
        async with database.read() as session:
            levels = await verdict_counts.levels(session)
            asked = Asked(level=Level.CRITICAL)
            critical = await portfolio.count(session, asked=asked, reader=Reader(by.id, now.date()))
            return dict(+levels), critical

    assert await seen(NOW) == ({Level.ON_TRACK: 1}, 0)
    assert await seen(NOW + timedelta(hours=1)) == ({Level.ON_TRACK: 1}, 0)
    await invite(database, account, days_ago=-15)
    assert await seen(NOW + 16 * DAY) == ({Level.CRITICAL: 1}, 1)


async def test_somebody_looks_again_when_it_expires(database: Database) -> None:
    account = await add_quiet(database)
    until = await say(database, account, await staff(database, Capability.CSM))
    async with database.write() as session:
        now = await the_queue().claim(session, now=NOW, limit=9)
        early = await the_queue().claim(session, now=until - timedelta(seconds=1), limit=9)
        at_last = await the_queue().claim(session, now=until, limit=9)
    assert [job.payload for job in now] == [{"account_id": str(account)}]
    assert [job.id for job in early] == [now[0].id]
    assert {"account_id": str(account)} in [job.payload for job in at_last if job.id != now[0].id]


async def test_a_second_one_never_overwrites_the_first(database: Database) -> None:
    account = await add_quiet(database)
    by = await staff(database, Capability.CSM_LEAD)
    await say(database, account, by)
    with pytest.raises(Conflict, match=r"until 2026-12-01: They are at sea\. End that override first"):
        await say(database, account, by, reason="Other", now=NOW + DAY)
    await say(database, account, by, reason="After it expired", now=NOW + 14 * DAY)
    async with database.read() as session:
        assert len(await overrides.history(session, account_id=account, limit=9)) == 2


async def test_ending_it_keeps_it_as_history(database: Database) -> None:
    account = await add_quiet(database)
    by = await staff(database, Capability.CSM)
    await say(database, account, by)
    async with database.write() as session:
        await end_override(session, account_id=account, staff=by, now=NOW + DAY)
    assert await stands(database, account, NOW + DAY) is None
    async with database.read() as session:
        (kept,) = await overrides.history(session, account_id=account, limit=9)
        assert (await accounts.versions(session, [account]))[account] == 3
    assert kept.ended_at == NOW + DAY
    async with database.write() as session:
        with pytest.raises(NotFound, match="Nothing overrides"):
            await end_override(session, account_id=account, staff=by, now=NOW + DAY)


@pytest.mark.parametrize(("days", "reason"), [(0, "Why"), (91, "Why"), (14, "  "), (14, "x" * 500)])
async def test_it_needs_a_reason_and_an_end_within_90_days(database: Database, days: int, reason: str) -> None:
    account = await add_quiet(database)
    with pytest.raises(Invalid):
        await say(database, account, await staff(database, Capability.CSM), days=days, reason=reason)
    assert await stands(database, account) is None


async def test_only_a_csm_or_their_lead_may(database: Database) -> None:
    account = await add_quiet(database)
    editor = await staff(database, Capability.EDITOR)
    with pytest.raises(Forbidden, match="Only a CSM or a CSM lead can override"):
        await say(database, account, editor)
    async with database.write() as session:
        with pytest.raises(Forbidden, match="Only a CSM or a CSM lead can end"):
            await end_override(session, account_id=account, staff=editor, now=NOW)


async def test_only_a_lead_may_let_an_onboarding_start_against_its_verdict(database: Database) -> None:
    account = await add_account(database, kickoff_on=None)
    await hand_over(database, account, "Sara Nyberg")
    await check(database, account)
    with pytest.raises(Forbidden, match="Only a CSM lead"):
        await say(database, account, await staff(database, Capability.CSM))
    await say(database, account, await staff(database, Capability.CSM_LEAD))
    assert await stands(database, account) is not None


async def test_there_is_nothing_to_override_before_the_first_verdict(database: Database) -> None:
    account = await add_account(database)
    with pytest.raises(Conflict, match="no verdict yet"):
        await say(database, account, await staff(database, Capability.CSM))


async def test_an_account_is_found_by_either_id(database: Database) -> None:
    account = await add_account(database)
    async with database.read() as session:
        named = await accounts.every(session)
        assert await account_of(session, str(account)) == account == named[0].id
