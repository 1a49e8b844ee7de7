"""Weeks of letters on a frozen clock, with processes that end in the middle of them: nothing twice, nothing
against anybody's wishes, and a reason for whatever was not sent.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from portal.channels.mail import Fate, Outcome
from portal.db import holds, members, momentum
from portal.db.engine import Database
from portal.db.tables import Delivery, Hold, MemberPreferences, MilestoneCompletion, Task, TeamNote, ValueReport
from portal.domain.deliveries import OCCASIONS, Reason, State, Topic
from portal.domain.delivery_policy import MEMBERS, with_a_night
from portal.domain.notes import NoteKind
from portal.domain.nudges import URGED, Answer, Candidate, Response
from portal.domain.people import SignedInMember
from portal.domain.preferences import Channel, quiet_at, wants
from portal.domain.roles import Role
from portal.postman import Office, Postman
from portal.services import happenings, ladder, pressing
from portal.services.momentum import Standing, look_around, see
from tests.conftest import BACKENDS
from tests.factories import NOW, Fixed, add_account, add_member, add_staff, milestone, settings, small_playbook

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo")
RUNGS = tuple(milestone(f"m{number}", due_days=5 + 7 * number, roles=tuple(Role)) for number in range(20))
PLAYBOOK = small_playbook(*RUNGS)
SETTINGS = settings("sqlite://")


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Carrier:
    """A mail server in memory. Now and then it is busy, and now and then the process ends before or after a letter."""

    chance: Random
    now: datetime = NOW
    taken: list[tuple[datetime, UUID]] = field(default_factory=list)

    async def send(self, message: EmailMessage) -> Outcome:
        luck = self.chance.random()
        if luck < 0.05:
            raise Killed
        if luck < 0.15:
            return Outcome(Fate.LATER, "451 busy")
        self.taken.append((self.now, UUID(message["Message-ID"].strip("<>").partition("@")[0])))
        if luck > 0.95:
            raise Killed
        return Outcome(Fate.SENT)


@dataclass
class World:
    """A team that works, writes and waits."""

    database: Database
    chance: Random
    account: UUID
    people: Sequence[UUID]
    restarts: int = 0
    seen: list[tuple[UUID, Candidate, datetime]] = field(default_factory=list)

    async def live(self, now: datetime) -> None:
        """Something happens, or nothing."""
        act = self.chance.choice((self.write, self.write, self.reach, self.task, self.report, self.answer, self.rest))
        await act(now)

    async def write(self, now: datetime) -> None:
        by, to = self.chance.sample(self.people, 2)
        kind, reader = self.chance.choice([(NoteKind.HELP, to), (NoteKind.REMINDER, to), (NoteKind.NEWS, None)])
        rung = self.chance.choice(RUNGS).id
        await self.add(
            TeamNote(account_id=self.account, milestone_id=rung, kind=kind, from_id=by, to_member_id=reader,
                     note="Can you look?", at=now)
        )  # fmt: skip

    async def reach(self, now: datetime) -> None:
        async with self.database.write() as session:
            done = set(await session.scalars(select(MilestoneCompletion.milestone_id)))
            rung = next((rung.id for rung in RUNGS if rung.id not in done), None)
            if rung:
                row = {"account_id": self.account, "subject_id": self.account, "milestone_id": rung, "at": now}
                session.add(MilestoneCompletion(**row))

    async def task(self, now: datetime) -> None:
        async with self.database.write() as session:
            await session.execute(update(Task).values(done_on=now.date()))
        owner = self.chance.choice(self.people)
        await self.add(Task(account_id=self.account, title="Open a port", due_on=now.date(), member_id=owner))

    async def report(self, now: datetime) -> None:
        number = int(now.timestamp() // 3600)
        days = {"period_from": now.date(), "period_to": now.date()}
        await self.add(ValueReport(account_id=self.account, number=number, **days, content={}, at=now))

    async def answer(self, now: datetime) -> None:
        """Somebody puts off, or dismisses, the latest nudge there is for them."""
        async with self.database.write() as session:
            query = select(Delivery.member_id, Delivery.facts).where(Delivery.member_id.is_not(None))
            letters = query.where(Delivery.channel == Channel.EMAIL)
            row = (await session.execute(letters.order_by(Delivery.created_at.desc()).limit(1))).one_or_none()
            if row and "nudge" in row.facts:
                until = self.chance.choice([None, now.date() + timedelta(days=2)])
                said = Answer(Response.SNOOZED if until else Response.DISMISSED, now, until)
                await momentum.answer_nudge(
                    session, account_id=self.account, member_id=row.member_id, key=row.facts["nudge"], answer=said
                )

    async def rest(self, now: datetime) -> None:
        """A fifth of the time the onboarding rests for three days."""
        days = {"started_on": now.date(), "expected_end_on": now.date() + timedelta(days=3)}
        days["ended_on"] = days["expected_end_on"]
        async with self.database.read() as session:
            resting = await holds.rests_until(session, account_id=self.account, today=now.date())
        if resting is None:
            await self.add(Hold(account_id=self.account, reason="Summer", **days, edited_by="Test"))

    async def add(self, row: object) -> None:
        async with self.database.write() as session:
            session.add(row)

    async def gather(self, now: datetime) -> None:
        """What happened goes into the ledger, and what one of the people is pressed for today."""
        async with self.database.write() as session:
            await happenings.gather(session, catalogue=PLAYBOOK, now=now)
            member = self.chance.choice(await members.of_account(session, account_id=self.account))
            view = await ladder.home(session, catalogue=PLAYBOOK, member=member, now=now)
            await pressing.press(session, member=member, progress=view.progress, planned=view.planned, now=now)

    async def visit(self, now: datetime) -> None:
        """One of the people looks at their ladder, and may be shown a nudge."""
        async with self.database.write() as session:
            team = await members.of_account(session, account_id=self.account)
            member = team[now.hour % len(team)]
            view = await ladder.home(session, catalogue=PLAYBOOK, member=member, now=now)
            standing = Standing(view.progress, view.run, view.profile, view.planned)
            around = await look_around(session, catalogue=PLAYBOOK, member=member, standing=standing, now=now)
            title = around.nudge.key if around.nudge else None
            await see(session, member=member, momentum=around, title=title, now=now)
            if around.nudge:
                self.seen.append((member.id, around.nudge, now))

    async def deliver(self, carrier: Carrier) -> bool:
        """The postman goes round, and comes back; where the process ends, another takes over at the next round."""
        postman = Postman(self.database, Fixed(PLAYBOOK), Office(SETTINGS, carrier), lambda: carrier.now)
        try:
            while await postman.step():
                pass
        except Killed:
            self.restarts += 1
            return False
        return True


async def team(database: Database) -> World:
    csm = await add_staff(database)
    account = await add_account(database, csm_id=csm, kickoff_on=NOW.date(), went_live_on=NOW.date())
    people = [await add_member(database, account, name=f"Person {number}") for number in range(len(ZONES))]
    channels: tuple[dict[str, Any], ...] = (
        {},
        {"milestone_reached": ["email"], "new_value_report": []},
        {"reminder_from_colleague": ["in_app"]},
    )
    quiet = ((None, None), (time(12), time(14)), (time(18), time(9)))
    chosen = {"theme": "system", "celebrations": True, "version": 1, "saved_at": NOW}
    async with database.write() as session:
        for member, zone, (begin, end), ways in zip(people, ZONES, quiet, channels, strict=True):
            own = {"time_zone": zone, "quiet_from": begin, "quiet_to": end, "channels": ways}
            session.add(MemberPreferences(account_id=account, member_id=member, **own, **chosen))
    chance = Random(26)  # noqa: S311 - repeatable, not secret
    return World(database, chance, account, people)


# Neither number of hours divides a day, so that every hour comes.
@pytest.mark.parametrize(
    ("database_url", "weeks", "hours"),
    [("sqlite", 4, 17), *(pytest.param(kind, 26, 5, marks=pytest.mark.thorough) for kind in BACKENDS)],
    indirect=["database_url"],
)
async def test_nothing_is_sent_twice_or_against_anybodys_wishes(database: Database, weeks: int, hours: int) -> None:
    world = await team(database)
    carrier = Carrier(world.chance)
    while carrier.now < NOW + timedelta(weeks=weeks):
        await world.live(carrier.now)
        await world.gather(carrier.now)
        await world.visit(carrier.now)
        await world.deliver(carrier)
        carrier.now += timedelta(hours=hours)
    while not await world.deliver(carrier):
        carrier.now += timedelta(hours=hours)
    async with database.read() as session:
        every = (await session.scalars(select(Delivery))).all()
        people = {one.id: one for one in await members.of_account(session, account_id=world.account)}
        rests = [(row.started_on, row.ended_on) for row in await holds.of_account(session, world.account)]
    ledger = [row for row in every if row.channel is Channel.EMAIL]
    assert_the_ledger_knows_what_was_shown(world, [row for row in every if row not in ledger], people, rests)
    assert_nothing_twice(carrier, ledger)
    assert_nobody_was_bothered(carrier, ledger, people)
    assert_nothing_against_wishes(carrier, ledger, people, rests)
    assert_every_reason_is_known(ledger, carrier.now)
    counted = Counter(row.reason or row.state for row in ledger)
    print(f"{len(carrier.taken)} letters, {world.restarts} restarts, {len(ledger)} happenings: {dict(counted)}")  # noqa: T201 - the numbers are the proof
    assert world.restarts > weeks // 4
    assert {State.SENT, Reason.UNWANTED, Reason.ON_HOLD, Reason.OVER} <= counted.keys()


def assert_nothing_twice(carrier: Carrier, ledger: Sequence[Delivery]) -> None:
    times = Counter(letter for _, letter in carrier.taken)
    assert set(times.values()) == {1}
    assert {row.letter for row in ledger if row.state is State.SENT} <= times.keys()
    assert {row.reason for row in ledger if row.letter in times and row.state is not State.SENT} <= {Reason.INTERRUPTED}


def assert_nobody_was_bothered(
    carrier: Carrier, ledger: Sequence[Delivery], people: dict[UUID, SignedInMember]
) -> None:
    to = {row.letter: row.member_id for row in ledger if row.letter and row.member_id}
    days: Counter[tuple[UUID, date]] = Counter()
    weeks: Counter[tuple[UUID, int, int]] = Counter()
    for at, letter in carrier.taken:
        if letter in to:
            member = people[to[letter]]
            preferences = with_a_night(member.preferences)
            assert not quiet_at(preferences, at)
            local = at.astimezone(ZoneInfo(preferences.time_zone)).date()
            days[member.id, local] += 1
            weeks[member.id, *local.isocalendar()[:2]] += 1
    assert max(days.values()) <= MEMBERS.a_day
    assert max(weeks.values()) <= MEMBERS.a_week


def assert_nothing_against_wishes(
    carrier: Carrier,
    ledger: Sequence[Delivery],
    people: dict[UUID, SignedInMember],
    rests: Sequence[tuple[date, date | None]],
) -> None:
    at = {letter: moment for moment, letter in carrier.taken}
    told: dict[UUID, list[Topic]] = defaultdict(list)
    for row in ledger:
        if row.letter in at and row.member_id:
            told[row.member_id].append(row.topic)
            # On its first day a rest may begin after the letter went out.
            resting = any(begin < at[row.letter].date() < (end or date.max) for begin, end in rests)
            assert not (resting and row.topic.urges)
    for member, topics in told.items():
        assert all(wants(people[member].preferences, OCCASIONS[topic], Channel.EMAIL) for topic in topics)


def assert_the_ledger_knows_what_was_shown(
    world: World,
    shown: Sequence[Delivery],
    people: dict[UUID, SignedInMember],
    rests: Sequence[tuple[date, date | None]],
) -> None:
    """Each nudge has one row from the first time it was shown; none was shown against anybody's wishes."""
    assert world.seen
    first: dict[tuple[UUID | None, str], datetime] = {}
    for member, nudge, at in world.seen:
        first.setdefault((member, nudge.key), at)
        preferences = people[member].preferences
        assert wants(preferences, nudge.occasion, Channel.IN_APP)
        assert not quiet_at(preferences, at)
        resting = any(begin < at.date() < (end or date.max) for begin, end in rests)
        assert not (resting and nudge.source in URGED)
    rows = {(row.member_id, row.facts["nudge"]): row for row in shown}
    assert len(rows) == len(shown)
    assert {key: row.sent_at for key, row in rows.items() if row.state is State.SENT} == first
    assert all(row.reason for row in shown if row.state is State.NOT_SENT)


def assert_every_reason_is_known(ledger: Sequence[Delivery], now: datetime) -> None:
    for row in ledger:
        assert row.state is State.SENT or row.reason or row.next_at + timedelta(hours=8) > now
        assert row.state in {State.SENT, State.NOT_SENT} or now - row.created_at < timedelta(days=9)
