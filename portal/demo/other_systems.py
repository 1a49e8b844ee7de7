"""What comes from elsewhere besides the product: the vendor's CRM, whose key was rotated a week ago."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.identity.keys import parse
from portal.services import keys

SCOPES: Final = ("accounts:read", "accounts:write", "handoffs:read", "handoffs:write")
"""What the CRM needs to keep accounts in step."""


async def connect_crm(session: AsyncSession, now: datetime) -> None:
    """Make the CRM's key, and the successor it is moving to. Nobody keeps either: the CRM is not a part of the demo."""
    made = now - timedelta(weeks=12)
    old = parse(await keys.create(session, label="CRM sync", source=None, scopes=SCOPES, now=made))
    replaced = old.id if old else None
    rotated = now - timedelta(weeks=1)
    await keys.create(session, label="CRM sync", source=None, scopes=SCOPES, now=rotated, replaces=replaced)
