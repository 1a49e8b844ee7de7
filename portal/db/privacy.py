"""Queries on what was asked about people: the receipts, and the copies they lead to."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Member, PrivacyRequest
from portal.domain.privacy import Receipt, Wish

COLUMNS: Final = (
    PrivacyRequest.id,
    PrivacyRequest.wish,
    PrivacyRequest.person,
    PrivacyRequest.asked_by,
    PrivacyRequest.reason,
    PrivacyRequest.asked_at,
    PrivacyRequest.done,
    PrivacyRequest.total,
    PrivacyRequest.counts,
    PrivacyRequest.expires_at,
    PrivacyRequest.done_at,
    PrivacyRequest.copy.is_not(None),
)
SHOWN: Final = 50


class Person(NamedTuple):
    """Somebody of an account, with the id the product knows them by."""

    id: UUID
    name: str
    external_id: str | None


class Open(NamedTuple):
    """A request that a job works on."""

    account_id: UUID
    member_id: UUID | None
    wish: Wish
    done: int


async def everybody(session: AsyncSession, account_id: UUID) -> list[Person]:
    """Everybody of an account about whom something is known, those who left among them, by name."""
    query = _people().where(Member.account_id == account_id).order_by(Member.name, Member.id)
    return [Person(*row) for row in await session.execute(query)]


async def find_person(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> Person | None:
    """One of an account's people."""
    row = (await session.execute(_people().where(Member.account_id == account_id, Member.id == member_id))).first()
    return Person(*row) if row else None


async def find_by_reference(session: AsyncSession, *, account_id: UUID, reference: str) -> UUID | None:
    """The one of an account's people with this address or id, their own or the one in the product."""
    same = [Member.external_id == reference, func.lower(Member.email) == reference.lower()]
    with suppress(ValueError):
        same.append(Member.id == UUID(reference))
    query = select(Member.id).where(Member.account_id == account_id, or_(*same))
    return await session.scalar(query.order_by(Member.external_id != reference, Member.id).limit(1))


async def add(session: AsyncSession, values: Mapping[str, Any]) -> UUID:
    """Keep what was asked; the id of its receipt."""
    request_id = uuid4()
    await session.execute(
        insert(PrivacyRequest).values({"id": request_id, "done": 0, "total": 0, "counts": {}, **values})
    )
    return request_id


async def receipts(session: AsyncSession, account_id: UUID) -> list[Receipt]:
    """What was asked about an account's people, the latest first."""
    query = _receipts().where(PrivacyRequest.account_id == account_id)
    query = query.order_by(PrivacyRequest.asked_at.desc(), PrivacyRequest.id).limit(SHOWN)
    return [Receipt(*row) for row in await session.execute(query)]


async def last_copy(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> Receipt | None:
    """The copy a person was given last, or waits for."""
    query = _receipts().where(
        PrivacyRequest.account_id == account_id,
        PrivacyRequest.member_id == member_id,
        PrivacyRequest.wish == Wish.EXPORT,
    )
    latest = query.order_by(PrivacyRequest.asked_at.desc(), PrivacyRequest.id).limit(1)
    row = (await session.execute(latest)).first()
    return Receipt(*row) if row else None


async def take(session: AsyncSession, request_id: UUID) -> Open | None:
    """A request that is not done yet."""
    query = select(PrivacyRequest.account_id, PrivacyRequest.member_id, PrivacyRequest.wish, PrivacyRequest.done).where(
        PrivacyRequest.id == request_id, PrivacyRequest.done_at.is_(None)
    )
    row = (await session.execute(query)).first()
    return Open(*row) if row else None


async def copy_of(
    session: AsyncSession, *, account_id: UUID, request_id: UUID, member_id: UUID | None, now: datetime
) -> bytes | None:
    """A copy that is still kept; with a member, only if it is about them."""
    query = select(PrivacyRequest.copy).where(
        PrivacyRequest.account_id == account_id, PrivacyRequest.id == request_id, PrivacyRequest.expires_at > now
    )
    if member_id:
        query = query.where(PrivacyRequest.member_id == member_id)
    return await session.scalar(query)


async def change(session: AsyncSession, request_id: UUID, values: Mapping[str, Any]) -> None:
    """Note how far a request came, or what came of it."""
    await session.execute(update(PrivacyRequest).where(PrivacyRequest.id == request_id).values(dict(values)))


async def forget_person(session: AsyncSession, member_id: UUID, *, now: datetime) -> None:
    """Remove somebody's copies, and take them out of the receipts; whatever else was asked about them is done too."""
    theirs = PrivacyRequest.member_id == member_id
    gone = {"member_id": None, "person": None, "done_at": func.coalesce(PrivacyRequest.done_at, now)}
    await session.execute(delete(PrivacyRequest).where(theirs, PrivacyRequest.wish == Wish.EXPORT))
    await session.execute(update(PrivacyRequest).where(theirs).values(gone))


async def drop_copies(session: AsyncSession, *, now: datetime) -> None:
    """Remove the copies nobody fetched in time; their receipts stay."""
    await session.execute(update(PrivacyRequest).where(PrivacyRequest.expires_at < now).values(copy=None))


def _people() -> Select[*tuple[Any, ...]]:
    return select(Member.id, Member.name, Member.external_id)


def _receipts() -> Select[*tuple[Any, ...]]:
    return select(*COLUMNS)
