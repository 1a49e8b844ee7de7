"""Letting in whom a provider stands by: as a member or one of the staff, in a role, with a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, identity, invitations, sessions, sign_ins
from portal.db.identity import ConnectionRow, StateRow
from portal.db.sign_ins import MemberRow
from portal.domain.admission import (
    NO_CAPABILITY,
    NOT_INVITED,
    NOT_OPEN,
    OTHER_ADDRESS,
    SWITCHED_OFF,
    TAKEN,
    role_at_sign_in,
)
from portal.domain.audit import Act, Actor, ActorKind
from portal.domain.errors import Forbidden, Gone
from portal.domain.invitations import REFUSALS, Invitation, Standing, require_pending
from portal.domain.roles import Role
from portal.identity.opaque import hash_token, new_token
from portal.identity.person import Person
from portal.identity.redirects import HOME
from portal.identity.registration import id_tokens
from portal.identity.roles import capabilities_from, role_from
from portal.settings import Settings

SESSION_TIME: Final = timedelta(days=7)
STAFF_HOME: Final = "/internal/"
WELCOME: Final = "/welcome"


@dataclass(frozen=True, slots=True)
class Browser:
    """The browser that came back: what it calls itself, and the token of the session it had."""

    agent: str | None
    old_session: str | None


@dataclass(frozen=True, slots=True)
class Finished:
    """Somebody has signed in: the token of their session, and the page they wanted."""

    token: str
    next: str


async def admit(
    session: AsyncSession,
    *,
    settings: Settings,
    connection: ConnectionRow,
    begun: StateRow,
    person: Person,
    id_token: str,
    browser: Browser,
    now: datetime,
) -> Finished:
    """Open a session for somebody the provider stands by; the browser's old session ends.

    Raises Forbidden for somebody who may not come in, and Gone for an invitation that does not hold any more.
    """
    if not connection.enforced:
        raise Forbidden(NOT_OPEN)
    who = await _who(session, connection, begun, person, now)
    if browser.old_session:
        await sessions.end(session, hash_token(browser.old_session))
    token = new_token()
    sealed = id_tokens(settings.secret_key.get_secret_value()).seal(id_token, now)
    times = {"created_at": now, "seen_at": now, "expires_at": now + SESSION_TIME}
    identified = {"connection_id": connection.id, "subject": person.sub, "sid": person.sid}
    kept = {"token_hash": hash_token(token), "id_token": sealed, "agent": browser.agent}
    await sessions.add(session, {**kept, **identified, **who, **times})
    return Finished(token, await _landing(session, begun.next, connection.account_id, who, now))


async def _who(
    session: AsyncSession, row: ConnectionRow, begun: StateRow, person: Person, now: datetime
) -> dict[str, UUID]:
    """Whose session it becomes, as a column and an id. Raises Forbidden, Gone."""
    if row.account_id is None:
        return {"staff_id": await _staff(session, row, person, now)}
    invitation = await invitations.by_id(session, begun.invitation_id) if begun.invitation_id else None
    known = await _member(session, row, row.account_id, person, invitation=invitation, now=now)
    if invitation:
        await _accept(session, invitation, known, person, now)
    return {"member_id": known}


async def _member(
    session: AsyncSession,
    row: ConnectionRow,
    account_id: UUID,
    person: Person,
    *,
    invitation: Invitation | None,
    now: datetime,
) -> UUID:
    if invitation and (person.email or "").lower() != invitation.email.lower():
        raise Forbidden(OTHER_ADDRESS)
    known = await sign_ins.member(session, row.id, person.sub)
    if known is None:
        known = await _join(session, row.id, account_id, person, invited=invitation is not None, now=now)
    if known.disabled:
        raise Forbidden(SWITCHED_OFF)
    role, source = role_at_sign_in(
        role_from(person.groups, row.groups, None),
        invitation.role if invitation else known.given_role,
        Role(row.default_role) if row.default_role else None,
    )
    named = {"name": person.name} if person.name else {}
    await sign_ins.change_member(session, account_id, known.id, {"role": role, "role_source": source, **named})
    return known.id


async def _join(
    session: AsyncSession, connection_id: UUID, account_id: UUID, person: Person, *, invited: bool, now: datetime
) -> MemberRow:
    """Link the account's member with this e-mail, or make a new one.

    Only somebody who is invited, or whose address is in a domain the account has proved. Raises Forbidden.
    """
    if not person.email or not person.domain:
        raise Forbidden(NOT_INVITED)
    if not invited and not await identity.has_proved_domain(session, connection_id, person.domain):
        raise Forbidden(NOT_INVITED)
    if found := await sign_ins.unlinked_member(session, account_id, person.email):
        await sign_ins.link_member(session, account_id, found.id, connection_id, person.sub)
    else:
        values = {
            "account_id": account_id,
            "connection_id": connection_id,
            "subject": person.sub,
            "email": person.email,
            "name": person.name or person.email,
            "created_at": now,
        }
        await sign_ins.add_member(session, values)
    await accounts.touch(session, [account_id])
    known = await sign_ins.member(session, connection_id, person.sub)
    if known is None:
        raise Forbidden(NOT_INVITED)
    return known


async def _accept(
    session: AsyncSession, invitation: Invitation, member_id: UUID, person: Person, now: datetime
) -> None:
    """Use the invitation up. Raises Gone where it does not hold any more, or somebody else was faster."""
    require_pending(invitation, now)
    account_id = invitation.account_id
    used = await invitations.accept(
        session, account_id=account_id, invitation_id=invitation.id, member_id=member_id, now=now
    )
    if not used:
        raise Gone(REFUSALS[Standing.ACCEPTED])
    actor = Actor(ActorKind.MEMBER, member_id, person.name or invitation.email)
    act = Act("invitation.accepted", invitation.email, after={"role": invitation.role})
    await audit.record(session, account_id=account_id, actor=actor, act=act, now=now)


async def _staff(session: AsyncSession, row: ConnectionRow, person: Person, now: datetime) -> UUID:
    capabilities = capabilities_from(person.groups, row.groups)
    if not capabilities or not person.email:
        raise Forbidden(NO_CAPABILITY)
    words = sorted(capabilities)
    known = await sign_ins.staff(session, row.id, person.sub)
    if known is None:
        if found := await sign_ins.unlinked_staff(session, person.email):
            await sign_ins.link_staff(session, found.id, row.id, person.sub)
        else:
            identified = {"connection_id": row.id, "subject": person.sub, "email": person.email}
            shown = {"name": person.name or person.email, "capabilities": words, "created_at": now}
            await sign_ins.add_staff(session, {"id": uuid4(), **identified, **shown})
        known = await sign_ins.staff(session, row.id, person.sub)
    if known is None:
        raise Forbidden(TAKEN)
    if known.disabled:
        raise Forbidden(SWITCHED_OFF)
    named = {"name": person.name} if person.name else {}
    await sign_ins.change_staff(session, known.id, {"capabilities": words, **named})
    return known.id


async def _landing(
    session: AsyncSession, wanted: str, account_id: UUID | None, who: Mapping[str, UUID], now: datetime
) -> str:
    """The wanted page where it is one for this kind of person, else their start page; newcomers are welcomed once."""
    internal = wanted.startswith("/internal")
    if account_id is None:
        return wanted if internal else STAFF_HOME
    if wanted != HOME and not internal:
        return wanted
    return WELCOME if await sign_ins.welcome(session, account_id, who["member_id"], now) else HOME
