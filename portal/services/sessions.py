"""Staying signed in, and signing out: here, at the provider, and by word of the provider."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import browsers, identity, sessions
from portal.db.engine import Database
from portal.domain.errors import Forbidden
from portal.domain.people import SignedIn, SignedInMember
from portal.identity import oidc
from portal.identity.opaque import hash_token
from portal.identity.outbound import FetchFailed, Outbound
from portal.identity.registration import id_tokens, registration
from portal.identity.sealing import Unsealable
from portal.identity.tokens import LEEWAY, OLDEST, Rejected
from portal.settings import Settings

log = structlog.get_logger()

IDLE_TIME: Final = timedelta(hours=12)
SEEN_EVERY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser a member is signed in with, by the name it gave itself; `this` is the one that asks."""

    agent: str | None
    since: datetime
    seen_at: datetime
    this: bool


async def who(database: Database, *, token: str, now: datetime) -> SignedIn | None:
    """Whose session a cookie's token is, or None where it has expired, idled out, or was ended."""
    token_hash = hash_token(token)
    async with database.read() as session:
        live = await sessions.find(session, token_hash, now=now, idle_since=now - IDLE_TIME)
    if live is None:
        return None
    if now - live.seen_at > SEEN_EVERY:
        async with database.write() as session:
            await sessions.see(session, token_hash, now=now)
    return live.who


async def signed_in_browsers(
    session: AsyncSession, *, member: SignedInMember, token: str, now: datetime
) -> tuple[Browser, ...]:
    """The browsers a member is signed in with, the one of the token first."""
    rows = await browsers.signed_in(
        session, account_id=member.account_id, member_id=member.id, now=now, idle_since=now - IDLE_TIME
    )
    own = hash_token(token)
    found = (Browser(row.agent, row.created_at, row.seen_at, row.token_hash == own) for row in rows)
    return tuple(sorted(found, key=lambda browser: not browser.this))


async def sign_out_others(session: AsyncSession, *, member: SignedInMember, token: str) -> None:
    """End every session of a member but the token's."""
    await browsers.sign_out_others(session, member_id=member.id, token_hash=hash_token(token))


async def sign_out(
    database: Database, outbound: Outbound, *, settings: Settings, token: str, now: datetime
) -> str | None:
    """End a session. Answers where to sign out of the provider too, or None where it has no such place."""
    async with database.write() as session:
        ended = await sessions.end(session, hash_token(token))
        row = await identity.connection(session, ended.connection_id) if ended else None
    if ended is None or row is None:
        return None
    secret_key = settings.secret_key.get_secret_value()
    try:
        return await oidc.end_session_url(
            outbound,
            registration(row, secret_key=secret_key, base_url=settings.base_url),
            id_tokens(secret_key).unseal(ended.id_token),
            back_to=f"{settings.base_url}/login",
            now=now,
        )
    except (FetchFailed, Rejected, Unsealable) as error:
        log.warning("provider_logout_unavailable", connection=str(row.id), reason=repr(error))
        return None


async def back_channel_logout(
    database: Database, outbound: Outbound, *, settings: Settings, connection_id: UUID, token: str, now: datetime
) -> None:
    """End the sessions that a provider's logout token names. Each token works once.

    Raises Rejected, FetchFailed, and Forbidden for a connection that is not enabled.
    """
    async with database.read() as session:
        row = await identity.connection(session, connection_id)
    if row is None:
        message = "There is no such connection."
        raise Forbidden(message)
    registered = registration(row, secret_key=settings.secret_key.get_secret_value(), base_url=settings.base_url)
    logout = await oidc.read_logout(outbound, registered, token, now=now)
    async with database.write() as session:
        await sessions.forget_logout_tokens(session, now)
        # A token older than this is refused by its age, so its number need not be remembered longer.
        until = now + OLDEST + 2 * LEEWAY
        if not await sessions.use_logout_token(session, connection_id, logout.jti, expires_at=until):
            message = "the logout token was used before"
            raise Rejected(message)
        await sessions.end_by_provider(session, connection_id, sub=logout.sub, sid=logout.sid)
