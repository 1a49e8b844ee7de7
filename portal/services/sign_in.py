"""The way to the identity provider and back: from an e-mail address to a person the provider stands by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import identity, invitations
from portal.db.engine import Database
from portal.db.identity import ConnectionRow, StateRow
from portal.domain.admission import NOT_OPEN
from portal.domain.errors import Forbidden, Gone
from portal.domain.invitations import REFUSALS, Invitation, Standing, require_pending
from portal.domain.people import SignedInMember
from portal.domain.roles import Role
from portal.identity import oidc
from portal.identity.opaque import hash_token, new_token
from portal.identity.outbound import Outbound
from portal.identity.person import Person, domain_of, person_from
from portal.identity.redirects import local_path
from portal.identity.registration import registration
from portal.identity.tickets import TICKET_TIME, Ticket, open_ticket, seal_ticket
from portal.identity.tokens import Rejected
from portal.settings import Settings

SIGN_IN_TIME: Final = TICKET_TIME
STATE_COOKIE: Final = "__Host-login-"


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in under way: where the browser goes, and the cookie that ties it to this browser."""

    url: str
    cookie: str
    browser: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A provider has answered: about whom, by which connection, and what the sign-in was begun with."""

    connection: ConnectionRow
    begun: StateRow
    person: Person
    id_token: str


@dataclass(frozen=True, slots=True)
class _Errand:
    """What a sign-in is begun for: the page wanted, the address typed, the invitation followed."""

    next: str
    email: str | None = None
    invitation_id: UUID | None = None


def begin(*, settings: Settings, email: str, next_path: str, now: datetime, invitation: str | None = None) -> str:
    """A ticket for `start`. Nothing is looked up, so the answer is the same for every address.

    `invitation` is the token of the invitation that somebody follows.
    """
    return seal_ticket(_key(settings), Ticket(email, local_path(next_path), invitation), now)


async def start(
    database: Database,
    outbound: Outbound,
    *,
    settings: Settings,
    ticket: str | None,
    next_path: str,
    now: datetime,
) -> Started:
    """Send a browser to the provider of the ticket's e-mail, or of the staff where there is no ticket.

    Raises Forbidden for an address nobody here knows, Gone for an invitation that does not hold any more,
    Rejected, FetchFailed.
    """
    opened = open_ticket(_key(settings), ticket, now) if ticket else None
    async with database.read() as session:
        invitation = await _invitation_of(session, opened, now)
        row = await _connection_for(session, opened, invitation)
    if row is None:
        raise Forbidden(NOT_OPEN)
    errand = _Errand(local_path(next_path))
    if opened:
        errand = _Errand(opened.next, opened.email, invitation.id if invitation else None)
    return await _send(database, outbound, settings=settings, row=row, errand=errand, now=now)


async def start_trial(
    database: Database,
    outbound: Outbound,
    *,
    settings: Settings,
    member: SignedInMember,
    connection_id: UUID,
    next_path: str,
    now: datetime,
) -> Started:
    """Send an admin to the provider of a connection that is being set up. Raises Forbidden, Rejected, FetchFailed."""
    async with database.read() as session:
        row = await identity.connection(session, connection_id)
    if row is None or row.account_id != member.account_id or row.enforced or member.role is not Role.ADMIN:
        raise Forbidden(NOT_OPEN)
    errand = _Errand(next_path, member.email)
    return await _send(database, outbound, settings=settings, row=row, errand=errand, now=now)


async def is_prepared(database: Database, connection_id: UUID) -> bool:
    """Whether a connection is being set up, so that signing in by it is only a trial."""
    async with database.read() as session:
        row = await identity.connection(session, connection_id)
    return row is not None and not row.enforced


def state_cookie(state: str) -> str:
    """The cookie of one sign-in under way; each has its own, so that two tabs do not disturb each other."""
    return f"{STATE_COOKIE}{hash_token(state)[:16]}"


async def come_back(
    database: Database,
    outbound: Outbound,
    *,
    settings: Settings,
    connection_id: UUID,
    callback: Mapping[str, str],
    browser: str,
    now: datetime,
) -> Returned:
    """Who the provider says came back. `browser` is the value of the sign-in's cookie; the state is used up.

    Raises Rejected (state or token), Forbidden (a connection that was switched off), FetchFailed.
    """
    state = callback.get("state", "")
    async with database.write() as session:
        begun = await identity.use_state(
            session,
            state_hash=hash_token(state),
            browser_hash=hash_token(browser),
            connection_id=connection_id,
            now=now,
        )
        row = await identity.connection(session, connection_id)
    if begun is None:
        message = "the state is unknown, used, too old, of another browser, or of another connection"
        raise Rejected(message)
    if row is None:
        raise Forbidden(NOT_OPEN)
    attempt = oidc.Attempt(state, begun.nonce, begun.verifier)
    registered = registration(row, secret_key=_key(settings), base_url=settings.base_url)
    returned = await oidc.come_back(outbound, registered, attempt, callback, now=now)
    return Returned(row, begun, person_from(returned.claims), returned.id_token)


def _key(settings: Settings) -> str:
    return settings.secret_key.get_secret_value()


async def _invitation_of(session: AsyncSession, ticket: Ticket | None, now: datetime) -> Invitation | None:
    """The invitation somebody follows. Raises Gone."""
    if ticket is None or ticket.invitation is None:
        return None
    invitation = await invitations.by_token(session, hash_token(ticket.invitation))
    if invitation is None:
        raise Gone(REFUSALS[Standing.WITHDRAWN])
    require_pending(invitation, now)
    return invitation


async def _connection_for(
    session: AsyncSession, ticket: Ticket | None, invitation: Invitation | None
) -> ConnectionRow | None:
    """The connection of the inviting account, or of an address's domain; without an address, the one of the staff."""
    if invitation:
        return await identity.connection_of_account(session, invitation.account_id)
    domain = domain_of(ticket.email) if ticket else None
    if domain is None:
        return None if ticket else await identity.staff_connection(session)
    if row := await identity.connection_of_domain(session, domain):
        return row
    return await identity.staff_connection(session) if await identity.is_staff_domain(session, domain) else None


async def _send(
    database: Database, outbound: Outbound, *, settings: Settings, row: ConnectionRow, errand: _Errand, now: datetime
) -> Started:
    attempt = oidc.Attempt(state=new_token(), nonce=new_token(), verifier=new_token())
    registered = registration(row, secret_key=_key(settings), base_url=settings.base_url)
    url = await oidc.authorization_url(outbound, registered, attempt, login_hint=errand.email, now=now)
    browser = new_token()
    async with database.write() as session:
        await identity.forget_states(session, now)
        await identity.add_state(
            session,
            {
                "state_hash": hash_token(attempt.state),
                "browser_hash": hash_token(browser),
                "connection_id": row.id,
                "nonce": attempt.nonce,
                "verifier": attempt.verifier,
                "next": errand.next,
                "invitation_id": errand.invitation_id,
                "expires_at": now + SIGN_IN_TIME,
            },
        )
    return Started(url, state_cookie(attempt.state), browser)
