"""Finding what happened that somebody may be told, and putting it into the ledger: at once for all accounts.

It may run as often as it likes, and on as many processes: a happening has one key for each person, for good. Whether
it is sent is judged later, when it is due.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import deliveries, happenings, runs, touchpoints
from portal.domain import lifecycle
from portal.domain.deliveries import Audience, News, Recipient, Topic
from portal.domain.notes import NoteKind
from portal.domain.nudges import Source
from portal.domain.occasions import NOTE
from portal.domain.playbook import Catalogue
from portal.domain.risk import Level
from portal.domain.touchpoints import Touchpoint, put_together

LATELY: Final = timedelta(days=2)
"""What happened before that is no news: nobody is flooded where letters are switched on one day.

Touchpoints alone are put into the ledger however late the portal comes to them, so that it says why nobody was told.
"""
AT_ONCE: Final = 1_000
"""The touchpoints of so many accounts are looked at together."""

WORST: Final = 5
WEEK: Final = timedelta(days=7)
MONDAY: Final = 0
LEVELS: Final = tuple(Level)

Found = Row[*tuple[Any, ...]]


async def gather(
    session: AsyncSession, *, catalogue: Catalogue, now: datetime, after: UUID | None = None
) -> UUID | None:
    """Put into the ledger what happened lately, with the touchpoints of some accounts: those behind `after` by id.

    Returns the last of them where more follow: for those, only touchpoints are looked for.
    """
    guides = await happenings.waiting(session, now.astimezone(UTC).date(), after=after, limit=AT_ONCE)
    news = await _touchpoints(session, catalogue, guides, now)
    if after is None:
        news += await _lately(session, catalogue, now)
    await deliveries.add(session, news, now=now)
    return guides[-1].account_id if len(guides) == AT_ONCE else None


async def _lately(session: AsyncSession, catalogue: Catalogue, now: datetime) -> list[News]:
    since = now - LATELY
    news = [
        *map(_note, await happenings.notes(session, since)),
        *map(_unblocked, await happenings.unblocked(session, since)),
        *map(_task, await happenings.tasks(session)),
        *_reached(catalogue, await happenings.reached_together(session, since)),
        *map(_report, await happenings.reports(session, since)),
        *(_verdict(row) for row in await happenings.verdicts(session, since) if row.level.rank < row.was.rank),
    ]
    return [*news, *await _digests(session, now)] if now.weekday() == MONDAY else news


def _note(row: Found) -> News:
    nudge = f"{NOTE}:{row.id}"
    about = {"nudge": nudge, "note_id": str(row.id), "milestone_id": row.milestone_id, "kind": row.kind}
    facts = about | {"by": row.by, "note": row.note}
    if row.kind is NoteKind.NEWS:
        # The colleague's own words, in place of the bare fact.
        return _to_member(row, Topic.MILESTONE, _reached_key(row), facts)
    return _to_member(row, Topic.NOTE, f"{nudge}:{row.member_id}", facts)


def _unblocked(row: Found) -> News:
    key = f"unblocked:{row.milestone_id}:{row.ended_at:%Y%m%d%H%M%S}:{row.member_id}"
    return _to_member(row, Topic.UNBLOCKED, key, {"milestone_id": row.milestone_id, "waits_on": row.waits_on})


def _task(row: Found) -> News:
    nudge = f"{Source.TASK}:{row.id}"
    facts = {"nudge": nudge, "task_id": str(row.id), "title": row.title, "due_on": row.due_on.isoformat()}
    return _to_member(row, Topic.TASK, f"{nudge}:{row.member_id}", facts | {"first": row.first})


def _reached(catalogue: Catalogue, rows: Iterable[Found]) -> Iterator[News]:
    for row in rows:
        milestone = catalogue.milestones.get(row.milestone_id)
        if milestone and row.role in milestone.roles:
            yield _to_member(row, Topic.MILESTONE, _reached_key(row), {"milestone_id": row.milestone_id})


def _reached_key(row: Found) -> str:
    return f"reached:{row.milestone_id}:{row.account_id}:{row.member_id}"


def _report(row: Found) -> News:
    facts = {"nudge": f"report:{row.number}", "report_id": str(row.id), "number": row.number}
    return _to_member(row, Topic.REPORT, f"report:{row.id}:{row.member_id}", facts)


def _verdict(row: Found) -> News:
    facts = {"verdict_id": str(row.id), "level": row.level, "was": row.was, "account": row.account}
    return _to_guide(row, Topic.VERDICT, f"verdict:{row.id}:{row.staff_id}", facts)


async def _touchpoints(session: AsyncSession, catalogue: Catalogue, rows: Sequence[Found], now: datetime) -> list[News]:
    """The touchpoints that fell due, are still worth holding, and that nobody has held or skipped."""
    today = now.astimezone(UTC).date()
    guides = {row.account_id: row for row in rows}
    found = await runs.load_runs(session, accounts=list(guides), now=now)
    noted = await touchpoints.records(session, guides)
    plans = {one.id: one for one in catalogue.lifecycle.touchpoints}
    news: list[News] = []
    for account, run in found.items():
        stations = lifecycle.touchpoints(run.onboarding, catalogue.lifecycle.schedule, today)
        every = put_together(account, stations, plans, noted.get(account, {}))
        news.extend(_touchpoint(guides[account], one) for one in every if _fell_due(one, today))
    return news


def _fell_due(one: Touchpoint, today: date) -> bool:
    return one.on <= today <= one.on + lifecycle.STILL_WORTH and not one.station.forecast and not one.record.settled


def _touchpoint(guide: Found, one: Touchpoint) -> News:
    about = {"id": one.key.id, "weeks": one.key.weeks, "on": one.on.isoformat()}
    key = f"touchpoint:{guide.account_id}:{one.key}:{one.on}:{guide.staff_id}"
    return _to_guide(guide, Topic.TOUCHPOINT, key, {"touchpoint": about, "account": guide.account})


async def _digests(session: AsyncSession, now: datetime) -> list[News]:
    """On Mondays, each CSM's accounts in short."""
    news = []
    rows = await happenings.portfolios(session, now.date() + WEEK)
    for staff_id, some in groupby(rows, key=lambda row: row.staff_id):
        theirs = list(some)
        worst = await happenings.most_at_risk(session, staff_id, limit=WORST)
        facts = {
            "levels": {LEVELS[row.rank]: row.accounts for row in theirs},
            "accounts": sum(row.accounts for row in theirs),
            "due": int(sum(row.due for row in theirs)),
            "worst": [(row.account, LEVELS[row.rank]) for row in worst],
        }
        to = Recipient(Audience.STAFF, staff_id, theirs[0].email)
        news.append(News(f"digest:{staff_id}:{_week(now)}", Topic.DIGEST, None, to, facts))
    return news


def _to_member(row: Found, topic: Topic, key: str, facts: Mapping[str, Any]) -> News:
    return News(key, topic, row.account_id, Recipient(Audience.MEMBER, row.member_id, row.email), facts)


def _to_guide(row: Found, topic: Topic, key: str, facts: Mapping[str, Any]) -> News:
    return News(key, topic, row.account_id, Recipient(Audience.STAFF, row.staff_id, row.email), facts)


def _week(now: datetime) -> str:
    year, week, _ = now.isocalendar()
    return f"{year}-{week:02}"
