"""Doing a play for an account: ticking its actions off, its drafts in one's own words, and how often it worked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit
from portal.db import plays as rows
from portal.db.plays import Done, Draft
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import NotFound, Stale
from portal.domain.plays import WITHIN, Play, PlayAction, Success, key_of, success

SAMPLE: Final = 200
"""So many accounts, the last that began a play, say how often it works."""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action of a play: done in this run, or `earlier` in one before it; `own` is its draft in somebody's words."""

    key: str
    action: PlayAction
    done: Done | None
    earlier: Done | None
    own: Draft | None


@dataclass(frozen=True, slots=True)
class PlayProgress:
    """How far a play has come for an account since its verdict asked for it."""

    play: Play
    lines: tuple[ActionLine, ...]
    success: Success

    @property
    def next(self) -> ActionLine | None:
        """The first action that is still to do."""
        return next((line for line in self.lines if line.done is None), None)


async def progress(
    session: AsyncSession, *, play: Play, account_id: UUID, since: datetime, now: datetime
) -> PlayProgress:
    """How far a play has come for an account whose verdict has asked for it `since` a moment."""
    ticks = await rows.done(session, account_id=account_id, play=play.id)
    own = await rows.drafts(session, account_id=account_id, play=play.id)
    lines = [_line(action, ticks, own.get(key_of(action)), since) for action in play.actions]
    begun = await rows.begun(session, play=play.id, until=now - WITHIN, limit=SAMPLE)
    return PlayProgress(play, tuple(lines), success(begun, await rows.courses(session, begun.keys()), now))


def _line(action: PlayAction, ticks: list[Done], own: Draft | None, since: datetime) -> ActionLine:
    mine = [tick for tick in ticks if tick.action == key_of(action)]
    done = next((tick for tick in mine if tick.at >= since), None)
    return ActionLine(key_of(action), action, done, next((tick for tick in mine if tick.at < since), None), own)


async def tick(
    session: AsyncSession,
    *,
    line: ActionLine,
    play_id: str,
    account_id: UUID,
    doer: Doer,
    now: datetime,
) -> None:
    """Note that an action was done. Nothing happens where it is; raises Forbidden."""
    doer.require_guide()
    if line.done:
        return
    await rows.tick(session, account_id=account_id, play=play_id, action=line.key, by=doer.name, now=now)
    act = Act("play.action_done", line.action.title, after={"play": play_id})
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)


async def untick(
    session: AsyncSession,
    *,
    line: ActionLine,
    play_id: str,
    account_id: UUID,
    doer: Doer,
    now: datetime,
) -> None:
    """Take back that an action was done in this run. Raises Forbidden."""
    doer.require_guide()
    if line.done is None:
        return
    await rows.untick(session, account_id=account_id, play=play_id, action=line.key, since=line.done.at)
    act = Act("play.action_undone", line.action.title, before={"done by": line.done.by})
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)


async def keep_draft(
    session: AsyncSession,
    *,
    line: ActionLine,
    play_id: str,
    account_id: UUID,
    text: str,
    version: int,
    doer: Doer,
    now: datetime,
) -> None:
    """Keep a draft in somebody's own words. Raises Forbidden, and Stale where somebody else has meanwhile."""
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    kept = await rows.keep_draft(
        session, account_id=account_id, play=play_id, action=line.key, text=text, version=version, by=doer.name
    )
    if not kept:
        there = (await rows.drafts(session, account_id=account_id, play=play_id))[line.key]
        raise Stale(version=there.version, now={"text": there.text}, by=there.by)
    act = Act("play.draft_reworded", line.action.title, after={"play": play_id})
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)


def line_of(shown: PlayProgress | None, play_id: str, key: str) -> ActionLine:
    """An action of the play that the verdict asks for now. Raises NotFound where it asks for another."""
    found = shown.lines if shown and shown.play.id == play_id else ()
    line = next((line for line in found if line.key == key), None)
    if line is None:
        message = "The verdict has moved on, and asks for another play now. Open the account again to see it."
        raise NotFound(message)
    return line
