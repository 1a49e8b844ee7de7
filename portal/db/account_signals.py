"""Queries on the numbers of every account, and the leaf each stands at by them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Executable, Select, and_, case, exists, func, literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_many
from portal.db.tables import Account, AccountSignals
from portal.db.tree_sql import leaf_of
from portal.db.upsert import Insert
from portal.domain.risk import SignalValue, Tree, Verdict
from portal.domain.signal_rules import DECISIONS, counted

TABLE: Final = table_of(AccountSignals)
FRESH: Final = timedelta(days=1)
"""Numbers older than this say nothing about today. Every account's are counted more often."""

NUMBERS: Final = {(signal, name): f"{signal}_{name}" for signal, rule in DECISIONS.items() for name in rule.numbers}
"""The columns of the numbers, by the signal's name and the number's."""


class Moved(NamedTuple):
    """An account that stands elsewhere than its last check found: the leaf it was at, and the leaf it is at."""

    account_id: UUID
    tree: str
    was: str
    leaf: str


class Turned(NamedTuple):
    """One of the accounts that trees turn from the leaf they are at to another, and how many go that way in all."""

    tree: str
    was: str
    leaf: str
    accounts: int
    account_id: UUID
    name: str


class Reach(NamedTuple):
    """How many accounts a tree judges, and how many of them their numbers tell something about."""

    accounts: int
    told: int


def row(verdict: Verdict, signals: Iterable[SignalValue]) -> dict[str, Any]:
    """Where an account's tree led, and the numbers of the signals it asked for."""
    tree, known = verdict.tree, {signal.name: signal.numbers for signal in signals}
    numbers = {column: known.get(signal, {}).get(name) for (signal, name), column in NUMBERS.items()}
    return {"tree": tree.id, "leaf": verdict.leaf.id, "counted": counted(tree), **numbers}


async def keep(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep the numbers of these accounts in place of earlier ones."""
    await insert_many(session, TABLE, rows, _in_place)


def _in_place(insert: Insert) -> Executable:
    changed = {column.name: insert.excluded[column.name] for column in TABLE.c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=[TABLE.c.account_id], set_=changed)


async def due(session: AsyncSession, *, revision: int, since: datetime, after: UUID | None, limit: int) -> list[UUID]:
    """Some accounts that were not judged since a moment by this revision, in a fixed order, from behind one of them."""
    judged = (TABLE.c.account_id == Account.id) & (TABLE.c.revision == revision) & (TABLE.c.as_of >= since)
    query = select(Account.id).where(~exists().where(judged)).order_by(Account.id).limit(limit)
    return list(await session.scalars(query.where(Account.id > after) if after else query))


async def moved(session: AsyncSession, trees: Mapping[str, Tree], *, since: datetime, until: datetime) -> list[Moved]:
    """The accounts that these trees lead elsewhere than their last check, in one pass over one table.

    Only numbers of that time say so, and only those counted for the signals and windows that the trees have.
    """
    found = await session.execute(_moved(trees).where(*_within(since, until)))
    return [Moved(*row) for row in found]


async def turned(
    session: AsyncSession,
    trees: Mapping[str, Tree],
    *,
    relevelled: Collection[tuple[str, str]],
    since: datetime,
    until: datetime,
    most: int,
) -> list[Turned]:
    """Those `moved` tells of, and those at a leaf (its tree, its id) with another level: how many go which way.

    The way most go comes first; of each way no more than so many accounts are named, by their names.
    """
    moved = _moved(trees, relevelled).where(*_within(since, until)).subquery()
    way = moved.c.tree, moved.c.was, moved.c.becomes
    number = func.count().over(partition_by=way).label("number")
    place = func.row_number().over(partition_by=way, order_by=(Account.name, Account.id)).label("place")
    named = (
        select(*way, number, Account.id, Account.name, place).join(Account, Account.id == moved.c.account_id).subquery()
    )
    columns = [column for column in named.c if column is not named.c.place]
    order = (named.c.number.desc(), named.c.tree, named.c.was, named.c.becomes, named.c.place)
    found = await session.execute(select(*columns).where(named.c.place <= most).order_by(*order))
    return [Turned(*row) for row in found]


async def reach(
    session: AsyncSession, trees: Mapping[str, Tree], *, since: datetime, until: datetime
) -> dict[str, Reach]:
    """What numbers of that time tell of the accounts these trees judge, by tree."""
    told = func.count(case((and_(*_within(since, until)), _leaf(trees))))
    query = select(TABLE.c.tree, func.count(), told).where(TABLE.c.tree.in_(trees)).group_by(TABLE.c.tree)
    return {tree: Reach(*counts) for tree, *counts in await session.execute(query)}


async def counts(
    session: AsyncSession, trees: Mapping[str, Tree], *, since: datetime, until: datetime
) -> Counter[tuple[str, str]]:
    """How many accounts these trees lead to each leaf, by tree and leaf; the same numbers say so as for `moved`."""
    some = select(TABLE.c.tree, _leaf(trees).label("leaf")).where(*_within(since, until))
    stand = some.subquery()
    query = select(stand.c.tree, stand.c.leaf, func.count()).group_by(stand.c.tree, stand.c.leaf)
    return Counter({(tree, leaf): number for tree, leaf, number in await session.execute(query) if leaf})


def _moved(trees: Mapping[str, Tree], relevelled: Collection[tuple[str, str]] = ()) -> Select[UUID, str, str, str]:
    """The accounts that trees lead to another leaf, or to one whose level is another."""
    leaf = _leaf(trees)
    elsewhere: ColumnElement[bool] = leaf != TABLE.c.leaf
    if relevelled:
        elsewhere = or_(elsewhere, and_(leaf == TABLE.c.leaf, tuple_(TABLE.c.tree, TABLE.c.leaf).in_(relevelled)))
    columns = TABLE.c.account_id, TABLE.c.tree, TABLE.c.leaf.label("was"), leaf.label("becomes")
    return select(*columns).where(elsewhere)


def _within(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return TABLE.c.as_of > since, TABLE.c.as_of <= until


def _leaf(trees: Mapping[str, Tree]) -> ColumnElement[str]:
    """The leaf; NULL where the numbers were not counted for one of these trees, which is not unlike any leaf."""
    if not trees:
        return literal(None, TABLE.c.leaf.type)
    return case({counted(tree): leaf_of(tree, _number) for tree in trees.values()}, value=TABLE.c.counted)


def _number(signal: str, name: str) -> Column[Any]:
    return TABLE.c[NUMBERS[signal, name]]
