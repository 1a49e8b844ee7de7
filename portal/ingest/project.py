"""Bringing progress up to date with newly stored events, in their transaction."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import discovery, projections
from portal.db.accounts import touch
from portal.db.projections import Asked, Wanted
from portal.domain.folding import Occurrence
from portal.domain.playbook import Catalogue, Milestone, Scope
from portal.domain.rules import counted, leaves
from portal.ingest.acts import find_acts
from portal.ingest.answers import find_answers
from portal.ingest.settle import (
    MILESTONE_CELEBRATED,
    Happening,
    Match,
    Place,
    find_doubts,
    find_matches,
    find_news,
    settle,
)
from portal.ingest.standing import Doubt, Standing, StepTick, Tally

Row = dict[str, Any]


class Part(NamedTuple):
    """The events of a batch whose accounts are on one revision of the playbook."""

    catalogue: Catalogue
    events: list[Happening]


async def project(session: AsyncSession, parts: Sequence[Part]) -> None:
    """Count, tick, complete and unlock what the events bring, for all their accounts at once.

    The events are stored already. Raising an account's version first also locks it: two batches about one
    account take turns from here on, so that neither misses what only both together complete.
    """
    matches = [match for part in parts for match in find_matches(part.catalogue, part.events)]
    celebrations = [row for part in parts for row in _celebrations(part.catalogue, part.events)]
    answers = [row for part in parts for row in find_answers(part.catalogue, part.events)]
    acts = [found for part in parts for found in find_acts(part.catalogue, part.events)]
    written = [celebrations, answers, *(rows for _, rows in acts)]
    moved = {match.event.account_id for match in matches}
    await touch(session, moved | {row["account_id"] for rows in written for row in rows})
    if matches:
        await bring_up_to_date(session, matches)
    await projections.celebrate(session, celebrations)
    await discovery.set_answers(session, answers)
    for write, rows in acts:
        await write(session, rows)


async def bring_up_to_date(session: AsyncSession, matches: Sequence[Match], also: Iterable[Standing] = ()) -> None:
    """Let matches count, under the lock of their accounts. `also` is concluded although nothing new counts there."""
    standings = await _standings(session, matches, also)
    await projections.add_counts(session, _counts(matches))
    news = find_news(matches)
    histories = await _histories(session, find_doubts(news, standings))
    await _write(session, settle(matches, news, standings, histories))


async def _standings(
    session: AsyncSession, matches: Sequence[Match], also: Iterable[Standing]
) -> dict[Place, Standing]:
    """How the milestones that the matches are about stand now."""
    standings = {(standing.subject_id, standing.milestone.id): standing for standing in also}
    for match in matches:
        if (subject := match.subject_id) is not None:
            place = (subject, match.milestone.id)
            standings.setdefault(place, Standing(match.event.account_id, subject, match.milestone))
    wanted = _wanted(standings.values())
    for row in await projections.completions(session, wanted):
        if standing := standings.get((row.subject_id, row.milestone_id)):
            standing.done_at = row.at
    for row in await projections.ticks(session, wanted):
        if standing := standings.get((row.subject_id, row.milestone_id)):
            standing.ticks[row.step_id] = StepTick(row.at, row.by_id, row.event_id, row.verified_at)
    open_ones = {place: standing for place, standing in standings.items() if not _settled(standing)}
    for row in await projections.counters(session, _wanted(open_ones.values())) if open_ones else ():
        for subject in (row.account_id, row.person_id):
            standing = open_ones.get((subject, row.milestone_id))
            if standing and (subject == row.account_id) == (standing.milestone.scope is Scope.ACCOUNT):
                standing.tallies.setdefault(row.step_id, Tally()).add(row.person_id, row.events, row.last_at)
    return standings


async def _histories(session: AsyncSession, doubts: Sequence[Doubt]) -> dict[tuple[Place, str], list[Occurrence]]:
    """The stored events that settle the doubts: one query for each step, whoever it is in doubt for."""
    by_step: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in doubts:
        by_step.setdefault((doubt.standing.milestone.id, doubt.step_id), []).append(doubt)
    found: dict[tuple[Place, str], list[Occurrence]] = {}
    for (milestone_id, step_id), same in by_step.items():
        histories = {doubt.standing.subject_id: list[Occurrence]() for doubt in same}
        milestone = same[0].standing.milestone
        for row in await projections.history(session, _asked(milestone, same)):
            shared = milestone.scope is Scope.ACCOUNT
            person = row.member_id or row.account_id
            one = Occurrence(row.id, row.name, row.at, person, row.properties)
            histories[row.account_id if shared else person].append(one)
        found |= {((subject, milestone_id), step_id): history for subject, history in histories.items()}
    return found


def _asked(milestone: Milestone, doubts: Sequence[Doubt]) -> Asked:
    ends = [doubt.until for doubt in doubts if doubt.until]
    subjects = {doubt.standing.subject_id for doubt in doubts}
    return Asked(
        accounts={doubt.standing.account_id for doubt in doubts},
        members=subjects if milestone.scope is Scope.MEMBER else None,
        names={leaf.event for leaf in leaves(doubts[0].rule)},
        until=max(ends) if len(ends) == len(doubts) else None,
    )


def _settled(standing: Standing) -> bool:
    """Whether no event can change the standing any more."""
    verified = {step_id for step_id, tick in standing.ticks.items() if tick.verified_at}
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
        if match.rule is None or not counted(match.rule):
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
    await projections.set_progress(session, [row for standing in changed for row in _progress(standing)])
    reached = [standing for standing in changed if standing.reached]
    await projections.complete(
        session,
        [_place(standing) | {"at": standing.done_at} for standing in reached],
        _unlocks(reached),
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
                "verified_at": tick.verified_at,
            }
        )
    return rows


def _progress(standing: Standing) -> list[Row]:
    return [
        _place(standing) | {"step_id": step_id, "count": progress.count, "target": progress.target}
        for step_id, progress in sorted(standing.progress.items())
    ]


def _unlocks(reached: Sequence[Standing]) -> list[Row]:
    """One row for each feature that opens for somebody, with the milestone that opens it first."""
    rows: dict[tuple[UUID, UUID, str], Row] = {}
    for standing in reached:
        for feature in standing.milestone.unlocks:
            row = _place(standing) | {"feature": feature.key, "at": standing.done_at}
            known = rows.setdefault((standing.account_id, standing.subject_id, feature.key), row)
            if row["at"] < known["at"]:
                known.update(row)
    return list(rows.values())


def _celebrations(catalogue: Catalogue, events: Sequence[Happening]) -> list[Row]:
    return [
        {
            "account_id": event.account_id,
            "member_id": event.member_id,
            "milestone_id": event.properties["milestone"],
            "at": event.at,
        }
        for event in events
        if event.own and event.name == MILESTONE_CELEBRATED
        if event.member_id and event.properties.get("milestone") in catalogue.milestones
    ]
