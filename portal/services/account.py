"""One account: who it is, where its run stands, what the playbook says about it now, and who its people are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account as account_rows
from portal.db import discovery, runs
from portal.db.account import Header, Person, Reached
from portal.domain import lifecycle
from portal.domain.errors import NotFound
from portal.domain.guidance import Guidance, guidance
from portal.domain.lifecycle import Onboarding, Phase, Touchpoint
from portal.domain.people import initials
from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue
from portal.domain.profile import Profile
from portal.domain.roles import Role


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A member and how far they are on the ladder of their role."""

    id: UUID
    name: str
    initials: str
    role: Role
    pilot: bool
    done: int
    total: int
    last_active_on: date | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """What an account's page shows of the account itself; every section beside it has a service of its own."""

    header: Header
    onboarding: Onboarding
    today: date
    phase: Phase
    week: int | None
    stations: tuple[Touchpoint, ...]
    next: Touchpoint | None
    guidance: Guidance
    people: tuple[PersonLine, ...]


async def header(session: AsyncSession, account_id: UUID) -> Header:
    """What an account is called, how large it is, and who guides it. Raises NotFound for an unknown id."""
    found = await account_rows.header(session, account_id)
    if found is None:
        message = "There is no account at this address. The portfolio lists every account there is."
        raise NotFound(message)
    return found


async def show(
    session: AsyncSession, *, catalogue: Catalogue, climbed: Catalogue, account_id: UUID, now: datetime
) -> AccountView:
    """What is stored about an account: its climb on the revision it `climbed` on, the rest on the live one.

    Raises NotFound for an unknown id.
    """
    about = await header(session, account_id)
    today = now.astimezone(UTC).date()
    run = (await runs.load_runs(session, accounts=[account_id], now=now))[account_id]
    profile = await discovery.profile(session, catalogue=climbed, account_id=account_id)
    people, reached = await account_rows.people(session, account_id), await account_rows.reached(session, account_id)
    return AccountView(
        header=about,
        onboarding=run.onboarding,
        today=today,
        phase=lifecycle.phase(run.onboarding, today),
        week=lifecycle.week(run.onboarding, today),
        stations=lifecycle.journey(run.onboarding, catalogue.lifecycle.schedule, today),
        next=lifecycle.next_touchpoint(run.onboarding, catalogue.lifecycle.schedule, today),
        guidance=guidance(catalogue.lifecycle, run.onboarding, run.pilot_started_on, today),
        people=_people(climbed, account_id, profile, people, reached),
    )


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
        line = PersonLine(
            id=person.id,
            name=person.name,
            initials=initials(person.name),
            role=person.role,
            pilot=person.pilot,
            done=len(done & ids),
            total=len(ids),
            last_active_on=person.last_active_on,
        )
        lines.append(line)
    return tuple(lines)
