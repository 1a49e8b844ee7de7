"""Signing in: from an e-mail address to the provider, and back with an identity that becomes a session."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, identity, sessions, sign_ins
from portal.db.engine import Database
from portal.db.identity import ConnectionRow
from portal.domain.errors import Forbidden
from portal.domain.roles import Role
from portal.identity import oidc
from portal.identity.opaque import hash_token, new_token
from portal.identity.outbound import Outbound
from portal.identity.person import Person, domain_of, person_from
from portal.identity.redirects import HOME, local_path
from portal.identity.registration import id_tokens, registration
from portal.identity.roles import capabilities_from, role_from
from portal.identity.sealing import Sealer, Unsealable
from portal.identity.tokens import Rejected
from portal.settings import Settings

SIGN_IN_TIME: Final = timedelta(minutes=10)
SESSION_TIME: Final = timedelta(days=7)
STAFF_HOME: Final = "/internal/"
STATE_COOKIE: Final = "__Host-login-"

NOT_OPEN: Final = (
    "Your company's sign-in is not open here. Ask the person who leads onboarding at your company to have it opened."
)
NOT_INVITED: Final = (
    "Your company's sign-in knows you, but nobody has invited you here yet. "
    "Ask the person who leads onboarding at your company to add you."
)
NO_ROLE: Final = (
    "Your company's sign-in gives you no role here. Ask your IT team to put you in one of the portal's groups."
)
NO_CAPABILITY: Final = "Your staff account has no access to the portal. Ask its owner to add you to a portal group."
TAKEN: Final = "Somebody else signs in here with your e-mail address. Ask the portal's owner to free it for you."
SWITCHED_OFF: Final = "Your access was switched off. Ask the person who leads onboarding at your company to restore it."


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in under way: where the browser goes, and the cookie that ties it to this browser."""

    url: str
    cookie: str
    browser: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Somebody has signed in: the token of their session, and the page they wanted."""

    token: str
    next: str


def begin(*, settings: Settings, email: str, next_path: str, now: datetime) -> str:
    """A ticket for `start`. Nothing is looked up, so the answer is the same for every address."""
    return _tickets(settings).seal(json.dumps([email, local_path(next_path)]), now).decode()


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

    Raises Forbidden for an address nobody here knows, Rejected, FetchFailed.
    """
    email, wanted = _opened(settings, ticket, now) if ticket else (None, local_path(next_path))
    async with database.read() as session:
        row = await _connection_for(session, email)
    if row is None:
        raise Forbidden(NOT_OPEN)
    attempt = oidc.Attempt(state=new_token(), nonce=new_token(), verifier=new_token())
    registered = registration(row, secret_key=_key(settings), base_url=settings.base_url)
    url = await oidc.authorization_url(outbound, registered, attempt, login_hint=email, now=now)
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
                "next": wanted,
                "expires_at": now + SIGN_IN_TIME,
            },
        )
    return Started(url, state_cookie(attempt.state), browser)


def state_cookie(state: str) -> str:
    """The cookie of one sign-in under way; each has its own, so that two tabs do not disturb each other."""
    return f"{STATE_COOKIE}{hash_token(state)[:16]}"


async def finish(
    database: Database,
    outbound: Outbound,
    *,
    settings: Settings,
    connection_id: UUID,
    callback: Mapping[str, str],
    browser: str,
    old_session: str | None,
    now: datetime,
) -> Finished:
    """Turn a provider's answer into a session. `browser` is the value of the sign-in's cookie.

    The browser's old session ends. Raises Rejected (state or token), Forbidden (the person), FetchFailed.
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
    person = person_from(returned.claims)
    token = new_token()
    async with database.write() as session:
        who = await _admit(session, row, person, now)
        if old_session:
            await sessions.end(session, hash_token(old_session))
        sealed = id_tokens(_key(settings)).seal(returned.id_token, now)
        times = {"created_at": now, "seen_at": now, "expires_at": now + SESSION_TIME}
        identified = {"connection_id": row.id, "subject": person.sub, "sid": person.sid}
        secrets = {"token_hash": hash_token(token), "id_token": sealed}
        await sessions.add(session, {**secrets, **identified, **who, **times})
    return Finished(token, _landing(begun.next, staff=row.account_id is None))


def _key(settings: Settings) -> str:
    return settings.secret_key.get_secret_value()


def _tickets(settings: Settings) -> Sealer:
    return Sealer(_key(settings), "sign-in ticket")


def _opened(settings: Settings, ticket: str, now: datetime) -> tuple[str, str]:
    try:
        email, wanted = json.loads(_tickets(settings).unseal(ticket, max_age=SIGN_IN_TIME, now=now))
    except (Unsealable, ValueError) as error:
        message = "the ticket is damaged or too old"
        raise Rejected(message) from error
    return email, wanted


async def _connection_for(session: AsyncSession, email: str | None) -> ConnectionRow | None:
    """The connection of an address by its domain; without an address, the one of the staff."""
    domain = domain_of(email) if email else None
    if domain is None:
        return None if email else await identity.staff_connection(session)
    if row := await identity.connection_of_domain(session, domain):
        return row
    return await identity.staff_connection(session) if await identity.is_staff_domain(session, domain) else None


async def _admit(session: AsyncSession, row: ConnectionRow, person: Person, now: datetime) -> dict[str, Any]:
    """Whose session it becomes, as a column and an id. Raises Forbidden."""
    if row.account_id is None:
        return {"staff_id": await _admit_staff(session, row, person, now)}
    return {"member_id": await _admit_member(session, row, row.account_id, person, now)}


async def _admit_member(
    session: AsyncSession, row: ConnectionRow, account_id: UUID, person: Person, now: datetime
) -> UUID:
    role = role_from(person.groups, row.groups, row.default_role)
    if role is None:
        raise Forbidden(NO_ROLE)
    known = await sign_ins.member(session, row.id, person.sub)
    if known is None:
        await _join(session, row.id, account_id, person, role, now=now)
        known = await sign_ins.member(session, row.id, person.sub)
    if known is None:
        raise Forbidden(NOT_INVITED)
    if known.disabled:
        raise Forbidden(SWITCHED_OFF)
    named = {"name": person.name} if person.name else {}
    await sign_ins.change_member(session, account_id, known.id, {"role": role, **named})
    return known.id


async def _join(
    session: AsyncSession, connection_id: UUID, account_id: UUID, person: Person, role: Role, *, now: datetime
) -> None:
    """Link the account's member with this e-mail, or make a new one. Only inside a domain the account has proved."""
    if not person.email or not person.domain:
        raise Forbidden(NOT_INVITED)
    if not await identity.has_proved_domain(session, connection_id, person.domain):
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
            "role": role,
            "created_at": now,
        }
        await sign_ins.add_member(session, values)
    await accounts.touch(session, [account_id])


async def _admit_staff(session: AsyncSession, row: ConnectionRow, person: Person, now: datetime) -> UUID:
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


def _landing(wanted: str, *, staff: bool) -> str:
    """The wanted page where it is one for this kind of person, else their start page."""
    internal = wanted.startswith("/internal")
    if staff:
        return wanted if internal else STAFF_HOME
    return HOME if internal else wanted
