"""What a member's own ladder calls for: a milestone that is due, late, or has opened, and on Mondays their week."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import deliveries, happenings
from portal.domain.deliveries import Audience, News, Recipient, Topic
from portal.domain.measures import WEEK
from portal.domain.nudges import Source
from portal.domain.occasions import Surroundings, candidates
from portal.domain.people import SignedInMember
from portal.domain.progress import LadderProgress

MONDAY: Final = 0
PRESSING: Final = frozenset({Source.DUE, Source.OVERDUE, Source.OPENED})


async def press(
    session: AsyncSession,
    *,
    member: SignedInMember,
    progress: LadderProgress,
    planned: Mapping[str, date],
    now: datetime,
) -> None:
    """Put into the ledger what a member's ladder calls for today."""
    to = Recipient(Audience.MEMBER, member.id, member.email or "")
    news = list(_nudges(member, to, progress, planned, now.date()))
    if now.weekday() == MONDAY and progress.current:
        reached = await happenings.reached_by(session, member.account_id, member.id, now - WEEK)
        year, week, _ = now.isocalendar()
        facts = {"reached": reached, "next": progress.current.milestone.id}
        news.append(News(f"summary:{member.id}:{year}-{week:02}", Topic.SUMMARY, member.account_id, to, facts))
    await deliveries.add(session, news, now=now)


def _nudges(
    member: SignedInMember, to: Recipient, progress: LadderProgress, planned: Mapping[str, date], today: date
) -> Iterator[News]:
    around = Surroundings(notes=(), planned=planned, new_report=None, questions_open=False)
    for one in candidates(progress, around, today):
        if one.source in PRESSING and one.on:
            facts = {"nudge": one.key, "milestone_id": one.milestone_id, "on": one.on.isoformat(), "source": one.source}
            yield News(f"{one.key}:{member.id}", Topic.NUDGE, member.account_id, to, facts)
