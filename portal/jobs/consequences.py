"""What follows whenever something about an account was changed, or about what a CSM carries."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, guides
from portal.jobs import kinds, the_queue


async def account_changed(session: AsyncSession, account_id: UUID, now: datetime) -> None:
    """Let open pages show the change, and have the account assessed, because its verdict may move."""
    await accounts.touch(session, [account_id])
    payload = {"account_id": str(account_id)}
    await the_queue().enqueue(
        session, kind=kinds.ASSESS, payload=payload, now=now, dedupe_key=f"{kinds.ASSESS}:{account_id}"
    )


async def load_changed(session: AsyncSession, csms: Collection[UUID], now: datetime) -> None:
    """Have those accounts of these CSMs assessed that wait to begin: it depends on what their CSM carries."""
    waiting = await guides.before_kickoff(session, csms) if csms else []
    payloads = {f"{kinds.ASSESS}:{one}": {"account_id": str(one)} for one in waiting}
    await the_queue().enqueue_each(session, kind=kinds.ASSESS, payloads=payloads, now=now)
