"""An account's run told day by day from stored rows, and what the portal says about it on any of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from portal.db.engine import Database
from portal.db.tables import ActivityDay, DutyHolder, Handoff, Hold, Member, Stakeholder, StepCompletion, Task
from portal.domain.duties import DutyLine, recipient
from portal.domain.roles import Duty, Role
from portal.domain.timeline import Moment
from portal.services import account, duties, timeline, verdicts
from portal.services.account import AccountView
from portal.services.risk import assess
from portal.services.verdicts import Standing
from tests.catalogues import shipped
from tests.factories import add_account
from tests.onboardings import add_event

CATALOGUE = shipped()
KICKOFF = date(2026, 3, 2)


def on(day: int) -> date:
    """The day so many days after kickoff; week n begins on day (n - 1) * 7."""
    return KICKOFF + timedelta(days=day)


def at(day: int) -> datetime:
    """Noon of that day."""
    return datetime.combine(on(day), time(12), UTC)


@dataclass(frozen=True, slots=True)
class Looked:
    """What an account's page says on a day."""

    view: AccountView
    standing: Standing | None
    moments: tuple[Moment, ...]
    duties: tuple[DutyLine, ...]

    @property
    def recipient(self) -> str | None:
        """The name of whom to write to about the verdict."""
        found = recipient(self.standing.leaf.level, self.duties) if self.standing else None
        return found.name if found else None

    @property
    def leaf(self) -> str | None:
        """The id of the verdict that stands."""
        return self.standing.leaf.id if self.standing else None

    @property
    def play(self) -> str | None:
        """The id of the play it asks for."""
        return self.standing.play.id if self.standing and self.standing.play else None

    @property
    def flags(self) -> dict[str, date]:
        """The red flags on the timeline, with the day on which each first held."""
        return {moment.what: moment.at.date() for moment in self.moments if moment.kind == "red_flag"}


@dataclass(frozen=True, slots=True)
class Story:
    """One account whose people do things on days, on a frozen clock."""

    database: Database
    account_id: UUID

    async def hand_over(
        self, *names: str, hub: str | None = "https://hub.test/1", metric: str | None = "Minutes"
    ) -> None:
        """Sales hands over, with these people for the four duties; an empty name leaves its duty open."""
        async with self.database.write() as session:
            session.add(
                Handoff(
                    account_id=self.account_id,
                    received_at=at(-10),
                    deal_drivers="Fewer calls",
                    hub_url=hub,
                    success_metric=metric,
                )
            )
            for duty, name in zip(Duty, names, strict=False):
                holder = Stakeholder(id=uuid4(), account_id=self.account_id, name=name)
                session.add(holder)
                await session.flush()
                session.add(DutyHolder(account_id=self.account_id, duty=duty, stakeholder_id=holder.id))

    async def invite(self, day: int, answer: str | None = None) -> None:
        """A weekly invite goes out, and somebody answers it an hour later."""
        about = {"invite_id": f"day {day}", "title": "Weekly call"}
        async with self.database.write() as session:
            await add_event(session, self.account_id, "Meeting Invite Sent", at(day), about)
            if answer:
                name = f"Meeting Invite {answer}"
                await add_event(session, self.account_id, name, at(day) + timedelta(hours=1), about)

    async def action(self, due: int, done: int | None = None) -> None:
        """Something the customer has to do by a day, and did or didn't."""
        done_on = None if done is None else on(done)
        async with self.database.write() as session:
            session.add(Task(account_id=self.account_id, title=f"By {on(due)}", due_on=on(due), done_on=done_on))

    async def members(self, number: int, *, pilot: bool = False) -> list[UUID]:
        """People who come on the day of kickoff."""
        ids = [uuid4() for _ in range(number)]
        async with self.database.write() as session:
            session.add_all(
                Member(
                    id=one,
                    account_id=self.account_id,
                    external_id=str(one),
                    name=f"Person {place}",
                    role=Role.OPERATOR,
                    pilot=pilot,
                    created_at=at(0),
                )
                for place, one in enumerate(ids)
            )
        return ids

    async def use(self, people: list[UUID], *days: int) -> None:
        """These people work in the product on these days."""
        async with self.database.write() as session:
            session.add_all(
                ActivityDay(account_id=self.account_id, member_id=one, day=on(day), events=1)
                for one in people
                for day in days
            )

    async def tick(self, milestone: str, step: str, day: int) -> None:
        """A step of the account's is done."""
        async with self.database.write() as session:
            session.add(
                StepCompletion(
                    account_id=self.account_id,
                    subject_id=self.account_id,
                    milestone_id=milestone,
                    step_id=step,
                    at=at(day),
                    verified_at=at(day),
                )
            )

    async def pause(self, first: int, expected: int, ended: int | None = None) -> None:
        """Both clocks stop, and may run again."""
        async with self.database.write() as session:
            session.add(
                Hold(
                    account_id=self.account_id,
                    reason="A merger froze all changes.",
                    started_on=on(first),
                    expected_end_on=on(expected),
                    ended_on=None if ended is None else on(ended),
                )
            )

    async def look(self, day: int) -> Looked:
        """The account's page at noon of a day, freshly judged."""
        about: dict[str, Any] = {"catalogue": CATALOGUE, "account_id": self.account_id, "now": at(day)}
        async with self.database.write() as session:
            await assess(session, **about)
            view = await account.show(session, climbed=CATALOGUE, **about)
            standing = await verdicts.standing(session, **about)
            told = await timeline.show(session, climbed=CATALOGUE, topic=None, shown=timeline.MOST, **about)
            held = await duties.held(session, self.account_id)
        return Looked(view, standing, told.moments, held)


async def begin(database: Database, **dates: int | None) -> Story:
    """An account whose run has these dates, in days after kickoff (`kickoff_on=None`: not begun)."""
    run = {"kickoff_on": 0, "target_go_live_on": 42} | dates
    given: dict[str, Any] = {name: None if day is None else on(day) for name, day in run.items()}
    return Story(database, await add_account(database, **given))
