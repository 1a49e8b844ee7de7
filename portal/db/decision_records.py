"""Queries on decisions as other systems know them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.naming import named
from portal.db.tables import Decision, DecisionReader
from portal.domain.decision_log import Reader
from portal.domain.decision_records import DecisionRecord


async def find(session: AsyncSession, *, account_id: UUID, external_id: str) -> DecisionRecord | None:
    """The decision of an account that has this external id; one that has none goes by its own id."""
    found = await _whole(session, account_id, _records().where(named(Decision, account_id, external_id)))
    return found[0] if found else None


async def page(session: AsyncSession, *, account_id: UUID, after: UUID | None, limit: int) -> list[DecisionRecord]:
    """An account's decisions in the fixed order of their ids, those behind `after` where it is given."""
    query = _records().where(Decision.account_id == account_id).order_by(Decision.id).limit(limit)
    return await _whole(session, account_id, query.where(Decision.id > after) if after else query)


async def call(session: AsyncSession, *, account_id: UUID, decision_id: UUID, external_id: str | None) -> None:
    """Keep what another system calls a decision."""
    here = Decision.account_id == account_id, Decision.id == decision_id
    named_so = update(Decision).where(*here).values(external_id=external_id)
    await session.execute(named_so.execution_options(synchronize_session=False))


def _records() -> Select[*tuple[Any, ...]]:
    about = (Decision.what, Decision.why, Decision.decided_by, Decision.decided_on)
    return select(Decision.id, Decision.external_id, *about)


async def _whole(session: AsyncSession, account_id: UUID, query: Select[*tuple[Any, ...]]) -> list[DecisionRecord]:
    """The decisions of a query, each with whoever has to know of it, by name."""
    rows = (await session.execute(query)).all()
    readers = await _readers(session, DecisionReader.account_id == account_id, [row.id for row in rows])
    return [
        DecisionRecord(
            **row._asdict(),
            readers=tuple(reader.name for reader in readers[row.id]),
            told=tuple(reader for reader in readers[row.id] if reader.told_on),
        )
        for row in rows
    ]


async def _readers(
    session: AsyncSession, of_account: ColumnElement[bool], ids: Sequence[UUID]
) -> dict[UUID, list[Reader]]:
    columns = (DecisionReader.decision_id, DecisionReader.name, DecisionReader.told_on, DecisionReader.told_by)
    query = select(*columns).where(of_account, DecisionReader.decision_id.in_(ids))
    found: dict[UUID, list[Reader]] = defaultdict(list)
    for row in await session.execute(query):
        found[row.decision_id].append(Reader(row.name, row.told_on, row.told_by))
    return {one: sorted(found[one], key=lambda reader: reader.name) for one in ids}
