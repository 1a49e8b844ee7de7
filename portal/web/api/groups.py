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

    `load` counts the items that wait or are being worked on, those nobody waits for any more included.
    """

    work: Work[Item, Outcome]
    at_once: int = 1
    load: int = 0
    _waiting: deque[_Waiting[Item, Outcome]] = field(default_factory=deque)
    _running: asyncio.Task[None] | None = None
    _at_work: set[asyncio.Task[None]] = field(default_factory=set)

    def add(self, item: Item) -> asyncio.Future[Outcome]:
        """Have an item worked on. Cancelling its answer takes it back, unless it was begun."""
        one = _Waiting(item, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        self.load += 1
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return one.answer

    async def _run(self) -> None:
        while group := self._next():
            # What comes of a group goes by the name of the request that brought the first of it.
            work = asyncio.create_task(self._settle(group), context=group[0].context)
            self._at_work.add(work)
            work.add_done_callback(self._at_work.discard)
            # A group that hangs goes on by itself: a connection that hangs also hangs while it is being closed.
            if len(self._at_work) >= self.at_once:
                await asyncio.wait(self._at_work, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)

    def _next(self) -> list[_Waiting[Item, Outcome]]:
        """The items to work on together, in the order in which they came."""
        group: list[_Waiting[Item, Outcome]] = []
        size = 0
        while self._waiting and (not group or size + len(self._waiting[0].item) <= MOST):
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
