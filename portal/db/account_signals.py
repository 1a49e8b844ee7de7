"""Queries on the numbers of every account, and the leaf each stands at by them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Executable, case, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_many
from portal.db.tables import AccountSignals
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


def row(account_id: UUID, verdict: Verdict, signals: Iterable[SignalValue], as_of: datetime) -> dict[str, Any]:
    """Where an account's tree led, and the numbers of the signals it asked for."""
    tree, known = verdict.tree, {signal.name: signal.numbers for signal in signals}
    numbers = {column: known.get(signal, {}).get(name) for (signal, name), column in NUMBERS.items()}
    kept = {"account_id": account_id, "tree": tree.id, "leaf": verdict.leaf.id}
    return {**kept, **numbers, "as_of": as_of, "counted": counted(tree)}


async def keep(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep the numbers of these accounts in place of earlier ones."""
    await insert_many(session, TABLE, rows, _in_place)


def _in_place(insert: Insert) -> Executable:
    changed = {column.name: insert.excluded[column.name] for column in TABLE.c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=[TABLE.c.account_id], set_=changed)


async def moved(session: AsyncSession, trees: Mapping[str, Tree], *, since: datetime, until: datetime) -> list[Moved]:
    """The accounts that these trees lead elsewhere than their last check, in one pass over one table.

    Only numbers of that time say so, and only those counted for the signals and windows that the trees have.
    """
    leaf = _leaf(trees)
    query = select(TABLE.c.account_id, TABLE.c.tree, TABLE.c.leaf, leaf)
    found = await session.execute(query.where(leaf != TABLE.c.leaf, *_fitting(trees, since, until)))
    return [Moved(*row) for row in found]


async def counts(
    session: AsyncSession, trees: Mapping[str, Tree], *, since: datetime, until: datetime
) -> Counter[tuple[str, str]]:
    """How many accounts these trees lead to each leaf, by tree and leaf; the same numbers say so as for `moved`."""
    stand = select(TABLE.c.tree, _leaf(trees).label("leaf")).where(*_fitting(trees, since, until)).subquery()
    query = select(stand.c.tree, stand.c.leaf, func.count()).group_by(stand.c.tree, stand.c.leaf)
    return Counter({(tree, leaf): number for tree, leaf, number in await session.execute(query)})


def _fitting(trees: Mapping[str, Tree], since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    fitting = [(tree.id, counted(tree)) for tree in trees.values()]
    return TABLE.c.as_of > since, TABLE.c.as_of <= until, tuple_(TABLE.c.tree, TABLE.c.counted).in_(fitting)


def _leaf(trees: Mapping[str, Tree]) -> ColumnElement[str]:
    return case({tree.id: leaf_of(tree, _number) for tree in trees.values()}, value=TABLE.c.tree)


def _number(signal: str, name: str) -> Column[Any]:
    return TABLE.c[NUMBERS[signal, name]]
