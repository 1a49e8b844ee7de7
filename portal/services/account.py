"""One account: its verdict with the path, the play, its people, and what happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.db import account as account_rows
from portal.db import discovery, overrides, pins, risk, runs, signals, usage
from portal.db import red_flags as flag_rows
from portal.db.account import Header, HoldRow, Person, Reached
from portal.db.runs import Run
from portal.domain import lifecycle
from portal.domain.adoption import WeekCount
from portal.domain.errors import NotFound
from portal.domain.guidance import Guidance, guidance
from portal.domain.history import Kept, Override, override_moments, verdict_moments
from portal.domain.invites import Invite
from portal.domain.lifecycle import Onboarding, Phase, Touchpoint
from portal.domain.names import is_person
from portal.domain.path import Fork, deciding, end, final, forks, from_json
from portal.domain.people import initials
from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue, Play
from portal.domain.profile import Profile
from portal.domain.red_flags import RedFlag, red_flags
from portal.domain.risk import Leaf, Level
from portal.domain.roles import Duty, Role
from portal.domain.timeline import Kind, Moment, latest
from portal.domain.wording import day, listed, lower_first

VERDICTS = 20
MOMENTS = 40
NAMED = 3
WEEKS_SHOWN = 26
FEWEST_WEEKS = 6
SERIOUS = (Duty.ESCALATES, Duty.UNBLOCKS, Duty.DRIVES, Duty.ATTENDS)
"""Whom to write to about a verdict that is serious: the first of these who is named."""
EVERYDAY = (Duty.DRIVES, Duty.ATTENDS, Duty.UNBLOCKS, Duty.ESCALATES)
"""Whom to write to otherwise."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The current verdict: what it says, since when, and the whole path to it.

    `level` is where the account stands: as computed, which the leaf says, or as somebody overrode it.
    """

    level: Level
    override: Override | None
    leaf: Leaf
    says: str
    since: datetime
    checked_at: datetime
    tree: str
    revision: int
    forks: tuple[Fork, ...]
    end: Leaf | None


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty, and the person who has it; `name` is what was entered, `named` whether that is a person."""

    duty: Duty
    name: str
    title: str | None
    email: str | None

    @property
    def named(self) -> bool:
        """Whether somebody has the duty."""
        return is_person(self.name)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A member and how far they are on the ladder of their role."""

    name: str
    initials: str
    role: Role
    pilot: bool
    done: int
    total: int
    last_active_on: date | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """What an account's page shows."""

    header: Header
    onboarding: Onboarding
    today: date
    phase: Phase
    week: int | None
    hold: HoldRow | None
    standing: Standing | None
    play: Play | None
    recipient: DutyLine | None
    duties: tuple[DutyLine, ...]
    weekly: tuple[WeekCount, ...]
    stations: tuple[Touchpoint, ...]
    guidance: Guidance
    moments: tuple[Moment, ...]
    people: tuple[PersonLine, ...]


async def show(session: AsyncSession, *, playbook: LivePlaybook, account_id: UUID, now: datetime) -> AccountView:
    """Everything stored about an account that its page shows: its climb on its own revision, the rest on the live one.

    Raises NotFound for an unknown id.
    """
    header = await account_rows.header(session, account_id)
    if header is None:
        message = "There is no account at this address. The portfolio lists every account there is."
        raise NotFound(message)
    catalogue = playbook.current
    climbed = await playbook.of(session, await pins.of_account(session, account_id))
    today = now.astimezone(UTC).date()
    run = (await runs.load_runs(session, accounts=[account_id], now=now))[account_id]
    history = await risk.history(session, account_id=account_id, limit=VERDICTS)
    holds = await account_rows.holds(session, account_id)
    duties = await _duties(session, account_id)
    reached = await account_rows.reached(session, account_id)
    said = await overrides.history(session, account_id=account_id, limit=VERDICTS)
    profile = await discovery.profile(session, catalogue=climbed, account_id=account_id)
    standing = _standing(catalogue, history, next((one for one in said if one.holds_at(now)), None))
    return AccountView(
        header=header,
        onboarding=run.onboarding,
        today=today,
        phase=lifecycle.phase(run.onboarding, today),
        week=lifecycle.week(run.onboarding, today),
        hold=next((hold for hold in holds if hold.started_on <= today < (hold.ended_on or date.max)), None),
        standing=standing,
        play=catalogue.plays.get(standing.leaf.play) if standing and standing.leaf.play else None,
        recipient=_recipient(standing, duties),
        duties=duties,
        weekly=await _weekly(session, account_id, run.onboarding, today),
        stations=lifecycle.journey(run.onboarding, catalogue.lifecycle.schedule, today),
        guidance=guidance(catalogue.lifecycle, run.onboarding, run.pilot_started_on, today),
        moments=latest(
            [
                *verdict_moments(history),
                *override_moments(said, now),
                *_milestones(climbed, reached),
                *await _invites(session, account_id, run.onboarding, now),
                *_holds(holds, today),
                *_handoff(run.handoff_on),
                *_flags(await _red_flags(session, catalogue, account_id, run, now)),
            ],
            MOMENTS,
        ),
        people=_people(climbed, account_id, profile, await account_rows.people(session, account_id), reached),
    )


def _standing(catalogue: Catalogue, history: Sequence[Kept], said: Override | None) -> Standing | None:
    if not history or history[0].superseded_at:
        return None
    kept, path = history[0], from_json(history[0].path)
    tree = catalogue.trees.get(kept.tree)
    return Standing(
        level=said.level if said else kept.level,
        override=said,
        leaf=final(path),
        says=deciding(path).signal.says,
        since=kept.as_of,
        checked_at=kept.checked_at,
        tree=tree.title if tree else kept.tree,
        revision=kept.revision,
        forks=forks(path),
        end=end(path),
    )


async def _duties(session: AsyncSession, account_id: UUID) -> tuple[DutyLine, ...]:
    found = {holder.duty: holder for holder in await account_rows.holders(session, account_id)}
    return tuple(DutyLine(*found[duty]) if duty in found else DutyLine(duty, "", None, None) for duty in Duty)


def _recipient(standing: Standing | None, duties: Sequence[DutyLine]) -> DutyLine | None:
    if standing is None:
        return None
    named = {line.duty: line for line in duties if line.named}
    order = SERIOUS if standing.leaf.level in {Level.CRITICAL, Level.AT_RISK} else EVERYDAY
    return next((named[duty] for duty in order if duty in named), None)


async def _weekly(
    session: AsyncSession, account_id: UUID, onboarding: Onboarding, today: date
) -> tuple[WeekCount, ...]:
    since = onboarding.kickoff_on or today
    weeks = min(max((today - since).days // 7 + 1, FEWEST_WEEKS), WEEKS_SHOWN)
    days = [today - timedelta(days=n) for n in reversed(range(weeks * 7))]
    spans = [days[n : n + 7] for n in range(0, len(days), 7)]
    people = (await usage.people_in(session, {account_id: spans}))[account_id]
    return tuple(WeekCount(span[0], count) for span, count in zip(spans, people, strict=True))


def _people(
    catalogue: Catalogue, account_id: UUID, profile: Profile, people: Sequence[Person], reached: Sequence[Reached]
) -> tuple[PersonLine, ...]:
    by_subject: dict[UUID, set[str]] = {}
    for one in reached:
        by_subject.setdefault(one.subject_id, set()).add(one.milestone_id)
    shared = by_subject.get(account_id, set())
    lines = []
    for person in people:
        done = shared | by_subject.get(person.id, set())
        ids = {milestone.id for milestone in recombine(catalogue.ladders[person.role], profile, done).milestones}
        face = initials(person.name)
        line = PersonLine(
            person.name, face, person.role, person.pilot, len(done & ids), len(ids), person.last_active_on
        )
        lines.append(line)
    return tuple(lines)


async def _invites(session: AsyncSession, account_id: UUID, onboarding: Onboarding, now: datetime) -> Iterator[Moment]:
    since = (onboarding.kickoff_on or now.date()) - timedelta(weeks=WEEKS_SHOWN)
    found = await signals.invites_of(session, accounts=[account_id], since=since, now=now)
    return (_invite(invite) for invite in found.get(account_id, ()))


def _handoff(on: date | None) -> Iterator[Moment]:
    if on:
        yield Moment(_noon(on), Kind.HANDOFF, "Handoff", "Sales handed the account over.")


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


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)


def _milestones(catalogue: Catalogue, reached: Sequence[Reached]) -> Iterator[Moment]:
    """One moment for each milestone and day, however many people reached it that day."""
    together: dict[tuple[date, str], list[Reached]] = {}
    for one in reached:
        together.setdefault((one.at.date(), one.milestone_id), []).append(one)
    for (_, milestone_id), those in together.items():
        milestone = catalogue.milestones.get(milestone_id)
        title = milestone.title if milestone else milestone_id
        by = "the whole account" if those[0].name is None else _people_named([one.name or "" for one in those])
        yield Moment(those[0].at, Kind.MILESTONE, "Milestone done", f"{title}, by {by}.")


def _people_named(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= NAMED else f"{names[0]} and {len(names) - 1} others"


def _invite(invite: Invite) -> Moment:
    return Moment(_noon(invite.sent_on), Kind.INVITE, "Invite sent", f"{invite.title}: {invite.state}.")


def _holds(holds: Sequence[HoldRow], today: date) -> Iterator[Moment]:
    for hold in holds:
        if hold.started_on <= today:
            says = f"{hold.reason} Expected until {day(hold.expected_end_on)}."
            yield Moment(_noon(hold.started_on), Kind.HOLD, "Clocks stopped", says)
        if hold.ended_on and hold.ended_on <= today:
            yield Moment(_noon(hold.ended_on), Kind.HOLD, "Clocks run again", "The hold has ended.")
