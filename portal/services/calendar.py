"""The calendar of staff: touchpoints, meetings, kickoffs and booked sessions of their accounts, the overdue first."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import calendar as rows
from portal.db import guides, meetings, runs, touchpoints
from portal.db.calendar import KickoffTime, Session
from portal.db.guides import Named
from portal.domain import lifecycle
from portal.domain.calendar import (
    Day,
    Entry,
    EntryKind,
    EntryState,
    Span,
    days_of,
    meeting_entry,
    order,
    touchpoint_entry,
)
from portal.domain.coaching import MINUTES
from portal.domain.people import SignedInStaff
from portal.domain.playbook import Catalogue
from portal.domain.touchpoints import put_together

MOST: Final = 200
"""So many accounts one calendar covers; more would be a list nobody reads."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of whose calendar: the CSM's of that id, or everybody's for None."""

    csm_id: UUID | None
    span: Span
    day: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the page of the calendar shows. `more` says that only the first `MOST` accounts are in it."""

    asked: Asked
    today: date
    overdue: tuple[Entry, ...]
    days: tuple[Day, ...]
    guides: tuple[Named, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads a calendar: the playbook it follows, their time zone, and the moment."""

    catalogue: Catalogue
    zone: tzinfo
    now: datetime

    @property
    def today(self) -> date:
        """The day it is where they are."""
        return self.now.astimezone(self.zone).date()

    def begins(self, day: date) -> datetime:
        """The moment a day begins where they are."""
        return datetime.combine(day, time(), self.zone)


async def show(
    session: AsyncSession, *, catalogue: Catalogue, staff: SignedInStaff, asked: Asked, now: datetime
) -> Calendar:
    """A week or a month of a calendar, in the time zone of whoever reads it."""
    reader = Reader(catalogue, ZoneInfo(staff.time_zone), now)
    window = asked.span.window(asked.day)
    accounts = await _accounts(session, reader, asked.csm_id, window)
    names = await rows.names(session, accounts[:MOST])
    stations = await _touchpoints(session, reader, names)
    inside = [entry for entry in stations if window[0] <= entry.on < window[1]]
    overdue = [entry for entry in stations if entry.state is EntryState.OVERDUE]
    return Calendar(
        asked=asked,
        today=reader.today,
        overdue=tuple(sorted([*overdue, *await _unnoted(session, reader, names)], key=order)),
        days=days_of(window, [*inside, *await _timed(session, reader, names, window)]),
        guides=tuple(await guides.named(session)),
        more=len(accounts) > MOST,
    )


async def _accounts(
    session: AsyncSession, reader: Reader, csm_id: UUID | None, window: tuple[date, date]
) -> list[UUID]:
    """The accounts a calendar is about, one more than `MOST` where there are more."""
    if csm_id:
        return await rows.guided_by(session, csm_id, limit=MOST + 1)
    waiting = await rows.waiting_until(session, window[1], limit=MOST + 1)
    met = await rows.meeting_between(session, reader.begins(window[0]), reader.begins(window[1]), limit=MOST)
    return list(dict.fromkeys([*waiting, *met]))


async def _touchpoints(session: AsyncSession, reader: Reader, names: Mapping[UUID, str]) -> list[Entry]:
    playbook, today = reader.catalogue.lifecycle, reader.today
    found = await runs.load_runs(session, accounts=list(names), now=reader.now)
    noted = await touchpoints.records(session, names)
    plans = {one.id: one for one in playbook.touchpoints}
    entries = []
    for account, run in found.items():
        stations = lifecycle.touchpoints(run.onboarding, playbook.schedule, today)
        together = put_together(account, stations, plans, noted.get(account, {}))
        entries += [touchpoint_entry(one, names[account], today) for one in together]
    return entries


async def _unnoted(session: AsyncSession, reader: Reader, names: Mapping[UUID, str]) -> list[Entry]:
    found = await meetings.unnoted(session, names, reader.now - rows.LOOKING_BACK, reader.now)
    return [meeting_entry(one, reader.zone, reader.now) for one in found if one.unnoted(reader.now)]


async def _timed(
    session: AsyncSession, reader: Reader, names: Mapping[UUID, str], window: tuple[date, date]
) -> list[Entry]:
    since, until = reader.begins(window[0]), reader.begins(window[1])
    accounts: Collection[UUID] = names
    met = await meetings.between(session, accounts, since, until)
    return [
        *(meeting_entry(one, reader.zone, reader.now) for one in met),
        *_kickoffs(reader, names, await rows.kickoffs(session, accounts, since, until)),
        *_sessions(reader, names, await rows.sessions(session, accounts, since, until)),
    ]


def _kickoffs(reader: Reader, names: Mapping[UUID, str], found: Collection[KickoffTime]) -> Iterator[Entry]:
    for one in found:
        over = one.starts_at + timedelta(minutes=one.minutes) <= reader.now
        yield Entry(
            kind=EntryKind.KICKOFF,
            id=str(one.account_id),
            account_id=one.account_id,
            account=names[one.account_id],
            title="Kickoff",
            on=one.starts_at.astimezone(reader.zone).date(),
            state=EntryState.DONE if over else EntryState.AHEAD,
            at=one.starts_at,
            minutes=one.minutes,
        )


def _sessions(reader: Reader, names: Mapping[UUID, str], found: Collection[Session]) -> Iterator[Entry]:
    for one in found:
        milestone = reader.catalogue.milestones.get(one.milestone_id)
        over = one.starts_at + timedelta(minutes=MINUTES) <= reader.now
        yield Entry(
            kind=EntryKind.SESSION,
            id=f"{one.member_id}-{one.milestone_id}",
            account_id=one.account_id,
            account=names[one.account_id],
            title=milestone.title if milestone else one.milestone_id,
            on=one.starts_at.astimezone(reader.zone).date(),
            state=EntryState.DONE if over else EntryState.AHEAD,
            at=one.starts_at,
            minutes=MINUTES,
            with_whom=one.member,
        )
