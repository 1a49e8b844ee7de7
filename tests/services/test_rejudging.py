"""Whom changed trees would lead to another verdict, before they are published."""

from dataclasses import replace
from datetime import timedelta

from portal.db.engine import Database
from portal.domain.playbook import Catalogue
from portal.domain.risk import Level
from portal.services.rejudging import NAMED, Rejudged, rejudged
from portal.services.risk import assess_all
from tests.factories import NOW, add_account
from tests.onboardings import invite
from tests.services.test_risk import history
from tests.services.test_risk_numbers import CATALOGUE, with_share, with_window

GHOSTING, NO_ACTIONS = (CATALOGUE.trees["onboarding"].leaves[leaf] for leaf in ("ghosting", "no_actions"))


def with_level(level: Level) -> Catalogue:
    """The shipped playbook, but whoever ghosts stands at another level."""
    tree = CATALOGUE.trees["onboarding"]
    changed = replace(tree, leaves={**tree.leaves, "ghosting": replace(GHOSTING, level=level)})
    return replace(CATALOGUE, trees={**CATALOGUE.trees, "onboarding": changed})


async def judged(database: Database) -> None:
    async with database.write() as session:
        await assess_all(session, catalogue=CATALOGUE, now=NOW)


async def told(database: Database, tried: Catalogue, *, days: int = 0) -> tuple[Rejudged, ...]:
    async with database.read() as session:
        return await rejudged(session, live=CATALOGUE, tried=tried, now=NOW + timedelta(days=days))


async def test_every_way_is_told_with_how_many_go_it_and_the_first_by_name(database: Database) -> None:
    names = [f"Silent {number:02}" for number in range(NAMED + 2)]
    for name in reversed(names):
        account = await add_account(database, name=name)
        await invite(database, account, "Accepted")
        await invite(database, account)
    await add_account(database, name="Quiet")
    await judged(database)
    assert await told(database, CATALOGUE) == ()
    (tree,) = await told(database, with_share(0.8))
    assert (tree.tree.id, tree.accounts, tree.untold, tree.moved) == ("onboarding", NAMED + 3, 0, NAMED + 2)
    (way,) = tree.ways
    assert (way.was, way.becomes, way.accounts) == (NO_ACTIONS, GHOSTING, NAMED + 2)
    assert [name for _, name in way.named] == names[:NAMED]


async def test_a_verdict_at_another_level_moves_whoever_stands_at_it_as_the_next_check_does(database: Database) -> None:
    silent = await add_account(database, name="Silent")
    await invite(database, silent)
    await judged(database)
    milder = with_level(Level.WATCH)
    ((way,),) = [tree.ways for tree in await told(database, milder)]
    assert (way.was, way.becomes.level, way.named) == (GHOSTING, Level.WATCH, ((silent, "Silent"),))
    async with database.write() as session:
        assert await assess_all(session, catalogue=milder, now=NOW) == 1
    assert [kept.level for kept in await history(database, silent)] == [Level.WATCH, GHOSTING.level]


async def test_nothing_is_told_by_numbers_of_other_days_or_windows(database: Database) -> None:
    account = await add_account(database)
    await invite(database, account)
    await judged(database)
    for found in (await told(database, with_share(0.8), days=1), await told(database, with_window(28))):
        assert [(tree.accounts, tree.untold, tree.ways) for tree in found] == [(1, 1, ())]
