"""The people of one demo account: members of its portal, stakeholders, and who has which duty."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from portal.demo.story.companies import Company, slug
from portal.demo.story.names import draw_names
from portal.demo.story.situations import Situation
from portal.domain.roles import Duty, Role

WORKDAYS = 5
LEADERS = (Role.ADMIN, Role.POWER_USER, Role.OPERATOR)
TITLES = ("Operations lead", "Chief operating officer", "IT manager", "Head of planning")
NOT_A_NAME = {Duty.DRIVES: "Head of Operations", Duty.UNBLOCKS: "IT team"}
"""What sales wrote down where nobody was named."""

HALDEN = ("Priya Raman", "Jonas Weber", "Mei Tanaka", "Elif Arslan")
NEWCOMERS = ("Sam Okoro", "Noor de Wit")
"""Operators of the first account who have not begun."""


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A member. `leader` climbs first for their role; a `fresh` one has done nothing yet."""

    id: UUID
    external_id: str
    name: str
    email: str
    role: Role
    pilot: bool
    leader: bool
    fresh: bool
    weekday: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DemoStakeholder:
    """A person at the customer who was named in the handoff."""

    id: UUID
    name: str
    title: str
    email: str | None
    duty: Duty


def address(name: str, company: Company) -> str:
    """Somebody's e-mail address at their company."""
    return f"{slug(name, '.')}@{company.domain}"


def draw_id(random: Random) -> UUID:
    """A random id that the same seed draws again."""
    return UUID(int=random.getrandbits(128), version=4)


def members_of(
    random: Random, company: Company, situation: Situation, joined: datetime, now: datetime
) -> tuple[DemoMember, ...]:
    """An account's members; one of each role leads, the first company has people with a story."""
    story = HALDEN if company.slug == "halden-freight" else ()
    number = random.randint(*situation.members)
    names = (*story, *draw_names(random, number - len(story), frozenset(story)))
    members = [
        _member(random, company, situation, place=place, name=name, joined=joined) for place, name in enumerate(names)
    ]
    if story:
        members += [_newcomer(random, company, number + more, name, now) for more, name in enumerate(NEWCOMERS)]
    return tuple(members)


def _member(
    random: Random, company: Company, situation: Situation, *, place: int, name: str, joined: datetime
) -> DemoMember:
    leader = place < len(LEADERS)
    role = LEADERS[place] if leader else random.choices(LEADERS, (1, 3, 6))[0]
    return DemoMember(
        id=draw_id(random),
        external_id=external_id(company, place),
        name=name,
        email=address(name, company),
        role=role,
        pilot=situation.has_pilot and role is not Role.ADMIN and place <= situation.members[1] * 3 // 4,
        leader=leader,
        fresh=False,
        weekday=random.randrange(WORKDAYS),
        created_at=joined + timedelta(hours=place * (5 if leader else 29)),
    )


def _newcomer(random: Random, company: Company, place: int, name: str, now: datetime) -> DemoMember:
    return DemoMember(
        id=draw_id(random),
        external_id=external_id(company, place),
        name=name,
        email=address(name, company),
        role=Role.OPERATOR,
        pilot=False,
        leader=False,
        fresh=True,
        weekday=0,
        created_at=now,
    )


def external_id(company: Company, place: int) -> str:
    """A member's id in the vendor's product."""
    return f"{company.slug}-{place + 1:02}"


def stakeholders_of(
    random: Random, company: Company, situation: Situation, members: tuple[DemoMember, ...]
) -> tuple[DemoStakeholder, ...]:
    """Who has which duty. Two are members; before kickoff, one that nobody has is written as a role."""
    if not situation.handoff:
        return ()
    outside = draw_names(random, 2, frozenset(member.name for member in members))
    named = {
        Duty.ATTENDS: members[1].name,
        Duty.ESCALATES: outside[0],
        Duty.UNBLOCKS: outside[1],
        Duty.DRIVES: members[0].name,
    }
    return tuple(
        _stakeholder(random, company, duty, name, title)
        if duty not in situation.unnamed
        else DemoStakeholder(draw_id(random), NOT_A_NAME[duty], "As sales wrote it", None, duty)
        for (duty, name), title in zip(named.items(), TITLES, strict=True)
        if duty not in situation.unnamed or situation.before_kickoff
    )


def _stakeholder(random: Random, company: Company, duty: Duty, name: str, title: str) -> DemoStakeholder:
    return DemoStakeholder(draw_id(random), name, title, address(name, company), duty)
