"""Counting stored events afresh, for an account whose milestones end otherwise than they did."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import recounts
from portal.domain.playbook import Catalogue, Scope
from portal.ingest.project import bring_up_to_date
from portal.ingest.settle import Happening, find_news
from portal.ingest.standing import Standing
from portal.ingest.verified import Verified


async def recount(
    session: AsyncSession,
    catalogue: Catalogue,
    *,
    account_id: UUID,
    milestones: Collection[str],
    now: datetime | None = None,
) -> None:
    """Count what an account's people did towards these milestones of the catalogue, and complete what is fulfilled.

    The caller holds the lock of the account. What was ticked or reached before stays so, whatever the events say.
    Other systems hear of what was reached at `now`, where it is given.
    """
    if not milestones:
        return
    await recounts.forget_counts(session, account_id, milestones)
    names = {event for event, rules in catalogue.rules.items() if any(one.milestone.id in milestones for one in rules)}
    events = [
        Happening(row.id, row.account_id, row.member_id, row.name, row.at, row.properties, own=False)
        for row in await recounts.events(session, account_id, names)
    ]
    nothing = Verified()
    news = [one for one in find_news(catalogue, events, nothing) if one.milestone.id in milestones]
    begun = [
        Standing(account_id, subject, catalogue.milestones[one])
        for subject, one in await recounts.begun(session, account_id, milestones)
        if (subject == account_id) == (catalogue.milestones[one].scope is Scope.ACCOUNT)
    ]
    await bring_up_to_date(session, [], news, begun, verified=nothing, now=now)
