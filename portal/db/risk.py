"""Queries on verdicts: the current one of each account, and those before it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, TypedDict
from uuid import UUID

from sqlalchemy import Uuid, bindparam, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.tables import Account, VerdictRecord
from portal.domain.history import Kept
from portal.domain.risk import Level

TABLE: Final = table_of(VerdictRecord)

NEWEST_FIRST: Final = (VerdictRecord.as_of, VerdictRecord.superseded_at.is_(None), VerdictRecord.id)
"""Descending by these, the current verdict comes first, also before one that was superseded at the same moment."""


class Current(NamedTuple):
    """The current verdict of an account, in short."""

    id: UUID
    account_id: UUID
    tree: str
    leaf: str
    level: Level
    checked_at: datetime

    @property
    def blocks_start(self) -> bool:
        """Whether it keeps the onboarding from starting."""
        return self.tree == "start" and self.level is not Level.NOT_STARTED


class NewVerdict(TypedDict):
    """The columns of a verdict that is stored."""

    account_id: UUID
    tree: str
    revision: int
    leaf: str
    level: Level
    as_of: datetime
    checked_at: datetime
    path: list[Any]


class Refreshed(TypedDict):
    """What changes on a verdict that still holds."""

    id: UUID
    revision: int
    checked_at: datetime
    path: list[Any]


async def every_account(session: AsyncSession) -> list[UUID]:
    """The id of every account, in a fixed order."""
    return list(await session.scalars(select(Account.id).order_by(Account.id)))


async def current(session: AsyncSession, accounts: Sequence[UUID]) -> dict[UUID, Current]:
    """The current verdict of each of these accounts that has one."""
    query = select(
        VerdictRecord.id,
        VerdictRecord.account_id,
        VerdictRecord.tree,
        VerdictRecord.leaf,
        VerdictRecord.level,
        VerdictRecord.checked_at,
    ).where(VerdictRecord.account_id.in_(accounts), VerdictRecord.superseded_at.is_(None))
    return {row.account_id: Current(*row) for row in await session.execute(query)}


async def supersede(session: AsyncSession, verdicts: Sequence[UUID], now: datetime) -> None:
    """End these verdicts."""
    if verdicts:
        statement = update(VerdictRecord).where(VerdictRecord.id.in_(verdicts)).values(superseded_at=now)
        await session.execute(statement.execution_options(synchronize_session=False))


async def store(session: AsyncSession, verdicts: Sequence[NewVerdict]) -> None:
    """Keep new verdicts."""
    if verdicts:
        await session.execute(insert(VerdictRecord), list(verdicts))


async def refresh(session: AsyncSession, verdicts: Sequence[Refreshed], *, unless_since: datetime) -> None:
    """Note that these verdicts still hold, with the numbers of now.

    Those that were checked since a moment are left alone where nothing else about them would change.
    """
    new = {name: bindparam(f"new_{name}", type_=TABLE.c[name].type) for name in ("revision", "checked_at", "path")}
    differs = or_(TABLE.c.path != new["path"], TABLE.c.revision != new["revision"], TABLE.c.checked_at <= unless_since)
    statement = update(TABLE).where(TABLE.c.id == bindparam("new_id", type_=Uuid()), differs).values(new)
    if verdicts:
        await session.execute(statement, [{f"new_{name}": value for name, value in one.items()} for one in verdicts])


async def history(session: AsyncSession, *, account_id: UUID, limit: int) -> list[Kept]:
    """The verdicts of an account, the current one first."""
    query = (
        select(
            VerdictRecord.tree,
            VerdictRecord.revision,
            VerdictRecord.leaf,
            VerdictRecord.level,
            VerdictRecord.as_of,
            VerdictRecord.checked_at,
            VerdictRecord.superseded_at,
            VerdictRecord.path,
        )
        .where(VerdictRecord.account_id == account_id)
        .order_by(*(column.desc() for column in NEWEST_FIRST))
        .limit(limit)
    )
    return [Kept(*row) for row in await session.execute(query)]
