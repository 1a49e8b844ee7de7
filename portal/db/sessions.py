"""Queries on signed-in browsers, and on the logout tokens that ended some."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, bindparam, case, delete, false, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import calendar, members, upsert, verdict_counts
from portal.db.base import UtcDateTime
from portal.db.prepared import Prepared
from portal.db.tables import (
    Account,
    BrowserSession,
    Connection,
    LogoutToken,
    Member,
    MemberPreferences,
    PlaybookPin,
    Staff,
)
from portal.domain.people import SignedIn, SignedInStaff
from portal.domain.roles import Capability


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session that holds, whose it is, and when its browser was last seen."""

    who: SignedIn
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class EndedSession:
    """What a logout needs of the session it ended; the id token is sealed."""

    connection_id: UUID
    id_token: bytes


async def add(session: AsyncSession, values: dict[str, Any]) -> None:
    """Store a session."""
    await session.execute(insert(BrowserSession).values(values))


async def find(session: AsyncSession, token_hash: str, *, now: datetime, idle_since: datetime) -> LiveSession | None:
    """A session that has not expired or idled out, of an enabled connection and an enabled person."""
    row = await _live.row(session, token=token_hash, now=now, idle_since=idle_since, **calendar.due_by(now))
    return LiveSession(_person(row), row.seen_at) if row else None


@Prepared
def _live() -> Select[*tuple[Any, ...]]:
    return (
        select(
            BrowserSession.seen_at,
            *members.COLUMNS,
            Staff.id.label("staff_id"),
            Staff.name.label("staff_name"),
            Staff.email.label("staff_email"),
            Staff.capabilities,
            Staff.time_zone.label("staff_zone"),
            # Nobody counts accounts and meetings for a member.
            case((Staff.id.is_not(None), calendar.due_of(Staff.id)), else_=0).label("due"),
            case((Staff.id.is_not(None), verdict_counts.total()), else_=0).label("accounts"),
        )
        .join(Connection, Connection.id == BrowserSession.connection_id)
        .outerjoin(Member, (Member.id == BrowserSession.member_id) & Member.disabled_at.is_(None))
        .outerjoin(Account, Account.id == Member.account_id)
        .outerjoin(PlaybookPin, PlaybookPin.account_id == Member.account_id)
        .outerjoin(MemberPreferences, members.OWN_PREFERENCES)
        .outerjoin(Staff, (Staff.id == BrowserSession.staff_id) & Staff.disabled_at.is_(None))
        .where(
            BrowserSession.token_hash == bindparam("token", type_=String()),
            BrowserSession.expires_at > bindparam("now", type_=UtcDateTime()),
            BrowserSession.seen_at > bindparam("idle_since", type_=UtcDateTime()),
            Connection.disabled_at.is_(None),
            or_(Member.id.is_not(None), Staff.id.is_not(None)),
        )
    )


def _person(row: Any) -> SignedIn:  # noqa: ANN401 - a row of `_live`
    if not row.member_id:
        capabilities = frozenset(Capability(word) for word in row.capabilities)
        counted = (row.due, int(row.accounts))
        return SignedInStaff(row.staff_id, row.staff_name, row.staff_email, capabilities, row.staff_zone, *counted)
    return members.read(row)


async def see(session: AsyncSession, token_hash: str, *, now: datetime) -> None:
    """Note that a browser was here."""
    await session.execute(update(BrowserSession).where(BrowserSession.token_hash == token_hash).values(seen_at=now))


async def end(session: AsyncSession, token_hash: str) -> EndedSession | None:
    """Delete a session by its browser's token."""
    statement = (
        delete(BrowserSession)
        .where(BrowserSession.token_hash == token_hash)
        .returning(BrowserSession.connection_id, BrowserSession.id_token)
        .execution_options(synchronize_session=False)
    )
    row = (await session.execute(statement)).one_or_none()
    return EndedSession(*row) if row else None


async def end_by_provider(session: AsyncSession, connection_id: UUID, *, sub: str | None, sid: str | None) -> None:
    """Delete the sessions a provider names: one by `sid`, or all of a person by `sub`; never another provider's."""
    person = BrowserSession.subject == sub
    # A session whose id token named no `sid` can only be told by its person.
    browser = or_(BrowserSession.sid == sid, BrowserSession.sid.is_(None) if sub else false())
    named = ([person] if sub else []) + ([browser] if sid else [])
    if named:
        await session.execute(delete(BrowserSession).where(BrowserSession.connection_id == connection_id, *named))


async def use_logout_token(session: AsyncSession, connection_id: UUID, jti: str, *, expires_at: datetime) -> bool:
    """Note a logout token as used. False where it was used before."""
    values = {"connection_id": connection_id, "jti": jti, "expires_at": expires_at}
    statement = upsert.insert(session, LogoutToken).values(values).on_conflict_do_nothing()
    return (await session.scalar(statement.returning(LogoutToken.jti))) is not None


async def forget_logout_tokens(session: AsyncSession, before: datetime) -> None:
    """Delete the used logout tokens that could not be replayed any more."""
    await session.execute(delete(LogoutToken).where(LogoutToken.expires_at < before))
