"""Group commit: what arrives while transactions are under way shares the next one."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Sized(Protocol):
    """Something with a size."""

    def __len__(self) -> int:
        """How much work it is."""


Item = TypeVar("Item", bound=Sized)
Outcome = TypeVar("Outcome")
Work = Callable[[Sequence[Item]], Awaitable[Sequence[Outcome | Exception]]]
"""Does what is to be done about some items together, and tells the outcome of each, or why it was refused."""

MOST: Final = 4_000
"""So much work is done together. A single item may be more."""

PATIENCE: Final = 4.0
"""Seconds until those behind a group that hangs are no longer held up by it."""


@dataclass(slots=True)
class _Waiting(Generic[Item, Outcome]):
    item: Item
    answer: asyncio.Future[Outcome]
    context: Context = field(default_factory=copy_context)


@dataclass(slots=True, eq=False)
class Groups(Generic[Item, Outcome]):
    """Items that wait, and the groups under way, `at_once` of them at most; nobody waits for a timer.

    `load` counts the items that wait or are being worked on, those nobody waits for any more included. Under way are
    so many items of each group; none of one that hangs.
    """

    work: Work[Item, Outcome]
    at_once: int = 1
    load: int = 0
    _waiting: deque[_Waiting[Item, Outcome]] = field(default_factory=deque)
    _under_way: dict[asyncio.Task[None], int] = field(default_factory=dict)

    def add(self, item: Item) -> asyncio.Future[Outcome]:
        """Have an item worked on. Cancelling its answer takes it back, unless it was begun."""
        loop = asyncio.get_running_loop()
        one = _Waiting(item, loop.create_future())
        self._waiting.append(one)
        self.load += 1
        loop.call_soon(self._begin)
        return one.answer

    def _begin(self) -> None:
        """Begin what may be under way at once, and is worth a transaction."""
        while self._has_room() and self._is_worth_it():
            group = self._next()
            if group:
                self._start(group)

    def _has_room(self) -> bool:
        return sum(map(bool, self._under_way.values())) < self.at_once

    def _is_worth_it(self) -> bool:
        """Whether something waits; beside a group, half as much as that: one that came alone shares the next."""
        return bool(self._waiting) and 2 * len(self._waiting) >= max(self._under_way.values(), default=0)

    def _start(self, group: Sequence[_Waiting[Item, Outcome]]) -> None:
        # What comes of a group goes by the name of the request that brought the first of it.
        work = asyncio.create_task(self._settle(group), context=group[0].context)
        self._under_way[work] = len(group)
        patience = asyncio.get_running_loop().call_later(PATIENCE, self._leave, work)
        work.add_done_callback(lambda _: patience.cancel())
        work.add_done_callback(self._end)

    def _leave(self, work: asyncio.Task[None]) -> None:
        """Let a group that hangs go on by itself: a connection that hangs also hangs while it is being closed."""
        self._under_way[work] = 0
        self._begin()

    def _end(self, work: asyncio.Task[None]) -> None:
        del self._under_way[work]
        self._begin()

    def _next(self) -> list[_Waiting[Item, Outcome]]:
        """The items to work on together, in the order in which they came; groups under way at once share them."""
        group: list[_Waiting[Item, Outcome]] = []
        share = -(-self.load // self.at_once)
        size = 0
        while self._waiting and (not group or (len(group) < share and size + len(self._waiting[0].item) <= MOST)):
            one = self._waiting.popleft()
            if one.answer.done():
                self.load -= 1
            else:
                group.append(one)
                size += len(one.item)
        return group

    async def _settle(self, group: Sequence[_Waiting[Item, Outcome]]) -> None:
        try:
            await self._answer(group)
        finally:
            self.load -= len(group)

    async def _answer(self, group: Sequence[_Waiting[Item, Outcome]]) -> None:
        """Work on a group; where that fails because of one of its items, on each alone."""
        try:
            outcomes = await self.work([one.item for one in group])
        except Exception as failure:  # noqa: BLE001 - it is raised again where the answer is awaited
            if len(group) == 1 or _is_away(failure):
                outcomes = [failure] * len(group)
            else:
                for one in group:
                    await self._answer([one])
                return
        for one, outcome in zip(group, outcomes, strict=True):
            _tell(one.answer, outcome)


def _tell(answer: asyncio.Future[Outcome], outcome: Outcome | Exception) -> None:
    if answer.done():
        return
    if isinstance(outcome, Exception):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)


def _is_away(failure: Exception) -> bool:
    """Whether the database cannot be reached: it then fails whatever is tried."""
    lost = isinstance(failure, DBAPIError) and failure.connection_invalidated
    return lost or isinstance(failure, OSError | PoolTimeout)
