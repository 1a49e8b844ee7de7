"""The rows of the portfolio: they follow what moves an account, their counts agree, and their orders have no gaps."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from portal.content.live import LivePlaybook
from portal.db import portfolio as db
from portal.db import portfolio_rows, verdict_counts
from portal.db.engine import Database
from portal.db.portfolio import Reader, count, rows
from portal.db.tables import Connection, ConnectionDomain, Onboarding, PortfolioRow, Stakeholder
from portal.domain.portfolio import Asked, Sort, View
from portal.domain.risk import Level
from portal.services import portfolio as services
from portal.services import risk
from portal.services.portfolio import every
from tests.catalogues import shipped
from tests.factories import NOW, Fixed, add_account, add_member, add_staff
from tests.onboardings import ago, invite, put_on_hold
from tests.staff import signed_in

CATALOGUE = shipped()
FIXED: LivePlaybook = Fixed(CATALOGUE)


async def judge(database: Database, days_on: int = 0) -> None:
    async with database.write() as session:
        await risk.assess_all(session, catalogue=CATALOGUE, now=NOW + timedelta(days=days_on))


async def found(database: Database, asked: Asked, staff_id: UUID | None = None, limit: int = 99) -> list[str]:
    """The names of the accounts that are asked for."""
    reader = Reader(staff_id or UUID(int=1), NOW.date())
    async with database.read() as session:
        return [row.name for row in await rows(session, asked=asked, reader=reader, limit=limit)]


async def counted(database: Database) -> tuple[Counter[Level], Counter[Level]]:
    """The counts as they are kept, and as they follow from the rows."""
    async with database.read() as session:
        kept = await verdict_counts.levels(session)
        query = select(PortfolioRow.rank, func.count()).group_by(PortfolioRow.rank)
        return +kept, Counter({list(Level)[rank]: number for rank, number in await session.execute(query)})


async def test_the_counts_agree_with_the_rows_and_with_the_tally(database: Database) -> None:
    for n in range(4):
        await add_account(database, name=f"Quiet {n}", kickoff_on=None if n % 2 else ago(15))
    await invite(database, await add_account(database, name="Ghost"))
    kept, real = await counted(database)
    assert kept == real == {Level.UNKNOWN: 5}
    await judge(database)
    kept, real = await counted(database)
    assert kept == real
    assert kept[Level.CRITICAL] == 1
    async with database.read() as session:
        stand = await risk.tally(session, catalogue=CATALOGUE, now=NOW)
    levels = [CATALOGUE.trees[tree].leaves[leaf].level for tree, leaf in stand.elements()]
    assert kept == Counter(levels)


async def test_a_row_moves_with_time_and_the_counts_with_it(database: Database) -> None:
    await invite(database, await add_account(database, kickoff_on=ago(-3)))
    await judge(database)
    assert await found(database, Asked(View.BEFORE_KICKOFF)) == ["Halden Freight"]
    await judge(database, days_on=4)
    assert await found(database, Asked(View.BEFORE_KICKOFF)) == []
    kept, real = await counted(database)
    assert kept == real


async def test_judging_again_without_news_changes_no_row(database: Database) -> None:
    account = await add_account(database)
    await judge(database)
    changed = select(PortfolioRow.changed_at).where(PortfolioRow.account_id == account)
    async with database.read() as session:
        before = await session.scalar(changed)
    async with database.write() as session:
        await risk.assess(session, catalogue=CATALOGUE, account_id=account, now=NOW + timedelta(minutes=5))
    async with database.read() as session:
        assert await session.scalar(changed) == before == NOW


@pytest.mark.parametrize("order", list(Sort))
@pytest.mark.parametrize("down", [False, True])
async def test_pages_of_every_order_follow_each_other_without_gap(
    database: Database, order: Sort, *, down: bool
) -> None:
    for n in range(9):
        days = n % 3
        name = f"Customer {n % 4}"
        await add_account(database, name=name, kickoff_on=ago(15 * days) if days else None)
    await judge(database)
    asked = Asked(sort=order, down=down)
    reader = Reader(UUID(int=1), NOW.date())
    ids: list[UUID] = []
    async with database.read() as session:
        whole = [row.id for row in await rows(session, asked=asked, reader=reader, limit=99)]
        while part := await rows(session, asked=asked._replace(after=ids[-1] if ids else None), reader=reader, limit=2):
            ids += [row.id for row in part]
    assert ids == whole
    assert len(set(ids)) == 9


async def test_an_order_is_what_it_says(database: Database) -> None:
    await add_account(database, name="ärlig", kickoff_on=ago(1), target_go_live_on=ago(-40))
    await add_account(database, name="Beta", kickoff_on=ago(30), target_go_live_on=ago(-3))
    await add_account(database, name="alpha", kickoff_on=None)
    await judge(database)
    assert (await found(database, Asked(sort=Sort.NAME)))[:2] == ["alpha", "Beta"]
    assert await found(database, Asked(sort=Sort.WEEK)) == ["alpha", "ärlig", "Beta"]
    assert await found(database, Asked(sort=Sort.WEEK, down=True)) == ["Beta", "ärlig", "alpha"]
    assert await found(database, Asked(sort=Sort.NEXT)) == ["Beta", "ärlig", "alpha"]


async def test_views_show_their_part(database: Database) -> None:
    csm = await add_staff(database)
    await add_account(database, name="Mine", csm_id=csm)
    await put_on_hold(database, await add_account(database, name="Held"), reason="Moves", days_ago=2)
    await add_account(database, name="Due", target_go_live_on=NOW.date())
    await add_account(database, name="Live", went_live_on=ago(200))
    await judge(database)
    assert await found(database, Asked(View.MINE), csm) == ["Mine"]
    assert await found(database, Asked(View.MINE)) == []
    assert await found(database, Asked(View.ON_HOLD)) == ["Held"]
    assert await found(database, Asked(View.DUE)) == ["Due"]
    assert await found(database, Asked(View.PAST_GO_LIVE)) == ["Live"]


@pytest.mark.parametrize(
    "q", ["bRÜCKE", "STRASSE", "müLLER", "josé", "brücke.example", "Nyberg", "eva@", "%", "_", "ＢＲÜＣＫＥ"]
)
async def test_a_search_finds_names_people_and_domains_in_any_capitals(database: Database, q: str) -> None:
    account = await add_account(database, name="Brücke & Straße 100 %_")
    await add_account(database, name="Another")
    await add_member(database, account, name="JOSÉ Müller")
    async with database.write() as session:
        session.add(Stakeholder(account_id=account, name="Sara Nyberg", email="eva@bruecke.example"))
        own = Connection(
            id=account, account_id=account, issuer="https://login.test", client_id="x", client_secret=b"", groups={},
            created_at=NOW,
        )  # fmt: skip
        session.add(own)
        await session.flush()
        session.add(ConnectionDomain(connection_id=account, domain="brücke.example", verified_at=NOW))
    await judge(database)
    assert await found(database, Asked(q=q)) == ["Brücke & Straße 100 %_"]


async def test_who_has_left_is_not_found(database: Database) -> None:
    account = await add_account(database)
    await add_member(database, account, name="Priya Raman", disabled_at=NOW)
    await judge(database)
    assert await found(database, Asked(q="priya")) == []


async def test_counting_stops_where_nobody_wants_the_number(database: Database) -> None:
    account = await add_account(database)
    reader = Reader(UUID(int=1), NOW.date())
    async with database.read() as session:
        assert await count(session, asked=Asked(), reader=reader) == 1
        assert await count(session, asked=Asked(q="zzz"), reader=reader) == 0
    assert account


@pytest.mark.parametrize("most", [1, 9])
async def test_a_search_finds_the_same_whether_it_finds_many_or_few(
    database: Database, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(db, "MOST_COUNTED", most)
    monkeypatch.setattr(services, "MOST_COUNTED", most)
    for n in range(3):
        await add_account(database, name=f"Customer {n}")
    await add_account(database, name="Somebody")
    staff, asked = await signed_in(database), Asked(q="customer", sort=Sort.NAME, down=True)
    async with database.read() as session:
        first = await services.show(session, playbook=FIXED, asked=asked, staff=staff, now=NOW)
        after = asked._replace(after=first.lines[0].id)
        then = await services.show(session, playbook=FIXED, asked=after, staff=staff, now=NOW)
    assert [line.name for line in first.lines] == ["Customer 2", "Customer 1", "Customer 0"]
    assert [line.name for line in then.lines] == ["Customer 1", "Customer 0"]
    assert first.matching == then.matching == services.Count(min(most, 3), more=most < 3)


async def test_everything_can_be_exported_in_its_order(database: Database) -> None:
    for n in range(3):
        await add_account(database, name=f"Customer {n}")
    staff = await signed_in(database)
    async with database.read() as session:
        lines = every(session, playbook=FIXED, asked=Asked(sort=Sort.NAME, down=True), staff=staff, now=NOW)
        assert [line.name async for line in lines] == ["Customer 2", "Customer 1", "Customer 0"]


async def test_an_account_changes_hands_with_its_counts(database: Database) -> None:
    csm = await add_staff(database)
    account = await add_account(database)
    await judge(database)
    async with database.write() as session:
        await session.execute(update(Onboarding).where(Onboarding.account_id == account).values(csm_id=csm))
    await judge(database)
    async with database.read() as session:
        assert (await verdict_counts.levels(session, csm)).total() == 1
        assert (await verdict_counts.levels(session, verdict_counts.NOBODY)).total() == 0
        assert await verdict_counts.open_by_csm(session) == {csm: 1, verdict_counts.NOBODY: 0}


async def test_admitting_twice_counts_once(database: Database) -> None:
    account = await add_account(database)
    async with database.write() as session:
        await portfolio_rows.admit(session, [account], now=NOW)
    kept, real = await counted(database)
    assert kept == real == {Level.UNKNOWN: 1}
