"""The numbers a check keeps: whom other trees would move, how many stand where, and who is due to be judged again."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import event

from portal.db import account_signals, plays, verdicts
from portal.db.engine import Database
from portal.domain.playbook import Catalogue
from portal.services.risk import assess_all, due, moved, tally
from tests.catalogues import shipped
from tests.factories import NOW, add_account
from tests.onboardings import invite
from tests.services.test_risk import check, history

CATALOGUE = shipped()


def with_share(share: float) -> Catalogue:
    """The shipped playbook, but of invites another share has to be answered."""
    return _asking("share", share)


def with_window(days: int) -> Catalogue:
    """The shipped playbook, but it looks back on invites over other days."""
    return _asking("days", days)


def _asking(name: str, threshold: float) -> Catalogue:
    tree = CATALOGUE.trees["onboarding"]
    asked = next(node for node in tree.nodes.values() if node.signal == "responding")
    changed = replace(asked, thresholds={**asked.thresholds, name: threshold})
    tried = replace(tree, nodes={**tree.nodes, asked.id: changed})
    return replace(CATALOGUE, trees={**CATALOGUE.trees, "onboarding": tried})


async def test_who_would_move_is_told_in_one_statement_and_agrees_with_the_next_check(database: Database) -> None:
    await add_account(database, name="Quiet")
    silent = await add_account(database, name="Silent")
    await invite(database, silent, "Accepted")
    await invite(database, silent)
    async with database.write() as session:
        await assess_all(session, catalogue=CATALOGUE, now=NOW)
    counted: list[str] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *about: counted.append(about[2]))
    stricter = with_share(0.8)
    async with database.read() as session:
        assert await moved(session, catalogue=CATALOGUE, now=NOW) == []
        counted.clear()
        (told,) = await moved(session, catalogue=stricter, now=NOW)
        assert len(counted) == 1
        assert await tally(session, catalogue=stricter, now=NOW) == {
            ("onboarding", "no_invites"): 1,
            ("onboarding", "ghosting"): 1,
        }
    assert told == (silent, "onboarding", "no_actions", "ghosting")
    async with database.write() as session:
        assert await assess_all(session, catalogue=stricter, now=NOW) == 1
        assert await moved(session, catalogue=stricter, now=NOW) == []
    assert (await history(database, silent))[0].leaf == told.leaf


async def test_the_current_verdict_comes_first_also_before_one_of_the_same_moment(database: Database) -> None:
    silent = [await add_account(database, name=f"Silent {number}") for number in range(8)]
    for account in silent:
        await invite(database, account, "Accepted")
        await invite(database, account)
    for catalogue in (CATALOGUE, with_share(0.8)):
        async with database.write() as session:
            assert await assess_all(session, catalogue=catalogue, now=NOW) == len(silent)
    async with database.read() as session:
        for account in silent:
            newest, oldest = await verdicts.page(session, account_id=account, after=None, limit=5)
            assert (newest.leaf, newest.superseded_at, oldest.leaf) == ("ghosting", None, "no_actions")
            assert await verdicts.page(session, account_id=account, after=newest.id, limit=5) == [oldest]
            assert await verdicts.page(session, account_id=account, after=oldest.id, limit=5) == []
        for course in (await plays.courses(session, silent)).values():
            assert course == [(NOW, oldest.level), (NOW, newest.level)]


async def test_numbers_follow_every_check_and_are_forgotten_after_a_day(database: Database) -> None:
    account = await add_account(database)
    await check(database, account)
    await invite(database, account)
    evening = NOW + timedelta(hours=9)
    await check(database, account, evening)
    async with database.read() as session:
        assert await tally(session, catalogue=CATALOGUE, now=evening) == {("onboarding", "ghosting"): 1}
        assert await tally(session, catalogue=CATALOGUE, now=evening + timedelta(days=1)) == {}
        assert await tally(session, catalogue=CATALOGUE, now=NOW) == {}


async def test_within_a_day_only_another_revision_or_a_long_time_makes_an_account_due_again(database: Database) -> None:
    account = await add_account(database)
    midnight = NOW.replace(hour=0) + timedelta(days=1)

    async def swept(now: datetime, revision: int) -> bool:
        catalogue = replace(CATALOGUE, revision=revision)
        async with database.write() as session:
            found = await due(session, catalogue=catalogue, now=now, after=None)
            await assess_all(session, catalogue=catalogue, now=now, accounts=found)
        return found == [account]

    assert await swept(NOW, 1), "nobody has judged it"
    assert not await swept(NOW + timedelta(hours=5), 1)
    assert await swept(NOW + timedelta(hours=5), 2), "another revision"
    assert await swept(NOW + timedelta(hours=12), 2), "in case an act was missed"
    assert not await swept(midnight - timedelta(minutes=1), 2)
    assert await swept(midnight, 2), "another day"
    async with database.read() as session:
        assert await due(session, catalogue=CATALOGUE, now=midnight, after=account) == []


def test_the_relation_holds_every_number_the_decisions_read_and_no_other() -> None:
    other = {"account_id", "tree", "leaf", "counted", "revision", "as_of"}
    assert {column.name for column in account_signals.TABLE.c} - other == set(account_signals.NUMBERS.values())
