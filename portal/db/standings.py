"""Reading how steps and milestones stand, for exactly the ones that new events are about."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    Table,
    Text,
    Uuid,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import UtcDateTime, table_of
from portal.db.events import happened_since
from portal.db.given import Given
from portal.db.projections import COMPLETIONS, COUNTERS, PROGRESS, TICKS
from portal.db.tables import Event

EVENTS: Final = table_of(Event)

Query = Select[*tuple[Any, ...]]

STEPS: Final = Given(
    number=Integer(),
    account_id=Uuid(),
    subject_id=Uuid(),
    milestone_id=String(),
    step_id=String(),
    first_at=UtcDateTime(),
)
PLACES: Final = Given(account_id=Uuid(), subject_id=Uuid(), milestone_id=String())
COUNTED: Final = Given(account_id=Uuid(), milestone_id=String(), step_id=String())
SPANS: Final = Given(
    number=Integer(),
    account_id=Uuid(),
    member_id=Uuid(),
    name=String(),
    since=UtcDateTime(),
    until=UtcDateTime(),
    detailed=Boolean(),
)


class Step(NamedTuple):
    """A step of a subject's milestone, and when the first of the new events that count towards it happened.

    `number` stands at what is found of it.
    """

    number: int
    account_id: UUID
    subject_id: UUID
    milestone_id: str
    step_id: str
    first_at: datetime


class Spot(NamedTuple):
    """A subject's milestone."""

    account_id: UUID
    subject_id: UUID
    milestone_id: str


class Tallied(NamedTuple):
    """A step of a shared milestone, of which everybody's counters are asked for."""

    account_id: UUID
    milestone_id: str
    step_id: str


class Span(NamedTuple):
    """Stored events to read, of one person or of everybody in the account; `number` stands at each that is found.

    Those of a `detailed` span come with their properties.
    """

    number: int
    account_id: UUID
    member_id: UUID | None
    name: str
    since: datetime
    until: datetime
    detailed: bool


async def open_steps(session: AsyncSession, steps: Sequence[Step]) -> Sequence[Any]:
    """Those of the steps that new events can change, as (number, …).

    A step that was verified before they happened stays as it is. The columns (at, by_id, event_id, verified_at) are its
    tick, (count, target) how far a folded rule has come, (events, last_at) what counted before towards a member's own.
    """
    return await _joined(session, _open_steps, STEPS, steps)


async def ticks(session: AsyncSession, places: Sequence[Spot]) -> Sequence[Any]:
    """The ticks (subject_id, milestone_id, step_id, at, by_id, event_id, verified_at) at these places."""
    return await _joined(session, _ticks, PLACES, places)


async def completions(session: AsyncSession, places: Sequence[Spot]) -> Sequence[Any]:
    """Those of the places that are reached, as (subject_id, milestone_id, at)."""
    return await _joined(session, _completions, PLACES, places)


async def counters(session: AsyncSession, wanted: Sequence[Tallied]) -> Sequence[Any]:
    """The counters asked for, as (account_id, milestone_id, step_id, person_id, events, last_at)."""
    return await _joined(session, _counters, COUNTED, wanted)


async def sums(session: AsyncSession, wanted: Sequence[Tallied]) -> Sequence[Any]:
    """The same, as (account_id, milestone_id, step_id, events, last_at) of everybody together."""
    return await _joined(session, _sums, COUNTED, wanted)


async def history(session: AsyncSession, spans: Sequence[Span]) -> Sequence[Any]:
    """The stored events in the spans, as (number, id, account_id, member_id, name, at, properties as JSON text)."""
    return await _joined(session, _history, SPANS, spans)


async def _joined(
    session: AsyncSession, query: Callable[[str], Query], given: Given, rows: Sequence[tuple[Any, ...]]
) -> Sequence[Any]:
    if not rows:
        return ()
    statement = query(session.get_bind().dialect.name)
    return (await session.execute(statement, given.values(session, rows))).all()


@cache
def _open_steps(dialect: str) -> Query:
    asked, of, far = STEPS.table(dialect), TICKS.c, PROGRESS.c
    tick = (of.at, of.by_id, of.event_id, of.verified_at)
    own = (COUNTERS.c.events, COUNTERS.c.last_at)
    return (
        select(asked.c.number, *tick, far.count, far.target, *own)
        .select_from(asked)
        .outerjoin(TICKS, and_(_same_place(TICKS, asked), of.step_id == asked.c.step_id))
        .outerjoin(PROGRESS, and_(_same_place(PROGRESS, asked), far.step_id == asked.c.step_id))
        .outerjoin(COUNTERS, and_(_same_step(asked), COUNTERS.c.person_id == asked.c.subject_id))
        .where(or_(of.verified_at.is_(None), of.verified_at >= asked.c.first_at))
    )


@cache
def _ticks(dialect: str) -> Query:
    of, asked = TICKS.c, PLACES.table(dialect)
    columns = (of.subject_id, of.milestone_id, of.step_id, of.at, of.by_id, of.event_id, of.verified_at)
    return select(*columns).select_from(asked).join(TICKS, _same_place(TICKS, asked))


@cache
def _completions(dialect: str) -> Query:
    of, asked = COMPLETIONS.c, PLACES.table(dialect)
    return (
        select(of.subject_id, of.milestone_id, of.at)
        .select_from(asked)
        .join(COMPLETIONS, _same_place(COMPLETIONS, asked))
    )


@cache
def _counters(dialect: str) -> Query:
    of, asked = COUNTERS.c, COUNTED.table(dialect)
    columns = (of.account_id, of.milestone_id, of.step_id, of.person_id, of.events, of.last_at)
    return select(*columns).select_from(asked).join(COUNTERS, _same_step(asked))


@cache
def _sums(dialect: str) -> Query:
    of, asked = COUNTERS.c, COUNTED.table(dialect)
    step = (of.account_id, of.milestone_id, of.step_id)
    last_at = func.max(of.last_at, type_=of.last_at.type).label("last_at")
    found = select(*step, func.sum(of.events).label("events"), last_at)
    return found.select_from(asked).join(COUNTERS, _same_step(asked)).group_by(*step)


@cache
def _history(dialect: str) -> Query:
    of, asked = EVENTS.c, SPANS.table(dialect)
    found = and_(
        of.account_id == asked.c.account_id,
        of.name == asked.c.name,
        or_(asked.c.member_id.is_(None), of.member_id == asked.c.member_id),
        happened_since(asked.c.since),
        of.at <= asked.c.until,
    )
    properties = case((asked.c.detailed, cast(of.properties, Text))).label("properties")
    columns = (asked.c.number, of.id, of.account_id, of.member_id, of.name, of.at, properties)
    return select(*columns).select_from(asked).join(EVENTS, found)


def _same_step(asked: Subquery) -> ColumnElement[bool]:
    return and_(*(COUNTERS.c[name] == asked.c[name] for name in ("account_id", "milestone_id", "step_id")))


def _same_place(table: Table, asked: Subquery) -> ColumnElement[bool]:
    return and_(*(table.c[name] == asked.c[name] for name in ("account_id", "subject_id", "milestone_id")))
