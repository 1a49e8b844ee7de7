"""An account's verdicts for other systems: what holds, what was said against it, and what held before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import overrides, verdicts
from portal.domain.history import Override
from portal.domain.path import PathNode, final, from_json
from portal.domain.risk import Level


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """A verdict with its path; `override` is what somebody says against the current one."""

    id: UUID
    tree: str
    revision: int
    leaf: str
    level: Level
    title: str
    advice: str
    play: str | None
    as_of: datetime
    checked_at: datetime
    superseded_at: datetime | None
    override: Override | None
    path: tuple[PathNode, ...]


async def page(
    session: AsyncSession, *, account_id: UUID, after: UUID | None, limit: int, now: datetime
) -> list[VerdictRecord]:
    """An account's verdicts, the current one first; those older than `after` where it is given."""
    found = await verdicts.page(session, account_id=account_id, after=after, limit=limit)
    override = (await overrides.current(session, accounts=[account_id], now=now)).get(account_id)
    return [_told(kept, override if kept.superseded_at is None else None) for kept in found]


def _told(kept: verdicts.KeptVerdict, override: Override | None) -> VerdictRecord:
    path = from_json(kept.path)
    leaf = final(path)
    return VerdictRecord(
        id=kept.id,
        tree=kept.tree,
        revision=kept.revision,
        leaf=kept.leaf,
        level=kept.level,
        title=leaf.title,
        advice=leaf.advice,
        play=leaf.play,
        as_of=kept.as_of,
        checked_at=kept.checked_at,
        superseded_at=kept.superseded_at,
        override=override,
        path=path,
    )
