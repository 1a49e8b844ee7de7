"""Bringing progress up to date with newly stored events, in their transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import discovery, projections
from portal.db.accounts import touch
from portal.domain.news import milestone_news
from portal.domain.playbook import Catalogue, Scope
from portal.ingest.acts import find_acts
from portal.ingest.answers import find_answers
from portal.ingest.recall import recall, recall_histories, recall_whole
from portal.ingest.settle import (
    MILESTONE_CELEBRATED,
    Happening,
    News,
    Ticked,
    conclude,
    find_doubts,
    find_news,
    find_ticks,
    settle,
)
from portal.ingest.standing import Standing
from portal.ingest.verified import Verified
from portal.jobs.news import announce

Row = dict[str, Any]


class Part(NamedTuple):
    """The events of a batch whose accounts are on one revision of the playbook."""

    catalogue: Catalogue
    events: list[Happening]

    @property
    def own(self) -> "Part":
        """The same with the portal's own events alone: nobody else's tell what people did in the portal."""
        return Part(self.catalogue, [event for event in self.events if event.own])


async def project(
    session: AsyncSession, parts: Sequence[Part], *, now: datetime | None = None, verified: Verified | None = None
) -> None:
    """Count, tick, complete and unlock what the events bring, for all their accounts at once.

    The events are stored already. Raising an account's version first also locks it: two batches about one
    account take turns from here on, so that neither misses what only both together complete. Other systems hear of what
    was reached at `now`; without it, because it is not news, nobody does. `verified` is what this process knows of
    steps that are verified, which may be added to where nothing was written in the transaction before.
    """
    verified = verified or Verified()
    news = [one for part in parts for one in find_news(part.catalogue, part.events, verified)]
    own = [part.own for part in parts]
    ticks = [tick for part in own for tick in find_ticks(*part)]
    celebrations = [row for part in own for row in _celebrations(*part)]
    answers = [row for part in own for row in find_answers(*part)]
    acts = [found for part in own for found in find_acts(*part)]
    written = [celebrations, answers, *(rows for _, rows in acts)]
    moved = {one.account_id for one in news} | {tick.event.account_id for tick in ticks}
    await touch(session, moved | {row["account_id"] for rows in written for row in rows})
    await bring_up_to_date(session, ticks, news, now=now, verified=verified)
    await projections.celebrate(session, celebrations)
    await discovery.set_answers(session, answers)
    for write, rows in acts:
        await write(session, rows)


async def bring_up_to_date(
    session: AsyncSession,
    ticks: Sequence[Ticked],
    news: Sequence[News],
    also: Iterable[Standing] = (),
    *,
    verified: Verified,
    now: datetime | None = None,
) -> None:
    """Let ticks and news count, under the lock of their accounts. `also` is concluded although nothing is new there."""
    standings, open_news = await recall(session, ticks, news, also, verified)
    histories = await recall_histories(session, find_doubts(open_news, standings))
    settle(ticks, open_news, standings, histories)
    # Whether a milestone is reached is only asked where a step changed: most events leave nothing but a count.
    await recall_whole(session, [standing for standing in standings.values() if standing.changed])
    changed = conclude(standings)
    await _write(session, changed)
    if now:
        await _tell(session, changed, now)


async def _write(session: AsyncSession, changed: Sequence[Standing]) -> None:
    await projections.forget_counts(session, [row for standing in changed for row in _outdated(standing)])
    await projections.add_counts(session, [row for standing in changed for row in _counts(standing)])
    await projections.set_ticks(session, [row for standing in changed for row in _ticks(standing)])
    await projections.set_progress(session, [row for standing in changed for row in _progress(standing)])
    reached = [standing for standing in changed if standing.reached]
    await projections.complete(
        session,
        [_place(standing) | {"at": standing.done_at} for standing in reached],
        _unlocks(reached),
    )


async def _tell(session: AsyncSession, changed: Sequence[Standing], now: datetime) -> None:
    news = [
        one
        for standing in changed
        if standing.new and standing.done_at
        for one in milestone_news(standing.account_id, standing.subject_id, standing.milestone, standing.done_at)
    ]
    await announce(session, news, now=now)


def _place(standing: Standing) -> Row:
    return {
        "account_id": standing.account_id,
        "subject_id": standing.subject_id,
        "milestone_id": standing.milestone.id,
    }


def _outdated(standing: Standing) -> list[Row]:
    """The counters of steps that were counted afresh: one person's, or everybody's of the account."""
    person = None if standing.milestone.scope is Scope.ACCOUNT else standing.subject_id
    return [_counter(standing, step_id, person) for step_id in sorted(standing.recounted)]


def _counts(standing: Standing) -> list[Row]:
    """What is added to counters; in a fixed order, so that the same rows are always locked in the same order."""
    return [
        {
            **_counter(standing, step_id, person),
            "events": counter.events,
            "first_at": counter.first_at,
            "last_at": counter.last_at,
        }
        for step_id, counters in sorted((standing.added | standing.recounted).items())
        for person, counter in sorted(counters.items())
    ]


def _counter(standing: Standing, step_id: str, person: UUID | None) -> Row:
    return {
        "account_id": standing.account_id,
        "milestone_id": standing.milestone.id,
        "step_id": step_id,
        "person_id": person,
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
        if event.name == MILESTONE_CELEBRATED
        if event.member_id and event.properties.get("milestone") in catalogue.milestones
    ]
