"""Putting into the ledger what somebody did on a page, and waits for."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit, deliveries
from portal.domain.audit import Act
from portal.domain.deliveries import Audience, News, Recipient, Topic
from portal.domain.doers import Doer
from portal.domain.invitations import Invitation
from portal.domain.people import SignedInStaff


async def invited(session: AsyncSession, *, invitation: Invitation, sealed: str, now: datetime) -> None:
    """Somebody invited a colleague; `sealed` is the token of the link, which nobody can read in the ledger."""
    facts = {
        "invitation_id": str(invitation.id),
        "account": invitation.account_name,
        "by": invitation.by_name,
        "role": invitation.role,
        "expires_at": invitation.expires_at.isoformat(),
        "sealed": sealed,
    }
    to = Recipient(Audience.ADDRESS, None, invitation.email)
    news = News(f"invitation:{invitation.id}", Topic.INVITATION, invitation.account_id, to, facts)
    await deliveries.add(session, [news], now=now)


async def tested(session: AsyncSession, *, doer: Doer, staff: SignedInStaff, now: datetime) -> None:
    """An owner wants to see that letters arrive, and gets one. Raises Forbidden."""
    doer.require_owner()
    to = Recipient(Audience.STAFF, staff.id, staff.email)
    news = News(f"test:{staff.id}:{now.isoformat()}", Topic.TEST, None, to, {})
    await deliveries.add(session, [news], now=now)
    await audit.record(session, account_id=None, actor=doer.actor, act=Act("delivery.tested", staff.email), now=now)
