"""Which milestones need a look: counted once a day, so that a page that says so need not count."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import discovery, forecast, runs
from portal.db import milestone_health as rows
from portal.db.risk import every_account
from portal.domain.acts import Thumb
from portal.domain.milestone_health import LOOKED_BACK, Attempt, Reading, Tally, readings, tally
from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue, Milestone
from portal.domain.roles import Role

AT_ONCE: Final = 500
"""Accounts read together."""
COMMENTS: Final = 5


@dataclass(frozen=True, slots=True)
class Health:
    """A milestone with its three numbers."""

    milestone: Milestone
    readings: tuple[Reading, ...]

    @property
    def concerns(self) -> tuple[Reading, ...]:
        """The numbers that say somebody should look."""
        return tuple(one for one in self.readings if one.needs_look)


@dataclass(frozen=True, slots=True)
class Healths:
    """How every milestone of the playbook fares, by id, as counted on a day; None before the first count."""

    by_id: Mapping[str, Health]
    counted_on: date | None

    @property
    def need_look(self) -> tuple[Health, ...]:
        """Those that need a look, the one that is furthest beyond its limit first."""
        found = [one for one in self.by_id.values() if one.concerns]
        return tuple(sorted(found, key=lambda one: -max(reading.beyond for reading in one.concerns)))


async def recount(session: AsyncSession, *, catalogue: Catalogue, now: datetime) -> None:
    """Count how every milestone of the live revision fares, and keep that instead of yesterday's count."""
    since, today = now - LOOKED_BACK, now.date()
    attempts: dict[str, list[Attempt]] = defaultdict(list)
    accounts = await every_account(session)
    for start in range(0, len(accounts), AT_ONCE):
        await _add(session, attempts, catalogue, accounts[start : start + AT_ONCE], now)
    thumbs = await rows.thumbs(session, since=since)
    counted = {
        one.id: tally(one, attempts[one.id], thumbs.get(one.id, {}), today) for one in catalogue.milestones.values()
    }
    await rows.replace_all(session, counted, on=today)


async def _add(
    session: AsyncSession,
    attempts: dict[str, list[Attempt]],
    catalogue: Catalogue,
    accounts: Sequence[UUID],
    now: datetime,
) -> None:
    """Add what these accounts attempted of what stands on their ladders."""
    known = await runs.load_runs(session, accounts=accounts, now=now)
    theirs = await _on_their_ladders(session, catalogue, accounts)
    for one in await rows.begun(session, accounts, since=now - LOOKED_BACK):
        if one.milestone_id in theirs.get(one.subject_id, ()):
            holds = known[one.account_id].onboarding.holds
            attempts[one.milestone_id].append(Attempt(one.began_at, one.last_step_at, one.reached_at, holds))


async def _on_their_ladders(
    session: AsyncSession, catalogue: Catalogue, accounts: Sequence[UUID]
) -> Mapping[UUID, frozenset[str]]:
    """The milestones on the ladder of every member who is still there, and of every account on any of its members'.

    The product reports steps whether or not a milestone is for this account, so most of it is no attempt.
    """
    profiles = await discovery.profiles(session, catalogue=catalogue, accounts=accounts)
    ladders: dict[tuple[UUID, Role], frozenset[str]] = {}
    found: dict[UUID, frozenset[str]] = defaultdict(frozenset)
    for one in await forecast.climbers(session, accounts):
        if one.left_at is None:
            place = one.account_id, one.role
            if place not in ladders:
                ladder = recombine(catalogue.ladders[one.role], profiles[one.account_id])
                ladders[place] = frozenset(rung.id for rung in ladder.milestones)
            found[one.id] = ladders[place]
            found[one.account_id] |= ladders[place]
    return found


async def every(session: AsyncSession, *, catalogue: Catalogue) -> Healths:
    """How every milestone fares, as counted last."""
    counted = await rows.tallies(session)
    found = {
        one.id: Health(one, readings(one, counted.tallies.get(one.id, Tally())))
        for one in catalogue.milestones.values()
    }
    return Healths(found, counted.on)


async def comments(session: AsyncSession, milestone_id: str) -> Sequence[tuple[Thumb, str, datetime]]:
    """What people said last about a milestone, without their names."""
    return await rows.comments(session, milestone_id, limit=COMMENTS)
