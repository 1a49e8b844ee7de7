"""What people did before the demo begins that the audit remembers: it keeps acts in the order they are done."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession


class Doing(NamedTuple):
    """Something somebody did at a moment."""

    at: datetime
    do: Callable[[AsyncSession], Awaitable[object]]


async def do_in_order(session: AsyncSession, doings: Iterable[Doing]) -> None:
    """Do everything, the earliest first; what was done at one moment in the order it is given."""
    for doing in sorted(doings, key=attrgetter("at")):
        await doing.do(session)
