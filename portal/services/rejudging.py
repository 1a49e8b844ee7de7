"""Whom changed trees would lead to another verdict, told before they are published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account_signals
from portal.db.account_signals import Turned
from portal.domain.playbook import Catalogue
from portal.domain.risk import Leaf, Tree, in_stages

NAMED: Final = 10
"""So many accounts of each way are named."""


@dataclass(frozen=True, slots=True)
class Way:
    """From one verdict to another: how many accounts would go, and the first of them by id and name.

    `was` is None where the live playbook does not have the verdict any more.
    """

    was: Leaf | None
    becomes: Leaf
    accounts: int
    named: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A tree that changes: how many accounts it judges, of how many nothing can be told yet, and who would go where."""

    tree: Tree
    accounts: int
    untold: int
    ways: tuple[Way, ...]

    @property
    def moved(self) -> int:
        """How many accounts would come to another verdict."""
        return sum(way.accounts for way in self.ways)


async def rejudged(session: AsyncSession, *, live: Catalogue, tried: Catalogue, now: datetime) -> tuple[Rejudged, ...]:
    """Every tree that is not as it is live, with whom it would lead to another verdict by the numbers of the last day.

    Nothing can be told of accounts whose numbers are older, or were counted for other questions or windows.
    """
    trees = {one.id: one for one in in_stages(tried.trees.values()) if one != live.trees.get(one.id)}
    if not trees:
        return ()
    since = now - account_signals.FRESH
    turned = await account_signals.turned(
        session, trees, relevelled=_relevelled(live.trees, trees), since=since, until=now, most=NAMED
    )
    reach = await account_signals.reach(session, trees, since=since, until=now)
    return tuple(
        Rejudged(
            tree=tree,
            accounts=reach[name].accounts if name in reach else 0,
            untold=reach[name].accounts - reach[name].told if name in reach else 0,
            ways=tuple(_ways(live.trees.get(name), tree, [one for one in turned if one.tree == name])),
        )
        for name, tree in trees.items()
    )


def _relevelled(live: Mapping[str, Tree], tried: Mapping[str, Tree]) -> list[tuple[str, str]]:
    """The verdicts that both have, at another level of risk: by tree and leaf."""
    return [
        (tree.id, leaf.id)
        for tree in tried.values()
        if tree.id in live
        for leaf in tree.leaves.values()
        if leaf.id in live[tree.id].leaves and live[tree.id].leaves[leaf.id].level is not leaf.level
    ]


def _ways(live: Tree | None, tree: Tree, turned: list[Turned]) -> Iterator[Way]:
    known = live.leaves if live else {}
    for (was, becomes), those in groupby(turned, key=lambda one: (one.was, one.leaf)):
        named = list(those)
        yield Way(
            was=known.get(was),
            becomes=tree.leaves[becomes],
            accounts=named[0].accounts,
            named=tuple((one.account_id, one.name) for one in named),
        )
