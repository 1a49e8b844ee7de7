"""The weekly note across the tracks of an account: drafted, put in somebody's own words, kept as it was sent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, blockers, decisions, risk, runs, tasks, track_owners
from portal.db import holds as hold_rows
from portal.db import sync_notes as rows
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, Invalid, NotFound, Stale
from portal.domain.guidance import guidance
from portal.domain.history import verdict_moments
from portal.domain.lifecycle import DAY
from portal.domain.playbook import Catalogue
from portal.domain.sync_note import WEEK, SyncNote, TrackNow, Wait, Week, draft, monday_of

NO_ACCOUNT: Final = "There is no account at this address. The portfolio lists every account there is."
NO_MONDAY: Final = "A note is about the week of a Monday that has come. Choose this week or one before."
SENT: Final = "This note was sent by %(name)s, so it stays as it is. Write what changed into the next one."
VERDICTS: Final = 10
NOTES: Final = 12


@dataclass(frozen=True, slots=True)
class WeekNote:
    """The note of one week of an account: as it was saved, or a draft; and those of the weeks before."""

    account_id: UUID
    account: str
    week: date
    text: str
    note: SyncNote | None
    notes: tuple[SyncNote, ...]

    @property
    def version(self) -> int:
        """How often it was saved."""
        return self.note.version if self.note else 0


async def look(
    session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, week: date | None, now: datetime
) -> WeekNote:
    """The note of a week, this one by default. Raises NotFound for an unknown account, Invalid for what is no week."""
    account = await accounts.name_of(session, account_id)
    if account is None:
        raise NotFound(NO_ACCOUNT)
    monday = _monday(week, now)
    note = await rows.find(session, account_id=account_id, week=monday)
    text = note.text if note else draft(await _week(session, catalogue, account_id, account, monday=monday, now=now))
    return WeekNote(account_id, account, monday, text, note, tuple(await rows.latest(session, account_id, NOTES)))


async def save(
    session: AsyncSession,
    *,
    doer: Doer,
    account_id: UUID,
    week: date,
    version: int,
    text: str,
    send: bool,
    now: datetime,
) -> None:
    """Keep the text of a week's note, at version 0 for the first time; `send` says that it has gone out as it stands.

    Raises Forbidden, Invalid, Conflict where it was sent already, and Stale.
    """
    doer.require_guide()
    monday = _monday(week, now)
    before = await rows.find(session, account_id=account_id, week=monday)
    if before and before.sent_at:
        raise Conflict(SENT, name=before.sent_by or "somebody")
    sent_at = now if send else None
    if not await rows.save(
        session, account_id=account_id, week=monday, version=version, text=text, sent_at=sent_at, by=doer.name
    ):
        there = await rows.find(session, account_id=account_id, week=monday)
        raise Stale(version=there.version if there else 0, now=fields(there), by=there.edited_by if there else None)
    act = Act("sync_note.sent" if send else "sync_note.saved", f"Week of {monday.isoformat()}")
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)


def fields(note: SyncNote | None) -> dict[str, object]:
    """What a form shows of a note, by the names of its fields."""
    return {"text": note.text if note else ""}


def _monday(week: date | None, now: datetime) -> date:
    monday = week or monday_of(now.date())
    if monday != monday_of(monday) or monday > now.date():
        raise Invalid(NO_MONDAY)
    return monday


async def _week(
    session: AsyncSession, catalogue: Catalogue, account_id: UUID, account: str, *, monday: date, now: datetime
) -> Week:
    today, sunday = now.astimezone(UTC).date(), monday + WEEK - DAY
    moved = verdict_moments(await risk.history(session, account_id=account_id, limit=VERDICTS))
    holds = await hold_rows.of_account(session, account_id)
    return Week(
        account=account,
        monday=monday,
        today=today,
        verdicts=[moment for moment in moved if monday <= moment.at.date() <= sunday],
        rests_until=next((hold.expected_end_on for hold in holds if hold.current(today)), None),
        decisions=await decisions.between(session, account_id, monday, sunday),
        tracks=await _tracks(session, catalogue, account_id, now),
        waits=await _waits(session, catalogue, account_id),
        tasks=await tasks.of_account(session, account_id),
    )


async def _tracks(session: AsyncSession, catalogue: Catalogue, account_id: UUID, now: datetime) -> list[TrackNow]:
    run = (await runs.load_runs(session, accounts=[account_id], now=now))[account_id]
    owners = await track_owners.of_account(session, account_id)
    told = guidance(catalogue.lifecycle, run.onboarding, run.pilot_started_on, now.date())
    return [
        TrackNow(
            one.track.title,
            owners[one.track.id].name if one.track.id in owners else "",
            tuple(activity.title for activity in one.activities),
        )
        for one in told.tracks
    ]


async def _waits(session: AsyncSession, catalogue: Catalogue, account_id: UUID) -> list[Wait]:
    def title(milestone_id: str) -> str:
        milestone = catalogue.milestones.get(milestone_id)
        return milestone.title if milestone else milestone_id

    found = await blockers.open_in(session, account_id)
    return [Wait(title(one.milestone_id), one.blocked.on, one.blocked.since, one.blocked.why) for one in found]
