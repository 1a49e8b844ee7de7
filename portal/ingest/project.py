"""Bringing progress up to date with newly stored events, in their transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import projections
from portal.db.accounts import touch
from portal.db.projections import Wanted
from portal.domain.playbook import Catalogue, Scope
from portal.ingest.settle import (
    MILESTONE_CELEBRATED,
    Happening,
    Match,
    Place,
    Standing,
    StepTick,
    find_matches,
    settle,
)

Row = dict[str, Any]


async def project(session: AsyncSession, catalogue: Catalogue, events: Sequence[Happening]) -> None:
    """Count, tick, complete and unlock what the events bring, for all their accounts at once.

    Raising an account's version first also locks it: two batches about one account take turns from here
    on, so that neither misses what only both together complete.
    """
    matches = find_matches(catalogue, events)
    celebrations = [event for event in events if event.own and event.name == MILESTONE_CELEBRATED]
    await touch(session, {match.event.account_id for match in matches} | {event.account_id for event in celebrations})
    if matches:
        standings = await _standings(session, matches)
        await projections.add_counts(session, _counts(matches))
        await _write(session, settle(matches, standings))
    await projections.celebrate(session, _celebrations(catalogue, celebrations))


async def _standings(session: AsyncSession, matches: Sequence[Match]) -> dict[Place, Standing]:
    """How the milestones that the matches are about stand now."""
    standings = {
        (subject, match.milestone.id): Standing(match.event.account_id, subject, match.milestone)
        for match in matches
        if (subject := match.subject_id) is not None
    }
    wanted = _wanted(standings.values())
    for row in await projections.completions(session, wanted):
        if standing := standings.get((row.subject_id, row.milestone_id)):
            standing.done_at = row.at
    for row in await projections.ticks(session, wanted):
        if standing := standings.get((row.subject_id, row.milestone_id)):
            standing.ticks[row.step_id] = StepTick(row.at, row.verified, row.by_id, row.event_id)
    open_ones = {place: standing for place, standing in standings.items() if not _settled(standing)}
    for row in await projections.counters(session, _wanted(open_ones.values())) if open_ones else ():
        for subject in (row.account_id, row.person_id):
            standing = open_ones.get((subject, row.milestone_id))
            if standing and (subject == row.account_id) == (standing.milestone.scope is Scope.ACCOUNT):
                standing.counts.setdefault(row.step_id, Counter())[row.person_id] = row.events
    return standings


def _settled(standing: Standing) -> bool:
    """Whether no event can change the standing any more."""
    verified = {step_id for step_id, tick in standing.ticks.items() if tick.verified}
    return standing.done_at is not None and all(step.id in verified for step in standing.milestone.steps)


def _wanted(standings: Iterable[Standing]) -> Wanted:
    standings = list(standings)
    shared = [standing for standing in standings if standing.milestone.scope is Scope.ACCOUNT]
    own = [standing for standing in standings if standing.milestone.scope is Scope.MEMBER]
    return Wanted(
        accounts={standing.account_id for standing in (*shared, *own)},
        members={standing.subject_id for standing in own},
        shared={standing.milestone.id for standing in shared},
        own={standing.milestone.id for standing in own},
    )


def _counts(matches: Sequence[Match]) -> list[Row]:
    """One row per counter that grows; sorted, so that the same rows are always locked in the same order."""
    rows: dict[tuple[UUID, str, str, UUID], Row] = {}
    for match in matches:
        if match.rule is None:
            continue
        event = match.event
        key = (event.account_id, match.milestone.id, match.step_id, event.person_id)
        # Matches come in the order of their time.
        row = rows.setdefault(key, {"events": 0, "first_at": event.at})
        row["events"] += 1
        row["last_at"] = event.at
    names = ("account_id", "milestone_id", "step_id", "person_id")
    return [dict(zip(names, key, strict=True)) | rows[key] for key in sorted(rows)]


async def _write(session: AsyncSession, changed: Sequence[Standing]) -> None:
    await projections.set_ticks(session, [row for standing in changed for row in _ticks(standing)])
    reached = [standing for standing in changed if standing.reached]
    await projections.complete(
        session,
        [_place(standing) | {"at": standing.done_at} for standing in reached],
        [row for standing in reached for row in _unlocks(standing)],
    )


def _place(standing: Standing) -> Row:
    return {
        "account_id": standing.account_id,
        "subject_id": standing.subject_id,
        "milestone_id": standing.milestone.id,
    }


def _ticks(standing: Standing) -> list[Row]:
    rows = []
    for step_id in sorted(standing.changed):
        tick = standing.ticks[step_id]
        rows.append(
            _place(standing)
            | {
                "step_id": step_id,
                "at": tick.at,
                "by_id": tick.by_id,
                "event_id": tick.event_id,
                "verified": tick.verified,
            }
        )
    return rows


def _unlocks(standing: Standing) -> list[Row]:
    return [
        _place(standing) | {"feature": feature.key, "at": standing.done_at} for feature in standing.milestone.unlocks
    ]


def _celebrations(catalogue: Catalogue, events: Sequence[Happening]) -> list[Row]:
    return [
        {
            "account_id": event.account_id,
            "member_id": event.member_id,
            "milestone_id": event.properties["milestone"],
            "at": event.at,
        }
        for event in events
        if event.member_id and event.properties.get("milestone") in catalogue.milestones
    ]
