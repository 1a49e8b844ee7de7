"""Colleagues whom the demo's members have asked to join, and who have not answered yet."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from portal.demo.doings import Doing
from portal.demo.story.companies import WELL_KNOWN
from portal.demo.story.people import DemoMember, address
from portal.demo.story.plan import AccountPlan
from portal.domain.audit import actor_of
from portal.domain.people import SignedInMember
from portal.domain.roles import Role
from portal.services import invitations

GUESTS = (("Bram Jansen", Role.POWER_USER, 1, 16), ("Hanna Vogt", Role.OPERATOR, 0, 2))
"""Who was asked, in which role, by which of the first account's members, how many days ago; the first is over."""


def invited(plans: Sequence[AccountPlan], now: datetime) -> Iterator[Doing]:
    """Members of the first account invite colleagues."""
    for plan in plans:
        if plan.company is WELL_KNOWN[0]:
            for name, role, by, days in GUESTS:
                member = _signed_in(plan, plan.members[by])
                yield _invited(member, address(name, plan.company), role, now - timedelta(days=days))


def _invited(member: SignedInMember, email: str, role: Role, at: datetime) -> Doing:
    async def invite(session: AsyncSession) -> None:
        await invitations.invite(session, member=member, email=email, role=role, actor=actor_of(member), now=at)

    return Doing(at, invite)


def _signed_in(plan: AccountPlan, member: DemoMember) -> SignedInMember:
    return SignedInMember(member.id, plan.id, plan.company.name, member.name, member.email, member.role)
