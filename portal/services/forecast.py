"""Counting how long teams waited for each milestone, so that a page that tells a forecast need not."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import discovery, forecast, runs
from portal.db.forecast import Climber
from portal.db.risk import every_account
from portal.db.runs import Run
from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue, Scope
from portal.domain.profile import Profile
from portal.domain.roles import Role
from portal.domain.waits import Climb, Observation, history, observed, segments

AT_ONCE: Final = 500
"""Accounts read together."""

Place = tuple[Role, str, str]
"""A role, a segment, a milestone id."""


async def recount(session: AsyncSession, *, catalogue: Catalogue, now: datetime) -> None:
    """Count the waits of every account up to today, and keep them instead of yesterday's."""
    accounts = await every_account(session)
    found: dict[Place, list[Observation]] = defaultdict(list)
    for start in range(0, len(accounts), AT_ONCE):
        for place, observation in await _observations(session, catalogue, accounts[start : start + AT_ONCE], now):
            found[place].append(observation)
    await forecast.replace_all(session, [_row(place, found[place], now.date()) for place in sorted(found)])


def _row(place: Place, observations: Sequence[Observation], today: date) -> dict[str, Any]:
    role, segment, milestone_id = place
    counted = history(observations)
    keys = {"role": role, "segment": segment, "milestone_id": milestone_id}
    return {**keys, "teams": counted.teams, "waits": list(counted.waits), "counted_on": today}


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of some accounts by id, and of what their subjects reached."""

    profiles: Mapping[UUID, Profile]
    runs: Mapping[UUID, Run]
    reached: Mapping[UUID, Mapping[str, date]]


async def _observations(
    session: AsyncSession, catalogue: Catalogue, accounts: Sequence[UUID], now: datetime
) -> list[tuple[Place, Observation]]:
    known = _Known(
        await discovery.profiles(session, catalogue=catalogue, accounts=accounts),
        await runs.load_runs(session, accounts=accounts, now=now),
        await forecast.reached(session, accounts),
    )
    climbers = await forecast.climbers(session, accounts)
    return list(_observed(catalogue, climbers, known, now.date()))


def _observed(
    catalogue: Catalogue, climbers: Sequence[Climber], known: _Known, today: date
) -> Iterator[tuple[Place, Observation]]:
    """Each climber's waits in each of their segments; what a team shares is said once for a role, by its first."""
    said: set[tuple[UUID, Role, str]] = set()
    for climber in climbers:
        climb = _climb(climber, known, today)
        if climb is None:
            continue
        profile = known.profiles[climber.account_id]
        ladder = recombine(catalogue.ladders[climber.role], profile, climb.reached.keys())
        for milestone_id, observation in observed(ladder.milestones, climb):
            shared = (climber.account_id, climber.role, milestone_id)
            if shared in said:
                continue
            if catalogue.milestones[milestone_id].scope is Scope.ACCOUNT:
                said.add(shared)
            for segment in segments(profile.industry, profile.seats):
                yield (climber.role, segment, milestone_id), observation


def _climb(climber: Climber, known: _Known, today: date) -> Climb | None:
    """A climber's way since kickoff, or since they joined; None where that has not been."""
    onboarding = known.runs[climber.account_id].onboarding
    until = min(climber.left_at.date(), today) if climber.left_at else today
    kickoff = onboarding.kickoff_on
    if kickoff is None or (start := max(kickoff, climber.joined_at.date())) > until:
        return None
    reached = {**known.reached.get(climber.account_id, {}), **known.reached.get(climber.id, {})}
    return Climb(climber.account_id, start, reached, onboarding.holds, until)
