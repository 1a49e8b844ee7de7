"""The portfolio: every account with its verdict, the riskiest first, and the few that need somebody today."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.db import climbs, discovery, overrides, pins, portfolio, runs, usage, verdict_counts
from portal.db.portfolio import MOST_COUNTED, AccountRow, Reader, UrgentRow
from portal.domain import lifecycle, urgency
from portal.domain.climb import Climb, climb
from portal.domain.edits import Pin
from portal.domain.history import Override
from portal.domain.lifecycle import Appointment, Onboarding, Phase, Touchpoint
from portal.domain.path import deciding, final, from_json
from portal.domain.people import SignedInStaff
from portal.domain.portfolio import Asked, View
from portal.domain.risk import Leaf, Level
from portal.domain.urgency import Reason

PAGE: Final = 50
QUEUE: Final = 3
EXPORTED_AT_ONCE: Final = 500
WEEKS_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """An account's current verdict in short; `says` states the numbers that decided it.

    `level` is where the account stands: as computed, which the leaf says, or as somebody overrode it.
    """

    level: Level
    override: Override | None
    leaf: Leaf
    says: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Urgent:
    """An account that needs somebody today, and why: its reasons, the weightiest first, and their sum."""

    id: UUID
    name: str
    standing: Standing | None
    reasons: tuple[Reason, ...]
    score: int


@dataclass(frozen=True, slots=True)
class Line:
    """One account of the table. `weekly` counts active people, the last seven days at the end."""

    id: UUID
    external_id: str
    name: str
    industry: str | None
    seats: int | None
    csm: str | None
    phase: Phase
    week: int | None
    on_hold: bool
    climb: Climb | None
    standing: Standing | None
    weekly: tuple[int, ...]
    next: Touchpoint | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; `more` says that there are more, and nobody counted how many."""

    number: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """What needs somebody today: the reader's own accounts where they have some; `snoozed` were put off."""

    own: bool
    urgent: tuple[Urgent, ...]
    snoozed: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the portfolio page shows. `next` is set where there are more accounts than fit.

    `total` counts every account, `levels` those of the view's owner, `mark` is older than any later change. The queue
    is there where a day begins.
    """

    total: int
    matching: Count
    levels: tuple[tuple[Level, int], ...]
    due_this_week: Count
    queue: Queue | None
    lines: tuple[Line, ...]
    next: UUID | None
    mark: int


async def show(
    session: AsyncSession, *, playbook: LivePlaybook, asked: Asked, staff: SignedInStaff, now: datetime
) -> Portfolio:
    """The part of the portfolio that one of the staff asks for, with counts over all of it."""
    reader = _reader(staff, now)
    every = await verdict_counts.levels(session)
    own = await verdict_counts.levels(session, staff.id)
    counts = own if asked.view is View.MINE else every
    matching, among = await _matching(session, asked, reader)
    found = await portfolio.rows(session, asked=asked, reader=reader, limit=PAGE + 1, among=among)
    shown = found[:PAGE]
    return Portfolio(
        total=every.total(),
        matching=_count(matching),
        levels=tuple((level, counts[level]) for level in Level if counts[level]),
        due_this_week=_count(await portfolio.due(session, reader=reader)),
        queue=await _queue(session, reader, own=bool(own.total()), now=now) if asked.at_start else None,
        lines=await _lines(session, playbook, shown, now),
        next=shown[-1].id if len(found) > PAGE else None,
        mark=await portfolio.mark(session),
    )


async def every(
    session: AsyncSession, *, playbook: LivePlaybook, asked: Asked, staff: SignedInStaff, now: datetime
) -> AsyncIterator[Line]:
    """Every account of the part that is asked for, read some at a time."""
    reader = _reader(staff, now)
    rest: Asked | None = asked
    while rest:
        found = await portfolio.rows(session, asked=rest, reader=reader, limit=EXPORTED_AT_ONCE)
        for line in await _lines(session, playbook, found, now):
            yield line
        rest = rest._replace(after=found[-1].id) if len(found) == EXPORTED_AT_ONCE else None


async def total(session: AsyncSession) -> int:
    """How many accounts there are."""
    return (await verdict_counts.levels(session)).total()


async def mark(session: AsyncSession) -> int:
    """A number that grows when what the portfolio shows has changed."""
    return await portfolio.mark(session)


def _reader(staff: SignedInStaff, now: datetime) -> Reader:
    return Reader(staff.id, now.astimezone(UTC).date())


async def _matching(session: AsyncSession, asked: Asked, reader: Reader) -> tuple[int, list[UUID] | None]:
    """How many accounts the question covers; after a search that finds few, also which."""
    if not asked.q:
        return await portfolio.count(session, asked=asked, reader=reader), None
    found = await portfolio.searched(session, asked=asked, reader=reader)
    return len(found), found if len(found) <= MOST_COUNTED else None


def _count(number: int) -> Count:
    return Count(min(number, MOST_COUNTED), more=number > MOST_COUNTED)


async def _queue(session: AsyncSession, reader: Reader, *, own: bool, now: datetime) -> Queue:
    rows = await portfolio.urgent(session, reader=reader, own=own, limit=QUEUE)
    ids = [row.id for row in rows]
    accounts = await portfolio.by_id(session, ids)
    said = await overrides.current(session, accounts=ids, now=now)
    urgent = tuple(_urgent(row, accounts[row.id], said.get(row.id)) for row in rows)
    return Queue(own, urgent, await portfolio.snoozed(session, reader=reader))


def _urgent(row: UrgentRow, account: AccountRow, said: Override | None) -> Urgent:
    return Urgent(row.id, account.name, _standing(account, said), urgency.from_json(row.reasons), row.urgency)


async def _lines(
    session: AsyncSession, playbook: LivePlaybook, rows: Sequence[AccountRow], now: datetime
) -> tuple[Line, ...]:
    ids = [row.id for row in rows]
    today = now.astimezone(UTC).date()
    onboardings = await runs.load_runs(session, accounts=ids, now=now)
    ladders = await _climbs(session, playbook, ids)
    weekly = await usage.people_in(session, dict.fromkeys(ids, last_weeks(today, WEEKS_SHOWN)))
    said = await overrides.current(session, accounts=ids, now=now)
    return tuple(
        _line(
            row,
            _standing(row, said.get(row.id)),
            ladders[row.id],
            weekly[row.id],
            onboardings[row.id].onboarding,
            schedule=playbook.current.lifecycle.schedule,
            today=today,
        )
        for row in rows
    )


def _line(
    row: AccountRow,
    standing: Standing | None,
    climb: Climb | None,
    weekly: tuple[int, ...],
    onboarding: Onboarding,
    *,
    schedule: Sequence[Appointment],
    today: date,
) -> Line:
    return Line(
        id=row.id,
        external_id=row.external_id,
        name=row.name,
        industry=row.industry,
        seats=row.seats,
        csm=row.csm,
        phase=lifecycle.phase(onboarding, today),
        week=lifecycle.week(onboarding, today),
        on_hold=any(hold.covers(today, today) for hold in onboarding.holds),
        climb=climb,
        standing=standing,
        weekly=weekly,
        next=lifecycle.next_touchpoint(onboarding, schedule, today),
    )


def _standing(row: AccountRow, said: Override | None) -> Standing | None:
    if row.level is None or row.as_of is None or not row.path:
        return None
    path = from_json(row.path)
    level = said.level if said else row.level
    return Standing(level, said, final(path), deciding(path).signal.says, row.as_of)


def last_weeks(today: date, count: int) -> list[list[date]]:
    """The last so many spans of seven days, the one that ends today at the end."""
    days = [today - timedelta(days=n) for n in reversed(range(count * 7))]
    return [days[n : n + 7] for n in range(0, len(days), 7)]


async def _climbs(session: AsyncSession, playbook: LivePlaybook, accounts: Sequence[UUID]) -> dict[UUID, Climb | None]:
    """How far each account is on its own revision: a query for each revision, and not for each account."""
    found = await climbs.climbed(session, accounts)
    pinned = await pins.of_accounts(session, accounts)
    groups: dict[Pin | None, list[UUID]] = {}
    for account in accounts:
        groups.setdefault(pinned.get(account), []).append(account)
    ladders: dict[UUID, Climb | None] = {}
    for pin, group in groups.items():
        catalogue = await playbook.of(session, pin)
        profiles = await discovery.profiles(session, catalogue=catalogue, accounts=group)
        ladders |= {account: climb(catalogue, found[account], profiles[account]) for account in group}
    return ladders
