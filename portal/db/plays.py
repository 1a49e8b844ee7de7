"""Queries on plays: the actions that were done, the drafts in people's own words, and what followed."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.risk import NEWEST_FIRST
from portal.db.tables import PlayActionDone, PlayDraft, VerdictRecord
from portal.db.upsert import insert as insert_or_leave
from portal.domain.risk import Level


class Done(NamedTuple):
    """An action that was done, when and by whom."""

    action: str
    at: datetime
    by: str


class Acted(NamedTuple):
    """An action of any play that was done."""

    play: str
    action: str
    at: datetime
    by: str


class Draft(NamedTuple):
    """A draft in somebody's own words."""

    action: str
    text: str
    version: int
    by: str | None


async def done(session: AsyncSession, *, account_id: UUID, play: str) -> list[Done]:
    """The actions of a play that were done for an account, the latest first."""
    query = (
        select(PlayActionDone.action, PlayActionDone.done_at, PlayActionDone.by)
        .where(PlayActionDone.account_id == account_id, PlayActionDone.play == play)
        .order_by(PlayActionDone.done_at.desc(), PlayActionDone.action)
    )
    return [Done(*row) for row in await session.execute(query)]


async def acted(session: AsyncSession, *, account_id: UUID, limit: int) -> list[Acted]:
    """What was done of any play for an account, the latest first."""
    query = (
        select(PlayActionDone.play, PlayActionDone.action, PlayActionDone.done_at, PlayActionDone.by)
        .where(PlayActionDone.account_id == account_id)
        .order_by(PlayActionDone.done_at.desc(), PlayActionDone.play, PlayActionDone.action)
        .limit(limit)
    )
    return [Acted(*row) for row in await session.execute(query)]


async def tick(session: AsyncSession, *, account_id: UUID, play: str, action: str, by: str, now: datetime) -> None:
    """Note that an action was done."""
    values = {"account_id": account_id, "play": play, "action": action, "done_at": now, "by": by}
    await session.execute(insert(PlayActionDone).values(values))


async def untick(session: AsyncSession, *, account_id: UUID, play: str, action: str, since: datetime) -> None:
    """Take back that an action was done since a moment."""
    await session.execute(
        delete(PlayActionDone).where(
            PlayActionDone.account_id == account_id,
            PlayActionDone.play == play,
            PlayActionDone.action == action,
            PlayActionDone.done_at >= since,
        )
    )


async def drafts(session: AsyncSession, *, account_id: UUID, play: str) -> dict[str, Draft]:
    """The drafts in people's own words, by action."""
    query = select(PlayDraft.action, PlayDraft.text, PlayDraft.version, PlayDraft.edited_by)
    found = await session.execute(query.where(PlayDraft.account_id == account_id, PlayDraft.play == play))
    return {row.action: Draft(*row) for row in found}


async def keep_draft(
    session: AsyncSession, *, account_id: UUID, play: str, action: str, text: str, version: int, by: str
) -> bool:
    """Keep a draft unless somebody has since it had that version (0: the playbook's own); whether it held."""
    keys: dict[str, UUID | str | int] = {"account_id": account_id, "play": play, "action": action}
    if version:
        return await versions.change(session, PlayDraft, keys, version=version, values={"text": text}, by=by)
    adding = insert_or_leave(session, PlayDraft).values({**keys, "text": text, "version": 1, "edited_by": by})
    added = await session.execute(adding.on_conflict_do_nothing().returning(PlayDraft.version))
    return added.one_or_none() is not None


async def begun(session: AsyncSession, *, play: str, until: datetime, limit: int) -> dict[UUID, datetime]:
    """When each account began a play, of those that had by a moment the latest."""
    first = func.min(PlayActionDone.done_at).label("at")
    query = (
        select(PlayActionDone.account_id, first)
        .where(PlayActionDone.play == play)
        .group_by(PlayActionDone.account_id)
        .having(first <= until)
        .order_by(first.desc(), PlayActionDone.account_id)
        .limit(limit)
    )
    return {row.account_id: row.at for row in await session.execute(query)}


async def courses(session: AsyncSession, accounts: Collection[UUID]) -> dict[UUID, list[tuple[datetime, Level]]]:
    """The verdicts of each account with the moments from which they held, the oldest first."""
    query = (
        select(VerdictRecord.account_id, VerdictRecord.as_of, VerdictRecord.level)
        .where(VerdictRecord.account_id.in_(accounts))
        .order_by(*NEWEST_FIRST)
    )
    found: dict[UUID, list[tuple[datetime, Level]]] = defaultdict(list)
    for account, at, level in await session.execute(query):
        found[account].append((at, level))
    return found
