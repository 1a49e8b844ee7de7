"""Queries on the numbers of every account, and the leaf each stands at by them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Executable, case, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_many
from portal.db.tables import Account, AccountSignals
from portal.db.tree_sql import leaf_of
from portal.db.upsert import Insert
from portal.domain.risk import SignalValue, Tree, Verdict
from portal.domain.signal_rules import DECISIONS, counted

TABLE: Final = table_of(AccountSignals)
NUMBERS: Final = {(signal, name): f"{signal}_{name}" for signal, rule in DECISIONS.items() for name in rule.numbers}
"""The columns of the numbers, by the signal's name and the number's."""


class Moved(NamedTuple):
    """An account that stands elsewhere than its last check found: the leaf it was at, and the leaf it is at."""

    account_id: UUID
    tree: str
    was: str
    leaf: str


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
    leaf = _leaf(trees)
    query = select(TABLE.c.account_id, TABLE.c.tree, TABLE.c.leaf, leaf)
    found = await session.execute(query.where(leaf != TABLE.c.leaf, TABLE.c.as_of > since, TABLE.c.as_of <= until))
    return [Moved(*row) for row in found]


async def counts(
    session: AsyncSession, trees: Mapping[str, Tree], *, since: datetime, until: datetime
) -> Counter[tuple[str, str]]:
    """How many accounts these trees lead to each leaf, by tree and leaf; the same numbers say so as for `moved`."""
    some = select(TABLE.c.tree, _leaf(trees).label("leaf")).where(TABLE.c.as_of > since, TABLE.c.as_of <= until)
    stand = some.subquery()
    query = select(stand.c.tree, stand.c.leaf, func.count()).group_by(stand.c.tree, stand.c.leaf)
    return Counter({(tree, leaf): number for tree, leaf, number in await session.execute(query) if leaf})


def _leaf(trees: Mapping[str, Tree]) -> ColumnElement[str]:
    """The leaf; NULL where the numbers were not counted for one of these trees, which is not unlike any leaf."""
    if not trees:
        return literal(None, TABLE.c.leaf.type)
    return case({counted(tree): leaf_of(tree, _number) for tree in trees.values()}, value=TABLE.c.counted)


def _number(signal: str, name: str) -> Column[Any]:
    return TABLE.c[NUMBERS[signal, name]]
