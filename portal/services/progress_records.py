"""How far each of an account's people is on their ladder, for other systems."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import discovery, member_records, pins, team
from portal.domain.edits import Pin
from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue
from portal.domain.records import MemberRecord
from portal.domain.team import climb_of


class Playbook(Protocol):
    """Where the revision that an account is on is found."""

    async def of(self, session: AsyncSession, pin: Pin | None) -> Catalogue:
        """The catalogue of a pin; the live one without."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone that was reached, and when."""

    id: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MemberProgress:
    """A member's climb: what they or their account reached on their ladder, of `total` milestones."""

    member: MemberRecord
    total: int
    reached: tuple[Reached, ...]
    next: str | None


async def page(
    session: AsyncSession, *, playbook: Playbook, account_id: UUID, after: UUID | None, limit: int
) -> list[MemberProgress]:
    """The climbs of an account's members, in the fixed order of their ids."""
    members = await member_records.page(session, account_id=account_id, after=after, limit=limit)
    catalogue = await playbook.of(session, await pins.of_account(session, account_id))
    profile = await discovery.profile(session, catalogue=catalogue, account_id=account_id)
    found: dict[UUID, dict[str, datetime]] = defaultdict(dict)
    subjects = [account_id, *(member.known_id for member in members)]
    for row in await team.reached_of(session, account_id=account_id, subjects=subjects):
        found[row.subject_id][row.milestone_id] = row.at

    def climbed(member: MemberRecord) -> MemberProgress:
        theirs: Mapping[str, datetime] = found[account_id] | found[member.known_id]
        ladder = recombine(catalogue.ladders[member.role], profile, theirs)
        climb = climb_of(ladder, theirs)
        reached = [Reached(one.id, one.title, theirs[one.id]) for one in ladder.milestones if one.id in theirs]
        return MemberProgress(member, climb.total, tuple(reached), climb.now.id if climb.now else None)

    return [climbed(member) for member in members]
