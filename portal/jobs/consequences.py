"""What follows whenever something about an account was changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts
from portal.jobs import QUEUE, kinds


async def account_changed(session: AsyncSession, account_id: UUID, now: datetime) -> None:
    """Let open pages show the change, and have the account assessed, because its verdict may move."""
    await accounts.touch(session, [account_id])
    payload = {"account_id": str(account_id)}
    await QUEUE.enqueue(session, kind=kinds.ASSESS, payload=payload, now=now, dedupe_key=f"{kinds.ASSESS}:{account_id}")
