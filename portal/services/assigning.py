"""Giving accounts to a CSM, many at once, with an eye on how many each can carry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit, guides, handoffs, portfolio_rows
from portal.db.guides import Guide
from portal.db.signals import load_facts
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Forbidden, Invalid
from portal.domain.playbook import Catalogue
from portal.domain.roles import Capability
from portal.jobs.consequences import account_changed, load_changed


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many accounts changed hands, and the CSM who has them, with how many there are now."""

    accounts: int
    guide: Guide


def may_assign(capabilities: frozenset[Capability]) -> bool:
    """Whether somebody may give accounts to CSMs."""
    return Capability.CSM_LEAD in capabilities


async def choices(session: AsyncSession) -> list[Guide]:
    """Everybody an account can be given to."""
    return await guides.roomiest(session)


async def assign(
    session: AsyncSession,
    *,
    catalogue: Catalogue,
    doer: Doer,
    accounts: Sequence[UUID],
    csm_id: UUID,
    now: datetime,
) -> Assigned:
    """Give accounts to a CSM. Nobody is refused for being full: a lead sees the numbers and decides.

    Raises Forbidden for whoever is not a lead, and Invalid for a CSM there is not.
    """
    if not may_assign(doer.capabilities):
        message = "Only a CSM lead can give accounts to somebody. Ask one of them."
        raise Forbidden(message)
    names = {guide.id: guide.name for guide in await guides.every(session)}
    if csm_id not in names:
        message = "Choose one of your CSMs."
        raise Invalid(message)
    await portfolio_rows.lock(session, accounts)
    moved = [one for one in await guides.guided(session, accounts) if one.csm_id != csm_id]
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
