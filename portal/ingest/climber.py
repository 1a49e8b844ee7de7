"""A member at one milestone of their ladder, and what they do there: each act is an event, taken in like any other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import discovery, progress
from portal.domain.errors import NotFound
from portal.domain.people import SignedInMember
from portal.domain.personal import personal_ladder
from portal.domain.playbook import Catalogue, Milestone
from portal.domain.progress import MilestoneProgress, climb
from portal.ingest.intake import record


@dataclass(frozen=True, slots=True)
class Climber:
    """A member at one milestone of their ladder, as it stands at a moment."""

    catalogue: Catalogue
    member: SignedInMember
    at: MilestoneProgress
    now: datetime

    @property
    def milestone(self) -> Milestone:
        """The milestone they are at."""
        return self.at.milestone


async def find_climber(
    session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember, milestone_id: str, now: datetime
) -> Climber:
    """The member at a milestone. Raises NotFound where it is not on their ladder."""
    facts = await progress.member_facts(session, catalogue=catalogue, account_id=member.account_id, member_id=member.id)
    profile = await discovery.profile(session, catalogue=catalogue, account_id=member.account_id)
    own = personal_ladder(catalogue, catalogue.ladders[member.role], profile, facts)
    found = climb(own, facts, now.date()).find(milestone_id)
    if found is None:
        message = "This milestone is not on your ladder. Your ladder shows the ones that are."
        raise NotFound(message)
    return Climber(catalogue, member, found, now)


async def act(session: AsyncSession, climber: Climber, name: str, **properties: Any) -> None:  # noqa: ANN401 - any JSON
    """Store what the member does at the milestone as an event of the portal itself."""
    await record(
        session,
        catalogue=climber.catalogue,
        account_id=climber.member.account_id,
        member_id=climber.member.id,
        name=name,
        properties={"milestone": climber.milestone.id, **properties},
        now=climber.now,
    )
