"""What happened to an account: verdicts, milestones, meetings and our own work, in one order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account as account_rows
from portal.db import meetings, overrides, plays, risk, runs, signals, touchpoints
from portal.db import red_flags as flag_rows
from portal.db.account import HoldRow, Reached
from portal.db.plays import Acted
from portal.db.runs import Run
from portal.domain.history import override_moments, verdict_moments
from portal.domain.invites import Invite
from portal.domain.lifecycle import Phase
from portal.domain.meetings import Meeting
from portal.domain.playbook import Catalogue, Milestone
from portal.domain.plays import Play, key_of
from portal.domain.red_flags import RedFlag, red_flags
from portal.domain.timeline import Kind, Moment, Topic, latest
from portal.domain.touchpoints import Key, Record, Settled
from portal.domain.wording import day, listed, lower_first

STEP: Final = 12
"""So many moments are shown at first, and so many more each time somebody asks."""
MOST: Final = 240
NAMED: Final = 3
REACH: Final = timedelta(weeks=52)
"""How far before kickoff meetings are looked for."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The latest moments of a topic, or of all; `more` is how many to ask for next, None where that was all."""

    topic: Topic | None
    moments: tuple[Moment, ...]
    more: int | None


async def show(
    session: AsyncSession,
    *,
    catalogue: Catalogue,
    climbed: Catalogue,
    account_id: UUID,
    topic: Topic | None,
    shown: int,
    now: datetime,
) -> Timeline:
    """The latest `shown` moments of an account; milestones are called as in the revision it `climbed` on."""
    limit = min(shown, MOST)
    run = (await runs.load_runs(session, accounts=[account_id], now=now))[account_id]
    found: list[Moment] = []
    if topic in {None, Topic.VERDICTS}:
        found += await _verdicts(session, catalogue, account_id, run, limit=limit + 1, now=now)
    if topic in {None, Topic.PROGRESS}:
        found += _milestones(climbed.milestones, await account_rows.reached(session, account_id))
    if topic in {None, Topic.MEETINGS}:
        found += await _meetings(session, catalogue, account_id, run, now)
    if topic in {None, Topic.WORK}:
        found += await _work(session, catalogue, account_id, run, now)
    moments = latest(found, limit + 1)
    more = limit + STEP if len(moments) > limit and limit < MOST else None
    return Timeline(topic, moments[:limit], more)


async def _verdicts(
    session: AsyncSession, catalogue: Catalogue, account_id: UUID, run: Run, *, limit: int, now: datetime
) -> list[Moment]:
    history = await risk.history(session, account_id=account_id, limit=limit)
    said = await overrides.history(session, account_id=account_id, limit=limit)
    flags = await _red_flags(session, catalogue, account_id, run, now)
    return [*verdict_moments(history), *override_moments(said, now), *_flags(flags)]


async def _red_flags(
    session: AsyncSession, catalogue: Catalogue, account_id: UUID, run: Run, now: datetime
) -> Sequence[RedFlag]:
    tracks = {m.id: m.track for m in catalogue.milestones.values() if m.phase != Phase.GO_LIVE}
    history = await flag_rows.load_history(session, account_id=account_id, run=run, tracks=tracks, now=now)
    return red_flags(history, catalogue.trees, catalogue.lifecycle.quickest)


def _flags(flags: Sequence[RedFlag]) -> Iterator[Moment]:
    return (
        Moment(_noon(flag.on), Kind.RED_FLAG, f"Red flag: {lower_first(flag.flag.label)}", flag.says) for flag in flags
    )


def _milestones(milestones: Mapping[str, Milestone], reached: Sequence[Reached]) -> Iterator[Moment]:
    """One moment for each milestone and day, however many people reached it that day."""
    together: dict[tuple[date, str], list[Reached]] = {}
    for one in reached:
        together.setdefault((one.at.date(), one.milestone_id), []).append(one)
    for (_, milestone_id), those in together.items():
        milestone = milestones.get(milestone_id)
        title = milestone.title if milestone else milestone_id
        by = "the whole account" if those[0].name is None else _people_named([one.name or "" for one in those])
        yield Moment(those[0].at, Kind.MILESTONE, "Milestone done", f"{title}, by {by}.")


def _people_named(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= NAMED else f"{names[0]} and {len(names) - 1} others"


async def _meetings(
    session: AsyncSession, catalogue: Catalogue, account_id: UUID, run: Run, now: datetime
) -> list[Moment]:
    since = (run.onboarding.kickoff_on or now.date()) - REACH
    found = await signals.invites_of(session, accounts=[account_id], since=since, now=now)
    held = await meetings.of_account(session, account_id, limit=MOST)
    noted = (await touchpoints.records(session, [account_id])).get(account_id, {})
    return [
        *(_invite(invite) for invite in found.get(account_id, ())),
        *(_held(meeting) for meeting in held if meeting.done_at),
        *_touchpoints(catalogue, noted),
    ]


def _held(meeting: Meeting) -> Moment:
    return Moment(meeting.details.starts_at, Kind.MEETING, meeting.details.title, meeting.outcome)


def _touchpoints(catalogue: Catalogue, noted: Mapping[Key, Record]) -> Iterator[Moment]:
    for key, record in noted.items():
        plan = catalogue.lifecycle.touchpoint(key.id)
        if record.settled and record.settled_on:
            what = f"{plan.name if plan else key.id}{' skipped' if record.settled is Settled.SKIPPED else ''}"
            yield Moment(_noon(record.settled_on), Kind.TOUCHPOINT, what, record.note)


def _invite(invite: Invite) -> Moment:
    return Moment(_noon(invite.sent_on), Kind.INVITE, "Invite sent", f"{invite.title}: {invite.state}.")


async def _work(session: AsyncSession, catalogue: Catalogue, account_id: UUID, run: Run, now: datetime) -> list[Moment]:
    today = now.astimezone(UTC).date()
    acted = await plays.acted(session, account_id=account_id, limit=MOST)
    held = await account_rows.holds(session, account_id)
    return [*_handoff(run.handoff_on), *_holds(held, today), *_plays(catalogue.plays, acted)]


def _handoff(on: date | None) -> Iterator[Moment]:
    if on:
        yield Moment(_noon(on), Kind.HANDOFF, "Handoff", "Sales handed the account over.")


def _holds(holds: Sequence[HoldRow], today: date) -> Iterator[Moment]:
    for hold in holds:
        if hold.started_on <= today:
            says = f"{hold.reason} Expected until {day(hold.expected_end_on)}."
            yield Moment(_noon(hold.started_on), Kind.HOLD, "Clocks stopped", says)
        if hold.ended_on and hold.ended_on <= today:
            yield Moment(_noon(hold.ended_on), Kind.HOLD, "Clocks run again", "The hold has ended.")


def _plays(known: Mapping[str, Play], acted: Sequence[Acted]) -> Iterator[Moment]:
    """What was done of plays, in the playbook's words where it still has them."""
    for one in acted:
        play = known.get(one.play)
        titles = {key_of(action): action.title for action in play.actions} if play else {}
        what = titles.get(one.action, one.action.replace("-", " ").capitalize())
        yield Moment(one.at, Kind.PLAY, what, f"Done by {one.by}{f', of “{play.title}”' if play else ''}.")


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)
