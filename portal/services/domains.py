"""The e-mail domains an account claims: add, prove by a record, remove."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, connections
from portal.domain.audit import Act, Actor
from portal.domain.connections import (
    DOMAIN_IN_USE,
    DOMAIN_LISTED,
    DOMAIN_TAKEN,
    MOST_DOMAINS,
    NO_DRAFT,
    NO_RECORD,
    NO_SUCH_DOMAIN,
    TOO_MANY_DOMAINS,
    Domain,
    clean_domain,
    draft_id,
)
from portal.domain.errors import Conflict, NotFound
from portal.domain.people import SignedInMember
from portal.domain.team import require_admin
from portal.identity.domains import record_value
from portal.settings import Settings


async def add(session: AsyncSession, *, member: SignedInMember, text: str, actor: Actor, now: datetime) -> str:
    """Claim a domain; answers it as it is compared. Raises Forbidden, Invalid, Conflict."""
    require_admin(member)
    domain = clean_domain(text)
    await accounts.take_turn(session, member.account_id)
    there = await connections.domains(session, member.account_id)
    if any(one.name == domain for one in there):
        raise Conflict(DOMAIN_LISTED)
    if len(there) >= MOST_DOMAINS:
        raise Conflict(TOO_MANY_DOMAINS)
    if await connections.proved_elsewhere(session, member.account_id, domain):
        raise Conflict(DOMAIN_TAKEN)
    enforced = await connections.enforced(session, member.account_id)
    connection = await connections.live(session, member.account_id) or await connections.draft(
        session, member.account_id, draft_id(member.account_id, enforced)
    )
    if connection is None:
        raise Conflict(NO_DRAFT)
    await connections.add_domain(session, connection.id, domain)
    await _record(session, member, "domain.added", domain, actor=actor, now=now)
    return domain


async def prove(
    session: AsyncSession,
    *,
    settings: Settings,
    member: SignedInMember,
    domain: str,
    records: list[str],
    actor: Actor,
    now: datetime,
) -> None:
    """Note a claimed domain as proved if its record is among those found.

    Raises Forbidden, NotFound, and Conflict where the record is not there, or another account has proved it.
    """
    require_admin(member)
    await accounts.take_turn(session, member.account_id)
    await _claimed(session, member, domain)
    if record_value(settings.secret_key.get_secret_value(), member.account_id, domain) not in records:
        raise Conflict(NO_RECORD)
    if await connections.proved_elsewhere(session, member.account_id, domain):
        raise Conflict(DOMAIN_TAKEN)
    await connections.prove_domain(session, member.account_id, domain, now)
    await _record(session, member, "domain.proved", domain, actor=actor, now=now)


async def remove(session: AsyncSession, *, member: SignedInMember, domain: str, actor: Actor, now: datetime) -> None:
    """Give a domain up. Raises Forbidden, NotFound, and Conflict for the last one that is proved."""
    require_admin(member)
    await accounts.take_turn(session, member.account_id)
    there = await connections.domains(session, member.account_id)
    await _claimed(session, member, domain)
    proved = {one.name for one in there if one.verified_at}
    if proved == {domain}:
        raise Conflict(DOMAIN_IN_USE)
    await connections.remove_domain(session, member.account_id, domain)
    await _record(session, member, "domain.removed", domain, actor=actor, now=now)


async def _claimed(session: AsyncSession, member: SignedInMember, domain: str) -> Domain:
    found = next((one for one in await connections.domains(session, member.account_id) if one.name == domain), None)
    if found is None:
        raise NotFound(NO_SUCH_DOMAIN)
    return found


async def _record(
    session: AsyncSession, member: SignedInMember, act: str, domain: str, *, actor: Actor, now: datetime
) -> None:
    await audit.record(session, account_id=member.account_id, actor=actor, act=Act(act, domain), now=now)
