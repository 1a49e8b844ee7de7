"""Keeping the rows of the portfolio, and the counts that follow from them, in the transaction that changes a reason.

Everything is asked once for all the accounts.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Executable, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import stands, verdict_counts
from portal.db.base import table_of
from portal.db.blockers import waiting_in
from portal.db.bulk import insert_many, one_of
from portal.db.engine import mark_changed
from portal.db.searched import search_texts
from portal.db.signals import OPEN_AFTER_GO_LIVE
from portal.db.stands import About
from portal.db.tables import Account, PortfolioRow
from portal.db.upsert import Insert
from portal.db.verdict_counts import Place
from portal.domain import lifecycle, urgency
from portal.domain.lifecycle import Appointment
from portal.domain.portfolio import NOTHING_PLANNED, fold
from portal.domain.risk import Level
from portal.domain.signals import AccountFacts
from portal.domain.urgency import Situation, Waiting

TABLE: Final = table_of(PortfolioRow)
KEPT: Final = tuple(column for column in TABLE.c if column.name != "changed_at")
LEVELS: Final = tuple(Level)
"""The levels by their rank."""

LONGEST_NAME: Final = 400
"""A folded name can be longer than the name."""

Row = dict[str, Any]


class Known(NamedTuple):
    """What a row follows from."""

    facts: AccountFacts
    about: About
    text: str
    waiting: tuple[Waiting, ...]


async def lock(session: AsyncSession, accounts: Sequence[UUID]) -> None:
    """Make others who judge these accounts or change their rows wait for this transaction."""
    query = select(Account.id).where(one_of(session, Account.id, accounts)).order_by(Account.id)
    # Not the strongest lock: events about the accounts refer to their rows, and must not wait.
    await session.execute(query.with_for_update(key_share=True))


async def phases(session: AsyncSession, accounts: Sequence[UUID]) -> dict[UUID, lifecycle.Phase]:
    """The phase of each of these accounts, as its row has it."""
    query = select(PortfolioRow.account_id, PortfolioRow.phase).where(
        one_of(session, PortfolioRow.account_id, accounts)
    )
    return {row.account_id: row.phase for row in await session.execute(query)}


async def admit(session: AsyncSession, accounts: Sequence[UUID], *, now: datetime) -> None:
    """Let new accounts appear at once, as far as is known of them before their first assessment."""
    today = now.astimezone(UTC).date()
    await lock(session, accounts)
    await refresh(session, {account: AccountFacts(today) for account in accounts}, schedule=(), now=now)


async def refresh(
    session: AsyncSession, facts: Mapping[UUID, AccountFacts], *, schedule: Sequence[Appointment], now: datetime
) -> None:
    """Write the rows of these accounts from their facts and their current verdicts. The caller holds `lock`."""
    accounts = sorted(facts)
    about = await stands.load(session, accounts, now)
    texts = await search_texts(session, accounts)
    waiting = await waiting_in(session, accounts)
    before = await _kept(session, accounts)
    known = {one: Known(facts[one], about[one], texts[one], tuple(waiting.get(one, ()))) for one in accounts}
    rows = [{"account_id": one, **_row(known[one], schedule, now)} for one in accounts]
    changed = [row for row in rows if row != before.get(row["account_id"])]
    await insert_many(session, TABLE, [_stored(row, now) for row in changed], _in_place)
    ids = {row["account_id"] for row in changed}
    await verdict_counts.move(
        session,
        left=[_place(row) for account, row in before.items() if account in ids],
        entered=[_place(row) for row in changed],
    )
    mark_changed(session, ids)


def _row(known: Known, schedule: Sequence[Appointment], now: datetime) -> Row:
    about, onboarding, today = known.about, known.facts.onboarding, known.facts.today
    live = onboarding.went_live_on
    touchpoint = lifecycle.next_touchpoint(onboarding, schedule, today)
    situation = Situation(now, about.stands, touchpoint, known.waiting, known.facts.actions, onboarding.holds)
    reasons = urgency.reasons(situation)
    return {
        "csm_id": about.csm_id,
        "sort_name": fold(about.name)[:LONGEST_NAME],
        "search": fold("\n".join((about.name, about.external_id, about.industry or "", known.text))),
        "rank": about.stands.level.rank,
        "since": about.stands.since,
        "phase": lifecycle.phase(onboarding, today),
        "week": lifecycle.week(onboarding, today) or 0,
        "next_on": touchpoint.on if touchpoint else NOTHING_PLANNED,
        "on_hold": any(hold.covers(today, today) for hold in onboarding.holds),
        "open": live is None or live > today - OPEN_AFTER_GO_LIVE,
        "urgency": urgency.score(reasons),
        "reasons": urgency.to_json(reasons),
    }


def _stored(row: Row, now: datetime) -> Row:
    return {**row, "reasons": msgspec.json.encode(row["reasons"]).decode(), "changed_at": now}


def _in_place(insert: Insert) -> Executable:
    changed = {column.name: insert.excluded[column.name] for column in TABLE.c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=[TABLE.c.account_id], set_=changed)


def _place(row: Row) -> Place:
    return Place(row["csm_id"], LEVELS[row["rank"]], row["open"])


async def _kept(session: AsyncSession, accounts: Sequence[UUID]) -> dict[UUID, Row]:
    query = select(*KEPT).where(TABLE.c.account_id.in_(accounts))
    return {row.account_id: dict(row._mapping) for row in await session.execute(query)}  # noqa: SLF001 - its public name
