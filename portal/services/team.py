"""The team page: how far each role is, who climbs, what waits on whom, who guides."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account, blockers, discovery, invitations
from portal.db import team as team_rows
from portal.db.account import Holder
from portal.db.blockers import OpenBlocker
from portal.db.team import Guide
from portal.domain.invitations import Invitation
from portal.domain.people import SignedInMember
from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue
from portal.domain.profile import Profile
from portal.domain.roles import Role
from portal.domain.team import Climb, Colleague, Rung, climb_of, rungs_of

PAGE: Final = 30
MOST_INVITATIONS: Final = 50


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role's people on their ladder together."""

    role: Role
    people: int
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague and their climb."""

    colleague: Colleague
    climb: Climb


@dataclass(frozen=True, slots=True)
class PeopleView:
    """One page of an account's people: of `total` those asked for; `after` leads to the next page, None at the end."""

    people: tuple[Person, ...]
    total: int
    q: str
    after: UUID | None


@dataclass(frozen=True, slots=True)
class TeamView:
    """What the team page shows around the list of people."""

    roles: tuple[RoleView, ...]
    size: int
    blockers: tuple[OpenBlocker, ...]
    invitations: tuple[Invitation, ...]
    duties: tuple[Holder, ...]
    guide: Guide | None


async def look(session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember) -> TeamView:
    """The member's team."""
    account_id = member.account_id
    people = await team_rows.people_by_role(session, account_id)
    return TeamView(
        roles=await _roles(session, catalogue, account_id, people),
        size=people.total(),
        blockers=tuple(
            b for b in await blockers.open_in(session, account_id) if b.milestone_id in catalogue.milestones
        ),
        invitations=await open_invitations(session, member=member),
        duties=tuple(await account.holders(session, account_id)),
        guide=await team_rows.guide(session, account_id),
    )


async def people(
    session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember, q: str, after: UUID | None
) -> PeopleView:
    """One page of the member's colleagues, themselves among them, by name."""
    account_id = member.account_id
    found = await team_rows.colleagues(session, account_id=account_id, q=q, after=after, limit=PAGE + 1)
    shown = found[:PAGE]
    profile = await discovery.profile(session, catalogue=catalogue, account_id=account_id)
    climbs = await _climbs(session, catalogue, account_id, profile, shown)
    return PeopleView(
        people=tuple(Person(one, climbs[one.id]) for one in shown),
        total=await team_rows.count(session, account_id=account_id, q=q),
        q=q,
        after=shown[-1].id if len(found) > PAGE else None,
    )


async def open_invitations(session: AsyncSession, *, member: SignedInMember) -> tuple[Invitation, ...]:
    """The invitations of the member's account that nobody has accepted yet."""
    return tuple(await invitations.open_in(session, account_id=member.account_id, limit=MOST_INVITATIONS))


async def _roles(
    session: AsyncSession, catalogue: Catalogue, account_id: UUID, people: Counter[Role]
) -> tuple[RoleView, ...]:
    profile = await discovery.profile(session, catalogue=catalogue, account_id=account_id)
    reached = await team_rows.reached_by_role(session, account_id)
    shared = {
        row.milestone_id for row in await team_rows.reached_of(session, account_id=account_id, subjects=[account_id])
    }
    return tuple(
        RoleView(
            role,
            people[role],
            rungs_of(recombine(catalogue.ladders[role], profile, shared), people[role], reached[role], shared),
        )
        for role in Role
        if people[role]
    )


async def _climbs(
    session: AsyncSession, catalogue: Catalogue, account_id: UUID, profile: Profile, shown: Sequence[Colleague]
) -> dict[UUID, Climb]:
    subjects = [account_id, *(one.id for one in shown)]
    reached: dict[UUID, dict[str, datetime]] = defaultdict(dict)
    for row in await team_rows.reached_of(session, account_id=account_id, subjects=subjects):
        reached[row.subject_id][row.milestone_id] = row.at
    climbs = {}
    for one in shown:
        theirs = reached[account_id] | reached[one.id]
        climbs[one.id] = climb_of(recombine(catalogue.ladders[one.role], profile, theirs), theirs)
    return climbs
