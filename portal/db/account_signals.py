"""Queries on the numbers of every account, and the leaf each stands at by them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Executable, case, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_many
from portal.db.tables import AccountSignals
from portal.db.tree_sql import leaf_of
from portal.db.upsert import Insert
from portal.domain.risk import SignalValue, Tree
from portal.domain.signal_rules import DECISIONS, counted

TABLE: Final = table_of(AccountSignals)
NUMBERS: Final = {(signal, name): f"{signal}_{name}" for signal, rule in DECISIONS.items() for name in rule.numbers}
"""The columns of the numbers, by the signal's name and the number's."""


def row(account_id: UUID, tree: Tree, signals: Iterable[SignalValue], as_of: datetime) -> dict[str, Any]:
    """The numbers of the signals an account's tree asked for."""
    known = {signal.name: signal.numbers for signal in signals}
    numbers = {column: known.get(signal, {}).get(name) for (signal, name), column in NUMBERS.items()}
    return {"account_id": account_id, "tree": tree.id, "counted": counted(tree), "as_of": as_of, **numbers}


async def keep(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep the numbers of these accounts in place of earlier ones."""
    await insert_many(session, TABLE, rows, _in_place)


def _in_place(insert: Insert) -> Executable:
    changed = {column.name: insert.excluded[column.name] for column in TABLE.c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=[TABLE.c.account_id], set_=changed)


async def leaves(
    session: AsyncSession, trees: Mapping[str, Tree], *, since: datetime, until: datetime
) -> dict[UUID, tuple[str, str]]:
    """The tree and leaf of every account whose numbers are of that time, in one statement.

    An account whose numbers were counted for other signals, or with other windows, than its tree has is left out.
    """
    fitting = [(tree.id, counted(tree)) for tree in trees.values()]
    query = select(TABLE.c.account_id, TABLE.c.tree, _leaf(trees)).where(
        TABLE.c.as_of > since, TABLE.c.as_of <= until, tuple_(TABLE.c.tree, TABLE.c.counted).in_(fitting)
    )
    return {account: (tree, leaf) for account, tree, leaf in await session.execute(query)}


def _leaf(trees: Mapping[str, Tree]) -> ColumnElement[str]:
    return case({tree.id: leaf_of(tree, _number) for tree in trees.values()}, value=TABLE.c.tree)


def _number(signal: str, name: str) -> Column[Any]:
    return TABLE.c[NUMBERS[signal, name]]
