"""What keeps a member going: what lies ahead, what changed since they were here, and one quiet nudge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import forecast as wait_rows
from portal.db import momentum as rows
from portal.db import shown_nudges, team_notes
from portal.db.momentum import Around
from portal.db.onboarding import Run
from portal.domain import lifecycle, visits
from portal.domain.forecast import Outlook, Outset, forecast
from portal.domain.nudges import IN_APP, Answer, Candidate, Decision, Listener, Response, decide, local_day
from portal.domain.occasions import Surroundings, candidates, note_of
from portal.domain.pace import days_ahead
from portal.domain.people import SignedInMember
from portal.domain.playbook import Catalogue
from portal.domain.profile import Profile
from portal.domain.progress import LadderProgress
from portal.domain.shown_nudges import ANSWERED, Entry, news_for
from portal.domain.visits import Change, Visit
from portal.domain.waits import most_similar, segments

SNOOZES: Final = {"tomorrow": timedelta(days=1), "week": timedelta(days=7)}
"""How long a nudge can be put off."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member's ladder stands, as their page shows it."""

    progress: LadderProgress
    run: Run
    profile: Profile
    planned: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Momentum:
    """What a start page tells beside the ladder itself.

    `rests_until` is the expected end of a hold; `tasks_left` counts what the customer still has to do besides.
    `busy` names the colleague who is on a shared milestone, by its id. `visit` is the visit the member is on;
    `visit_moved` says that it is to be kept. `news` is what the ledger does not know yet of nudges.
    """

    outlook: tuple[Outlook, ...]
    rests_until: date | None
    days_ahead: int | None
    busy: Mapping[str, str]
    changes: tuple[Change, ...]
    decision: Decision
    visit: Visit
    visit_moved: bool
    news: Mapping[Candidate, Entry]
    tasks_left: int

    @property
    def on_hold(self) -> bool:
        """Whether the onboarding rests."""
        return self.rests_until is not None

    @property
    def nudge(self) -> Candidate | None:
        """The one nudge to show now, if any."""
        return self.decision.chosen


async def look_around(
    session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember, standing: Standing, now: datetime
) -> Momentum:
    """What there is to tell a member on their start page now."""
    today = now.date()
    around = await rows.around(session, account_id=member.account_id, member_id=member.id, now=now)
    surroundings = _surroundings(catalogue, member, standing, around)
    rests_until = lifecycle.rests_until(standing.run.onboarding.holds, today)
    decision = _decide(_listener(member, around, rests_until, now), standing.progress, surroundings, now)
    return Momentum(
        outlook=await _outlook(session, member, standing, today),
        rests_until=rests_until,
        days_ahead=days_ahead(standing.progress, standing.planned, today),
        busy=around.busy,
        changes=visits.most_worth_telling(one for one in around.changes if one.milestone_id in catalogue.milestones),
        decision=decision,
        visit=visits.arrive(around.visit, now),
        visit_moved=visits.worth_noting(around.visit, now),
        tasks_left=around.tasks_left,
        news=news_for(around.ledger, decision),
    )


async def _outlook(
    session: AsyncSession, member: SignedInMember, standing: Standing, today: date
) -> tuple[Outlook, ...]:
    nearest = segments(standing.profile.industry, standing.profile.seats)
    found = await wait_rows.histories(session, role=member.role, segments=nearest)
    onboarding = standing.run.onboarding
    begun = onboarding.kickoff_on and max(onboarding.kickoff_on, member.joined_on or onboarding.kickoff_on)
    return forecast(standing.progress, Outset(onboarding, begun, most_similar(found, nearest), standing.planned), today)


def _surroundings(catalogue: Catalogue, member: SignedInMember, standing: Standing, around: Around) -> Surroundings:
    questions = catalogue.ladders[member.role].questions
    return Surroundings(
        notes=[note for note in around.notes if note.milestone_id in catalogue.milestones],
        planned=standing.planned,
        new_report=around.report,
        questions_open=any(question.id not in around.answered for question in questions),
        freed=around.freed,
    )


def _listener(member: SignedInMember, around: Around, rests_until: date | None, now: datetime) -> Listener:
    today = local_day(member.preferences, now)
    told = sum(local_day(member.preferences, answer.at) == today for answer in around.answers.values())
    return Listener(member.preferences, around.answers, told, on_hold=rests_until is not None)


def _decide(listener: Listener, progress: LadderProgress, surroundings: Surroundings, now: datetime) -> Decision:
    today = local_day(listener.preferences, now)
    return decide(candidates(progress, surroundings, today), listener, IN_APP, now)


async def see(
    session: AsyncSession, *, member: SignedInMember, momentum: Momentum, title: str | None, now: datetime
) -> None:
    """Keep that a member is here, and in the ledger which nudge they are shown, in its words, and which not and why."""
    if momentum.visit_moved:
        await arrive(session, member=member, visit=momentum.visit)
    await shown_nudges.note(session, member=member, news=momentum.news, title=title, now=now)


async def arrive(session: AsyncSession, *, member: SignedInMember, visit: Visit) -> None:
    """Keep that a member is here."""
    await rows.note_visit(session, account_id=member.account_id, member_id=member.id, visit=visit)


async def catch_up(session: AsyncSession, *, member: SignedInMember, now: datetime) -> None:
    """A member knows what changed; it is not told again."""
    await arrive(session, member=member, visit=Visit(now, now))


async def answer(
    session: AsyncSession, *, member: SignedInMember, candidate: Candidate, snooze: str | None, now: datetime
) -> None:
    """Dismiss a nudge, or put it off until tomorrow or next week. A dismissed note counts as seen."""
    response, until = Response.DISMISSED, None
    if snooze:
        response, until = Response.SNOOZED, local_day(member.preferences, now) + SNOOZES[snooze]
    elif (note_id := note_of(candidate.key)) is not None:
        await team_notes.mark_seen(session, account_id=member.account_id, member_id=member.id, note_id=note_id, now=now)
    said = Answer(response, now, until)
    await rows.answer_nudge(session, account_id=member.account_id, member_id=member.id, key=candidate.key, answer=said)
    await shown_nudges.note(session, member=member, news={candidate: ANSWERED[response]}, title=None, now=now)
