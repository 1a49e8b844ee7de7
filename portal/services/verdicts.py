"""Where an account stands: its verdict with the whole path to it, what would change it, and those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import holds, overrides, risk
from portal.db import verdicts as records
from portal.db.verdicts import KeptVerdict
from portal.domain.changes import changes
from portal.domain.history import Kept, Override
from portal.domain.path import Fork, PathNode, deciding, end, final, forks, from_json
from portal.domain.playbook import Catalogue
from portal.domain.plays import Play
from portal.domain.risk import Leaf, Level
from portal.domain.turning import Turn, turns, walk

PAGE: Final = 10


@dataclass(frozen=True, slots=True)
class Walked:
    """A path as it is drawn: its questions, and the verdict at the bottom."""

    forks: tuple[Fork, ...]
    end: Leaf | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The current verdict: what it says, since when, the whole path to it, and what would change it.

    `level` is where the account stands: as computed, which the leaf says, or as somebody overrode it. On hold, the
    days it is counted over stand still until about `rests_until`.
    """

    level: Level
    override: Override | None
    leaf: Leaf
    says: str
    since: datetime
    checked_at: datetime
    tree: str
    revision: int
    forks: tuple[Fork, ...]
    end: Leaf | None
    turns: tuple[Turn, ...]
    play: Play | None
    rests_until: date | None


@dataclass(frozen=True, slots=True)
class Former:
    """A verdict as it held from `since`, until another took its place; `why` says what had moved."""

    level: Level
    leaf: Leaf
    since: datetime
    until: datetime | None
    revision: int
    why: str
    path: Walked


async def standing(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, now: datetime) -> Standing | None:
    """Where an account stands now; None while nothing has been judged."""
    kept = next(iter(await risk.history(session, account_id=account_id, limit=1)), None)
    if kept is None or kept.superseded_at:
        return None
    said = (await overrides.current(session, accounts=[account_id], now=now)).get(account_id)
    path = from_json(kept.path)
    leaf, tree = final(path), catalogue.trees.get(kept.tree)
    return Standing(
        level=said.level if said else kept.level,
        override=said,
        leaf=leaf,
        says=deciding(path).signal.says,
        since=kept.as_of,
        checked_at=kept.checked_at,
        tree=tree.title if tree else kept.tree,
        revision=kept.revision,
        forks=forks(path),
        end=end(path),
        turns=_turns(catalogue, kept, path),
        play=catalogue.plays.get(leaf.play) if leaf.play else None,
        rests_until=await holds.rests_until(session, account_id=account_id, today=now.date()),
    )


def _turns(catalogue: Catalogue, kept: Kept, path: Sequence[PathNode]) -> tuple[Turn, ...]:
    """What would change the verdict; nothing is said while the tree of today would not come to it."""
    tree = catalogue.trees.get(kept.tree)
    numbers = {node.id: node.signal.numbers for node in path}
    if tree is None or tree.nodes.keys() != numbers.keys() or walk(tree, numbers).leaf.id != kept.leaf:
        return ()
    return turns(tree, numbers)


async def former(
    session: AsyncSession, *, account_id: UUID, before: UUID | None
) -> tuple[Sequence[Former], UUID | None]:
    """A page of an account's verdicts, the latest first, or those before one; and its last, where older ones follow."""
    found = await records.page(session, account_id=account_id, after=before, limit=PAGE + 1)
    shown = [_former(new, old) for new, old in zip_longest(found, found[1:])][:PAGE]
    return shown, found[PAGE - 1].id if len(found) > PAGE else None


def _former(kept: KeptVerdict, before: KeptVerdict | None) -> Former:
    path = from_json(kept.path)
    why = changes(from_json(before.path), path) if before else deciding(path).signal.says
    drawn = Walked(forks(path), end(path))
    return Former(kept.level, final(path), kept.as_of, kept.superseded_at, kept.revision, why, drawn)
