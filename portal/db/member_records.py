"""Queries on members as other systems know them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Member
from portal.db.upsert import insert
from portal.domain.records import MemberRecord


async def find(session: AsyncSession, *, account_id: UUID, external_id: str) -> MemberRecord | None:
    """The member of an account who has this external id."""
    return await _one(session, Member.account_id == account_id, Member.external_id == external_id)


async def unlinked(session: AsyncSession, *, account_id: UUID, email: str) -> MemberRecord | None:
    """A member with this address whom no other system has named yet."""
    same = func.lower(Member.email) == email.lower()
    return await _one(session, Member.account_id == account_id, Member.external_id.is_(None), same)


async def page(session: AsyncSession, *, account_id: UUID, after: UUID | None, limit: int) -> list[MemberRecord]:
    """An account's members in the fixed order of their ids, those behind `after` where it is given."""
    query = _records().where(Member.account_id == account_id).order_by(Member.id).limit(limit)
    if after:
        query = query.where(Member.id > after)
    return [MemberRecord(**row._asdict()) for row in await session.execute(query)]


async def add(session: AsyncSession, *, account_id: UUID, values: dict[str, Any], now: datetime) -> UUID | None:
    """Add a member; None where somebody else has added them meanwhile."""
    row = {"id": uuid4(), "account_id": account_id, "created_at": now} | values
    statement = insert(session, Member).values(row).on_conflict_do_nothing().returning(Member.id)
    return await session.scalar(statement)


async def _one(session: AsyncSession, *wanted: ColumnElement[bool]) -> MemberRecord | None:
    row = (await session.execute(_records().where(*wanted).order_by(Member.id).limit(1))).one_or_none()
    return MemberRecord(**row._asdict()) if row else None


def _records() -> Select[*tuple[Any, ...]]:
    return select(
        Member.id,
        Member.external_id,
        Member.name,
        Member.email,
        Member.role,
        Member.pilot,
        Member.role_source,
        Member.connection_id.is_not(None).label("signed_in"),
        Member.disabled_at.is_(None).label("active"),
        Member.created_at,
    )
