"""Recalling what is stored about the steps that new events can change. Nothing else is read."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import standings as rows
from portal.db.standings import Span, Spot, Step, Tallied
from portal.domain.folding import Occurrence, Progress
from portal.domain.playbook import Scope
from portal.domain.rules import counted, leaves
from portal.ingest.clock import EARLIEST
from portal.ingest.settle import News, Place, Ticked
from portal.ingest.standing import Doubt, Standing, StepTick
from portal.ingest.verified import Verified

LATEST: Final = datetime.max.replace(tzinfo=UTC)

Standings = dict[Place, Standing]


async def recall(
    session: AsyncSession,
    ticks: Sequence[Ticked],
    news: Sequence[News],
    also: Iterable[Standing],
    verified: Verified,
) -> tuple[Standings, list[News]]:
    """How the steps stand that ticks and news can change, and the part of the news that can change them.

    Milestones ticked by hand are recalled whole, and so are `also`, at which nothing new counts. Of the rest of the
    news it is noted that its steps are verified.
    """
    standings = {(standing.subject_id, standing.milestone.id): standing for standing in also}
    for tick in ticks:
        if tick.place and tick.place not in standings:
            standings[tick.place] = Standing(tick.event.account_id, tick.place[0], tick.milestone)
    await recall_whole(session, list(standings.values()))
    open_news = await _open(session, news, standings, verified)
    await _count(session, standings, open_news)
    return standings, open_news


async def _open(session: AsyncSession, news: Sequence[News], standings: Standings, verified: Verified) -> list[News]:
    """The news of steps that it can change; how those stand, and how far their rules have come, if they are folded."""
    steps = [Step(number, one.account_id, *one.place, one.step_id, one.events[0].at) for number, one in enumerate(news)]
    found = {row.number: row for row in await rows.open_steps(session, steps)}
    open_news = []
    for number, one in enumerate(news):
        row = found.get(number)
        if row is None:
            verified.note(one.subject_id, (one.milestone.id, one.step_id), one.events[0].at)
            continue
        open_news.append(one)
        standing = standings.get(one.place)
        if standing is None:
            standing = standings[one.place] = Standing(one.account_id, one.subject_id, one.milestone)
        if row.at:
            standing.ticks[one.step_id] = StepTick(row.at, row.by_id, row.event_id, row.verified_at)
        if row.target:
            standing.so_far[one.step_id] = Progress(row.count, row.target)
        if row.events and one.milestone.scope is Scope.MEMBER:
            standing.tallies[one.step_id].add(one.subject_id, row.events, row.last_at)
    return open_news


async def recall_whole(session: AsyncSession, standings: Sequence[Standing]) -> None:
    """When each milestone was reached, and those of its ticks that did not just change."""
    spots = [Spot(one.account_id, one.subject_id, one.milestone.id) for one in standings if not one.whole]
    at = {(one.subject_id, one.milestone.id): one for one in standings}
    for row in await rows.completions(session, spots):
        at[row.subject_id, row.milestone_id].done_at = row.at
    for row in await rows.ticks(session, spots):
        standing = at[row.subject_id, row.milestone_id]
        if row.step_id not in standing.changed:
            standing.ticks[row.step_id] = StepTick(row.at, row.by_id, row.event_id, row.verified_at)
    for one in standings:
        one.whole = True


async def _count(session: AsyncSession, standings: Standings, news: Iterable[News]) -> None:
    """What everybody did before towards the shared steps that counting decides; by whom, where people are counted."""
    wanted: dict[bool, list[Tallied]] = {True: [], False: []}
    for one in news:
        if one.milestone.scope is Scope.ACCOUNT and counted(one.rule):
            step = Tallied(one.account_id, one.milestone.id, one.step_id)
            wanted[one.rule.distinct_members > 1].append(step)
    for row in await rows.counters(session, wanted[True]):
        standings[row.account_id, row.milestone_id].tallies[row.step_id].add(row.person_id, row.events, row.last_at)
    for row in await rows.sums(session, wanted[False]):
        standings[row.account_id, row.milestone_id].tallies[row.step_id].add(row.account_id, row.events, row.last_at)


async def recall_histories(session: AsyncSession, doubts: Sequence[Doubt]) -> dict[tuple[Place, str], list[Occurrence]]:
    """The stored events that settle the doubts; with their properties, where a rule looks at them."""
    histories: list[list[Occurrence]] = [[] for _ in doubts]
    spans = [span for number, doubt in enumerate(doubts) for span in _spans(number, doubt)]
    for row in await rows.history(session, spans):
        person = row.member_id or row.account_id
        properties = msgspec.json.decode(row.properties) if row.properties else {}
        histories[row.number].append(Occurrence(row.id, row.name, row.at, person, properties))
    places = [((doubt.standing.subject_id, doubt.standing.milestone.id), doubt.step_id) for doubt in doubts]
    return dict(zip(places, histories, strict=True))


def _spans(number: int, doubt: Doubt) -> Iterable[Span]:
    standing = doubt.standing
    member = None if standing.milestone.scope is Scope.ACCOUNT else standing.subject_id
    since, until = doubt.since or EARLIEST, doubt.until or LATEST
    looked_at: dict[str, bool] = {}
    for leaf in leaves(doubt.rule):
        looked_at[leaf.event] = looked_at.get(leaf.event, False) or bool(leaf.where)
    for name, looked in sorted(looked_at.items()):
        yield Span(number, standing.account_id, member, name, since, until, looked)
