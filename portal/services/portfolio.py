"""The portfolio: every account with its verdict, the riskiest first, and the few that need somebody today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.db import discovery, overrides, pins, portfolio, runs, usage
from portal.db.portfolio import AccountRow, Climbed
from portal.domain import lifecycle
from portal.domain.edits import Pin
from portal.domain.history import Override
from portal.domain.lifecycle import Appointment, Onboarding, Phase, Touchpoint
from portal.domain.path import deciding, final, from_json
from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue, Ladder, Scope
from portal.domain.portfolio import Asked
from portal.domain.profile import Profile
from portal.domain.progress import State
from portal.domain.risk import Leaf, Level

PAGE = 50
QUEUE = 3
WEEKS_SHOWN = 8


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
    """An account that needs somebody today, and why."""

    id: UUID
    name: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Climb:
    """How far an account is on the ladder of its largest role: a state for each milestone, in order."""

    role: str
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One account of the table. `weekly` counts active people, the last seven days at the end."""

    id: UUID
    name: str
    industry: str | None
    seats: int | None
    phase: Phase
    week: int | None
    on_hold: bool
    climb: Climb | None
    standing: Standing | None
    weekly: tuple[int, ...]
    next: Touchpoint | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the portfolio page shows. `next` is set where there are more accounts than fit."""

    total: int
    matching: int
    levels: tuple[tuple[Level, int], ...]
    due_this_week: int
    urgent: tuple[Urgent, ...]
    lines: tuple[Line, ...]
    next: UUID | None


async def show(session: AsyncSession, *, playbook: LivePlaybook, asked: Asked, now: datetime) -> Portfolio:
    """The part of the portfolio that is asked for, with counts over all of it."""
    today = now.astimezone(UTC).date()
    counts = await portfolio.levels(session, now)
    found = await portfolio.rows(session, asked=asked, now=now, limit=PAGE + 1)
    shown = found[:PAGE]
    monday = today - timedelta(days=today.weekday())
    return Portfolio(
        total=counts.total(),
        matching=await portfolio.count(session, asked=asked, now=now),
        levels=tuple((level, counts[level]) for level in Level if counts[level]),
        due_this_week=await portfolio.due_between(
            session, monday, monday + timedelta(days=6), playbook.current.lifecycle.schedule
        ),
        urgent=await _urgent(session, now),
        lines=await _lines(session, playbook, shown, now),
        next=shown[-1].id if len(found) > PAGE else None,
    )


async def total(session: AsyncSession) -> int:
    """How many accounts there are."""
    return await portfolio.total(session)


async def _urgent(session: AsyncSession, now: datetime) -> tuple[Urgent, ...]:
    rows = await portfolio.most_urgent(session, now=now, limit=QUEUE)
    said = await overrides.current(session, accounts=[row.id for row in rows], now=now)
    return tuple(Urgent(row.id, row.name, standing) for row in rows if (standing := _standing(row, said.get(row.id))))


async def _lines(
    session: AsyncSession, playbook: LivePlaybook, rows: Sequence[AccountRow], now: datetime
) -> tuple[Line, ...]:
    ids = [row.id for row in rows]
    today = now.astimezone(UTC).date()
    onboardings = await runs.load_runs(session, accounts=ids, now=now)
    climbs = await _climbs(session, playbook, ids)
    weekly = await usage.people_in(session, dict.fromkeys(ids, last_weeks(today, WEEKS_SHOWN)))
    said = await overrides.current(session, accounts=ids, now=now)
    return tuple(
        _line(
            row,
            _standing(row, said.get(row.id)),
            climbs[row.id],
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
        name=row.name,
        industry=row.industry,
        seats=row.seats,
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
    found = await portfolio.climbed(session, accounts)
    pinned = await pins.of_accounts(session, accounts)
    groups: dict[Pin | None, list[UUID]] = {}
    for account in accounts:
        groups.setdefault(pinned.get(account), []).append(account)
    climbs: dict[UUID, Climb | None] = {}
    for pin, group in groups.items():
        catalogue = await playbook.of(session, pin)
        profiles = await discovery.profiles(session, catalogue=catalogue, accounts=group)
        climbs |= {account: climb(catalogue, found[account], profiles[account]) for account in group}
    return climbs


def climb(catalogue: Catalogue, found: Climbed, profile: Profile) -> Climb | None:
    """The account's way up its ladder for the role most of its people have; None without people."""
    if not found.people:
        return None
    role, people = min(found.people.items(), key=lambda item: (-item[1], item[0]))
    ladder = recombine(catalogue.ladders[role], profile, found.done)
    return Climb(role.label, tuple(_states(ladder, found, people)))


def _states(ladder: Ladder, found: Climbed, people: int) -> list[State]:
    """A shared milestone is done when it is; one of each member's own when half of them are there."""
    states = []
    for milestone in ladder.milestones:
        done = found.done[milestone.id]
        if done and (milestone.scope is Scope.ACCOUNT or done * 2 >= people):
            states.append(State.DONE)
        elif done or milestone.id in found.begun:
            states.append(State.IN_PROGRESS)
        else:
            states.append(State.LOCKED)
    return states
