"""Searching articles, on both databases alike."""

import pytest

from portal.db import articles
from portal.db.engine import Database
from portal.domain.library import Kind, Piece
from portal.domain.search import terms
from tests.factories import milestone, publish

GROUPS = "Map your groups to roles. Whoever is in Dispatch becomes an operator; nobody is locked out."
CARRIERS = "Rules choose the carrier for you: the cheapest that is on time. Operators may overrule them."
CARGO = "Kühlketten brauchen Fühler. Verspätete Lieferungen meldet das Brett, auch die von Häusern ohne Rampe."


def piece(milestone_id: str, title: str, text: str, language: str = "en") -> Piece:
    return Piece(milestone(milestone_id, language=language), Kind.ARTICLE, title, text, 1)


@pytest.fixture
async def searched(database: Database) -> Database:
    await publish(database)
    async with database.write() as session:
        pieces = (
            piece("groups", "Turn on single sign-on", GROUPS),
            piece("carriers", "Automations that choose", CARRIERS),
            piece("cargo", "Kühlkette überwachen", CARGO, "de"),
        )
        await articles.add(session, 1, pieces)
        await articles.add(session, 1, pieces)
    return database


async def found(database: Database, asked: str, locale: str = "en", *, every: bool = True) -> list[str]:
    async with database.read() as session:
        hits = await articles.find(session, revision=1, locale=locale, sought=terms(asked), every=every)
    return [hit.milestone_id for hit in hits]


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("group", ["groups"]),
        ("grouping role", ["groups"]),
        ("carriers", ["carriers"]),
        ("automation", ["carriers"]),
        ("automatio", ["carriers"]),
        ("AUTOMATIONS choosing", ["carriers"]),
        ("on", ["groups", "carriers"]),
        ('"cheapest that is on time"', ["carriers"]),
        ('"on cheapest time"', []),
        ("groups carriers", []),
        ("zeppelin", []),
    ],
)
async def test_english_words_are_found_in_all_their_forms(searched: Database, asked: str, ids: list[str]) -> None:
    assert await found(searched, asked) == ids


@pytest.mark.parametrize("asked", ["Lieferung", "lieferungen", "Kühlkette", "verspätet", "Haus", '"ohne Rampe"'])
async def test_german_words_are_found_in_all_their_forms(searched: Database, asked: str) -> None:
    assert await found(searched, asked, "de") == ["cargo"]
    assert await found(searched, asked, "en") == []


async def test_titles_count_more_than_bodies(searched: Database) -> None:
    async with searched.write() as session:
        await articles.add(session, 1, [piece("report", "Operators report", "What happened this week.")])
    assert (await found(searched, "operator"))[0] == "report"


async def test_any_of_the_words_is_enough_where_that_is_asked(searched: Database) -> None:
    assert sorted(await found(searched, "groups carriers zeppelin", every=False)) == ["carriers", "groups"]


@pytest.mark.parametrize(
    "hostile",
    [
        "groups* OR 1", 'title:"groups', "NEAR(groups roles, 2)", "groups AND", "-groups ^roles", "' OR ''='",
        "groups) --", "{title body}: groups", '"" groups', "a:* & b | !c <-> d", "%_%", "\\ groups \\", "²³ ①",
        "🚚 groups",
    ],
)  # fmt: skip
async def test_nothing_in_a_search_means_anything_to_the_database(searched: Database, hostile: str) -> None:
    assert set(await found(searched, hostile, every=False) if terms(hostile) else []) <= {"groups", "carriers"}


async def test_a_revision_knows_whether_it_can_be_searched(searched: Database) -> None:
    async with searched.read() as session:
        assert await articles.is_held(session, 1)
        assert not await articles.is_held(session, 2)
        assert await articles.find(session, revision=2, locale="en", sought=terms("groups"), every=True) == []
