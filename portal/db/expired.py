"""Removing what has ended: sign-ins, browser sessions, used logout tokens, copies of what is known, webhooks."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import outbox, privacy
from portal.db.tables import BrowserSession, LoginState, LogoutToken
from portal.domain.webhooks import KEPT


async def purge(session: AsyncSession, *, now: datetime) -> None:
    """Delete what expired before `now`."""
    for table in (LoginState, BrowserSession, LogoutToken):
        await session.execute(delete(table).where(table.expires_at < now))
    await privacy.drop_copies(session, now=now)
    await outbox.forget(session, before=now - KEPT)
