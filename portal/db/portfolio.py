"""Queries on the rows of the portfolio: which accounts are shown, in which order, and how many there are.

Each but a search follows one index, so it takes as long with a hundred thousand accounts as with a thousand.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from portal.db.bulk import one_of
from portal.db.tables import Account, PortfolioRow, Staff, UrgencySnooze, VerdictRecord
from portal.domain.lifecycle import Phase
from portal.domain.portfolio import Asked, Sort, View, fold, week_of
from portal.domain.risk import Level

MOST_COUNTED: Final = 1000
"""Counting goes as far as this: beyond it nobody wants the number, and counting takes its time."""

ORDERS: Final[dict[Sort, tuple[InstrumentedAttribute[Any], ...]]] = {
    Sort.VERDICT: (PortfolioRow.rank, PortfolioRow.sort_name, PortfolioRow.account_id),
    Sort.NAME: (PortfolioRow.sort_name, PortfolioRow.account_id),
    Sort.WEEK: (PortfolioRow.week, PortfolioRow.sort_name, PortfolioRow.account_id),
    Sort.NEXT: (PortfolioRow.next_on, PortfolioRow.sort_name, PortfolioRow.account_id),
}


class AccountRow(NamedTuple):
    """An account with its CSM and its current verdict, as computed; without one, the last three are None."""

    id: UUID
    external_id: str
    name: str
    industry: str | None
    seats: int | None
    csm: str | None
    level: Level | None
    as_of: datetime | None
    path: list[Any] | None


class UrgentRow(NamedTuple):
    """An account that needs somebody, with its reasons as they are kept."""

    id: UUID
    urgency: int
    reasons: list[Any]


class Reader(NamedTuple):
    """Who looks at the portfolio, and on which day."""

    staff_id: UUID
    today: date


async def rows(
    session: AsyncSession, *, asked: Asked, reader: Reader, limit: int, among: Sequence[UUID] | None = None
) -> list[AccountRow]:
    """The accounts asked for in their order. Where the one to go on after is gone, they begin anew.

    Where it is known already, `among` says which they all are.
    """
    order = ORDERS[asked.order]
    wanted = _wanted(asked, reader) if among is None else [one_of(session, PortfolioRow.account_id, among)]
    query = select(PortfolioRow.account_id).where(*wanted)
    if asked.after:
        anchor = await session.execute(select(*order).where(PortfolioRow.account_id == asked.after))
        query = query.where(*(_beyond(order, place, down=asked.down) for place in anchor))
    ordered = query.order_by(*(column.desc() if asked.down else column for column in order)).limit(limit)
    ids = list(await session.scalars(ordered))
    found = await by_id(session, ids)
    return [found[account] for account in ids]


def _beyond(order: Sequence[InstrumentedAttribute[Any]], place: Any, *, down: bool) -> ColumnElement[bool]:  # noqa: ANN401 - a row
    """One comparison of whole rows: `a > x OR (a = x AND b > y)` would read everything before the place."""
    here = tuple_(*order)
    return here < tuple_(*place) if down else here > tuple_(*place)


async def count(session: AsyncSession, *, asked: Asked, reader: Reader) -> int:
    """How many accounts the question covers; one more than `MOST_COUNTED` stands for any larger number."""
    return await _counted(session, select(literal(1)).where(*_wanted(asked, reader)))


async def searched(session: AsyncSession, *, asked: Asked, reader: Reader) -> list[UUID]:
    """The accounts a search finds, in no order and as far as `count` counts.

    One that finds little reads every text there is. It must do so row by row as they lie: in the order of an index each
    row is read from another place, which takes six times as long.
    """
    query = select(PortfolioRow.account_id).where(*_wanted(asked, reader))
    return list(await session.scalars(query.limit(MOST_COUNTED + 1)))


async def due(session: AsyncSession, *, reader: Reader) -> int:
    """How many accounts have a touchpoint this week, counted as far as `count`."""
    between = PortfolioRow.next_on.between(*week_of(reader.today))
    return await _counted(session, select(literal(1)).where(between))


async def _counted(session: AsyncSession, query: Select[int]) -> int:
    some = query.select_from(PortfolioRow).limit(MOST_COUNTED + 1).subquery()
    return (await session.scalar(select(func.count()).select_from(some))) or 0


async def urgent(session: AsyncSession, *, reader: Reader, own: bool, limit: int) -> list[UrgentRow]:
    """The most urgent accounts that the reader has not put off: their own, or of all."""
    query = (
        select(PortfolioRow.account_id, PortfolioRow.urgency, PortfolioRow.reasons)
        .where(PortfolioRow.urgency > 0, ~exists().where(*_snoozed(reader)))
        .order_by(PortfolioRow.urgency.desc(), PortfolioRow.account_id.desc())
        .limit(limit)
    )
    if own:
        query = query.where(PortfolioRow.csm_id == reader.staff_id)
    return [UrgentRow(*row) for row in await session.execute(query)]


async def snoozed(session: AsyncSession, *, reader: Reader) -> int:
    """How many accounts the reader has put off that would still be waiting."""
    query = select(func.count()).select_from(UrgencySnooze).join(PortfolioRow, and_(*_snoozed(reader)))
    return (await session.scalar(query.where(PortfolioRow.urgency > 0))) or 0


def _snoozed(reader: Reader) -> tuple[ColumnElement[bool], ...]:
    """Snoozes of an account that count: not over, and no verdict has moved since."""
    return (
        UrgencySnooze.account_id == PortfolioRow.account_id,
        UrgencySnooze.staff_id == reader.staff_id,
        UrgencySnooze.until > reader.today,
        UrgencySnooze.at >= PortfolioRow.since,
    )


async def by_id(session: AsyncSession, accounts: Sequence[UUID]) -> dict[UUID, AccountRow]:
    """These accounts, each with its CSM and its verdict."""
    verdict = (VerdictRecord.account_id == Account.id) & VerdictRecord.superseded_at.is_(None)
    query = (
        select(
            Account.id,
            Account.external_id,
            Account.name,
            Account.industry,
            Account.seats,
            Staff.name,
            VerdictRecord.level,
            VerdictRecord.as_of,
            VerdictRecord.path,
        )
        .join(PortfolioRow, PortfolioRow.account_id == Account.id)
        .outerjoin(Staff, Staff.id == PortfolioRow.csm_id)
        .outerjoin(VerdictRecord, verdict)
        .where(Account.id.in_(accounts))
    )
    return {row.id: AccountRow(*row) for row in await session.execute(query)}


async def mark(session: AsyncSession) -> int:
    """A number that grows when a row changes, for pages that are open."""
    at = await session.scalar(select(func.max(PortfolioRow.changed_at)))
    return int(at.timestamp() * 1_000_000) if at else 0


def _wanted(asked: Asked, reader: Reader) -> list[ColumnElement[bool]]:
    wanted = _of_view(asked.view, reader)
    if asked.level:
        wanted.append(PortfolioRow.rank == asked.level.rank)
    if asked.q:
        wanted.append(PortfolioRow.search.contains(fold(asked.q), autoescape=True))
    return wanted


def _of_view(view: View, reader: Reader) -> list[ColumnElement[bool]]:
    match view:
        case View.MINE:
            return [PortfolioRow.csm_id == reader.staff_id]
        case View.DUE:
            return [PortfolioRow.next_on <= week_of(reader.today)[1]]
        case View.BEFORE_KICKOFF:
            return [PortfolioRow.phase == Phase.BEFORE_KICKOFF]
        case View.PAST_GO_LIVE:
            return [PortfolioRow.phase == Phase.GO_LIVE]
        case View.ON_HOLD:
            return [PortfolioRow.on_hold.is_(True)]
        case View.RISKIEST:
            return []
