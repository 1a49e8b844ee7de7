"""Recalling what is stored about the steps that new events can change. Nothing else is read."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import standings as rows
from portal.db.standings import Span, Spot, Step, Tallied
from portal.domain.folding import Occurrence, Progress
from portal.domain.playbook import Scope
from portal.domain.rules import counted, leaves
from portal.ingest.clock import EARLIEST
from portal.ingest.settle import Match, News, Place
from portal.ingest.standing import Doubt, Standing, StepTick

LATEST: Final = datetime.max.replace(tzinfo=UTC)

Standings = dict[Place, Standing]


async def recall(
    session: AsyncSession, matches: Sequence[Match], news: Sequence[News], also: Iterable[Standing]
) -> tuple[Standings, list[News]]:
    """How the milestones stand that the matches can change, and the part of the news that can change them.

    `also` are standings that are looked at although nothing new counts there.
    """
    far = await _open(session, news)
    open_news = [one for one in news if (one.place, one.step_id) in far]
    standings = {(standing.subject_id, standing.milestone.id): standing for standing in also}
    open_steps = {(one.place, one.step_id) for one in open_news}
    for match in matches:
        subject = match.subject_id
        place = (subject, match.milestone.id) if subject else None
        if place and (match.rule is None or (place, match.step_id) in open_steps):
            standings.setdefault(place, Standing(match.event.account_id, place[0], match.milestone))
    for (place, step_id), progress in far.items():
        if progress:
            standings[place].so_far[step_id] = progress
    await _read(session, standings)
    await _count(session, standings, open_news)
    return standings, open_news


async def _open(session: AsyncSession, news: Sequence[News]) -> dict[tuple[Place, str], Progress | None]:
    """The steps that the news can change, each with how far it has come, if its rule is folded."""
    steps = [Step(one.account_id, *one.place, one.step_id, one.events[0].at) for one in news]
    return {
        ((row.subject_id, row.milestone_id), row.step_id): None
        if row.count is None
        else Progress(row.count, row.target)
        for row in await rows.open_steps(session, steps)
    }


async def _read(session: AsyncSession, standings: Standings) -> None:
    """When each milestone was reached, and the ticks there."""
    spots = [Spot(standing.account_id, *place) for place, standing in standings.items()]
    for row in await rows.completions(session, spots):
        standings[row.subject_id, row.milestone_id].done_at = row.at
    for row in await rows.ticks(session, spots):
        tick = StepTick(row.at, row.by_id, row.event_id, row.verified_at)
        standings[row.subject_id, row.milestone_id].ticks[row.step_id] = tick


async def _count(session: AsyncSession, standings: Standings, news: Iterable[News]) -> None:
    """What counted before towards the steps that counting decides."""
    wanted = []
    for one in news:
        subject, milestone_id = one.place
        if counted(one.rule):
            shared = standings[one.place].milestone.scope is Scope.ACCOUNT
            wanted.append(Tallied(one.account_id, milestone_id, one.step_id, None if shared else subject))
    for row in await rows.counters(session, wanted):
        place = (row.account_id, row.milestone_id)
        standing = standings.get(place) or standings[row.person_id, row.milestone_id]
        standing.tallies[row.step_id].add(row.person_id, row.events, row.last_at)


async def recall_histories(session: AsyncSession, doubts: Sequence[Doubt]) -> dict[tuple[Place, str], list[Occurrence]]:
    """The stored events that settle the doubts."""
    histories: list[list[Occurrence]] = [[] for _ in doubts]
    spans = [span for number, doubt in enumerate(doubts) for span in _spans(number, doubt)]
    for row in await rows.history(session, spans):
        person = row.member_id or row.account_id
        histories[row.number].append(Occurrence(row.id, row.name, row.at, person, row.properties))
    places = [((doubt.standing.subject_id, doubt.standing.milestone.id), doubt.step_id) for doubt in doubts]
    return dict(zip(places, histories, strict=True))


def _spans(number: int, doubt: Doubt) -> Iterable[Span]:
    standing = doubt.standing
    member = None if standing.milestone.scope is Scope.ACCOUNT else standing.subject_id
    since, until = doubt.since or EARLIEST, doubt.until or LATEST
    for name in sorted({leaf.event for leaf in leaves(doubt.rule)}):
        yield Span(number, standing.account_id, member, name, since, until)
