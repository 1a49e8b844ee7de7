"""A member's ladder inside the vendor's product: tokens for it, and whom a token lets in."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import members
from portal.domain.errors import NotFound, Unauthenticated
from portal.domain.people import SignedInMember
from portal.domain.preferences import Theme
from portal.identity import embedding
from portal.identity.embedding import LIFETIME, EmbedToken
from portal.identity.tokens import Rejected
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class Issued:
    """A token, and when it ends."""

    token: str
    expires_at: datetime


async def issue(
    session: AsyncSession,
    *,
    settings: Settings,
    account: str,
    member: str,
    theme: Theme | None,
    language: str | None,
    now: datetime,
) -> Issued:
    """A token for one member, who is named by the ids of the vendor's product. Raises NotFound."""
    found = await members.by_external_ids(session, account=account, member=member)
    if found is None:
        message = "The portal knows no such member: send an identify and a group call for them first."
        raise NotFound(message)
    token = EmbedToken(*found, theme, language)
    return Issued(embedding.sign(settings.secret_key.get_secret_value(), token, now), now + LIFETIME)


async def member_of(session: AsyncSession, *, settings: Settings, token: str, now: datetime) -> SignedInMember:
    """The member a token lets in, with the looks and the language it asks for. Raises Unauthenticated."""
    try:
        opened = embedding.read(settings.secret_key.get_secret_value(), token, now)
    except Rejected as error:
        raise Unauthenticated(str(error)) from error
    member = await members.find(session, account_id=opened.account_id, member_id=opened.member_id)
    if member is None:
        message = "this member has left"
        raise Unauthenticated(message)
    own = member.preferences
    preferences = replace(own, theme=opened.theme or own.theme, language=opened.language or own.language)
    return replace(member, preferences=preferences)
