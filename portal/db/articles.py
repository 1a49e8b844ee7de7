"""Queries on what the library can be searched for."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import TextClause, exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import upsert
from portal.db.bulk import is_postgresql
from portal.db.full_text import postgresql_query, sqlite_match
from portal.db.tables import Article
from portal.domain.library import Kind, Piece
from portal.domain.search import Term

TITLE_WEIGHT = 10
"""A word in a title says so much more of an article than one in its body."""

ON_SQLITE = text(
    f"SELECT a.milestone_id, a.kind, bm25(article_words, {TITLE_WEIGHT}, 1) AS rank"  # noqa: S608 - a number of our own
    " FROM article_words JOIN articles AS a ON a.id = article_words.rowid"
    " WHERE article_words MATCH :query AND a.revision = :revision AND a.locale = :locale"
    " ORDER BY rank, a.id"
)


class Hit(NamedTuple):
    """An article or video that has what was looked for; the lower its rank, the better."""

    milestone_id: str
    kind: Kind
    rank: float


async def is_held(session: AsyncSession, revision: int) -> bool:
    """Whether a revision can be searched."""
    return bool(await session.scalar(select(exists().where(Article.revision == revision))))


async def add(session: AsyncSession, revision: int, pieces: Iterable[Piece]) -> None:
    """Make a revision's pieces searchable; those that are already stay as they are."""
    rows = [
        {
            "revision": revision,
            "locale": piece.milestone.language,
            "milestone_id": piece.milestone.id,
            "kind": piece.kind,
            "title": piece.title,
            "body": piece.text,
        }
        for piece in pieces
    ]
    await session.execute(upsert.insert(session, Article).on_conflict_do_nothing(), rows)


async def find(session: AsyncSession, *, revision: int, locale: str, sought: Sequence[Term], every: bool) -> list[Hit]:
    """The articles and videos of a revision in a language that have every term, or any of them; the best first."""
    where = {"revision": revision, "locale": locale}
    if is_postgresql(session):
        query, parameters = postgresql_query(sought, locale, every=every)
        found = await session.execute(_on_postgresql(query), where | parameters)
    else:
        found = await session.execute(ON_SQLITE, where | {"query": sqlite_match(sought, locale, every=every)})
    return [Hit(row.milestone_id, Kind(row.kind), row.rank) for row in found]


def _on_postgresql(query: str) -> TextClause:
    return text(
        "SELECT milestone_id, kind, -ts_rank_cd(words, query) AS rank"  # noqa: S608 - made of fixed pieces
        f" FROM articles CROSS JOIN (SELECT {query} AS query) AS asked"
        " WHERE revision = :revision AND locale = :locale AND words @@ query ORDER BY rank, id"
    )
