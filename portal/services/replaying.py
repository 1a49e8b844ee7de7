"""Rebuilding what events add up to, account by account."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal import ingest
from portal.content.live import LivePlaybook
from portal.db import accounts, activity, pins, recounts, unrolled
from portal.domain.errors import NotFound
from portal.jobs import kinds, the_queue


async def chosen(session: AsyncSession, *, reference: str | None, since: datetime | None) -> Sequence[UUID]:
    """The accounts to replay: the one of an id, here or in the product, and those with events received since a moment.

    Without either, every account that has events. Raises NotFound.
    """
    if reference is None:
        return await recounts.with_events(session, since=since, account_id=None)
    account_id = await accounts.find(session, reference)
    if account_id is None:
        message = f"There is no account {reference}. Name it by its id, here or in your product."
        raise NotFound(message)
    return await recounts.with_events(session, since=since, account_id=account_id)


async def replay(session: AsyncSession, *, playbook: LivePlaybook, account_id: UUID, now: datetime) -> int:
    """Rebuild what an account's events add up to, which is progress, use and first touches; how many there are.

    Its verdict and its numbers follow by jobs.
    """
    pin = await pins.of_account(session, account_id)
    catalogue = await playbook.revision(session, pin.revision if pin else None)
    replayed = await ingest.replay(session, catalogue, account_id=account_id)
    await unrolled.alone(session)
    await activity.recount(session, account_id=account_id, names=playbook.current.use_events)
    payload = {"account_id": str(account_id)}
    for kind in (kinds.ASSESS, kinds.TAKE_STOCK):
        await the_queue().enqueue(session, kind=kind, payload=payload, now=now, dedupe_key=f"{kind}:{account_id}")
    return replayed
