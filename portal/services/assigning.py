"""Giving accounts to a CSM, many at once, with an eye on how many each can carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit, guides, handoffs, portfolio_rows
from portal.db.guides import Guide, Offer
from portal.db.signals import load_facts
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, Forbidden, Invalid
from portal.domain.playbook import Catalogue
from portal.domain.roles import Capability
from portal.jobs.consequences import account_changed, load_changed

WENT: Final = (
    "Meanwhile somebody gave away %(accounts)s. Nothing was changed. "
    "Whoever has them now is shown; assign again to give them away all the same."
)


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many accounts changed hands, and the CSM who has them, with how many there are now."""

    accounts: int
    guide: Guide


def may_assign(capabilities: frozenset[Capability]) -> bool:
    """Whether somebody may give accounts to CSMs."""
    return Capability.CSM_LEAD in capabilities


async def offer(session: AsyncSession, name: str = "") -> Offer:
    """Some an account can be given to: those who are called so, or those with most room."""
    return await (guides.called(session, name) if name else guides.roomiest(session))


async def assign(
    session: AsyncSession,
    *,
    catalogue: Catalogue,
    doer: Doer,
    accounts: Mapping[UUID, str],
    csm_id: UUID,
    now: datetime,
) -> Assigned:
    """Give accounts to a CSM. Nobody is refused for being full: a lead sees the numbers and decides.

    Of each account comes the name of the CSM whom the lead saw it with, empty for nobody.
    Raises Forbidden for whoever is not a lead, Invalid for a CSM there is not, and Conflict where somebody else gave
    some of them away meanwhile.
    """
    if not may_assign(doer.capabilities):
        message = "Only a CSM lead can give accounts to somebody. Ask one of them."
        raise Forbidden(message)
    names = {guide.id: guide.name for guide in await guides.every(session)}
    if csm_id not in names:
        message = "Choose one of your CSMs."
        raise Invalid(message)
    await portfolio_rows.lock(session, list(accounts))
    moved = [one for one in await guides.guided(session, accounts) if one.csm_id != csm_id]
    if went := [one.name for one in moved if (one.csm or "") != accounts[one.account_id]]:
        raise Conflict(WENT, accounts=went)
    for one in moved:
        await handoffs.keep_run(session, account_id=one.account_id, given={"csm_id": csm_id})
        act = Act("account.assigned", one.name, {"csm": one.csm}, {"csm": names[csm_id]})
        await audit.record(session, account_id=one.account_id, actor=doer.actor, act=act, now=now)
    ids = [one.account_id for one in moved]
    facts = await load_facts(session, accounts=ids, now=now, window_days=1)
    await portfolio_rows.refresh(session, facts, schedule=catalogue.lifecycle.schedule, now=now)
    for account_id in ids:
        await account_changed(session, account_id, now)
    await load_changed(session, {csm_id, *(one.csm_id for one in moved if one.csm_id)}, now)
    return Assigned(len(moved), next(guide for guide in await guides.every(session) if guide.id == csm_id))
