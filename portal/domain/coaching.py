"""The times that are offered for a session with a guide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import count, islice
from typing import Final
from uuid import UUID

STARTS: Final = (time(10), time(14, 30))
"""When sessions begin, by the clock on the member's wall."""
OFFERED: Final = 6
MINUTES: Final = 20
"""How long a session is."""
WORKDAYS: Final = 5


@dataclass(frozen=True, slots=True)
class Guide:
    """The CSM who guides an account, and where people pick a time with them, if anywhere."""

    id: UUID
    name: str
    email: str
    booking_url: str | None


def free_slots(now: datetime, zone: tzinfo, taken: Iterable[datetime]) -> tuple[datetime, ...]:
    """The next free times from the next day on, in the member's time zone; `taken` is when other sessions begin."""
    busy = tuple(taken)
    free = (slot for slot in _slots(now.astimezone(zone).date(), zone) if not _overlaps(slot, busy))
    return tuple(islice(free, OFFERED))


def _slots(today: date, zone: tzinfo) -> Iterator[datetime]:
    days = (today + timedelta(days=ahead) for ahead in count(1))
    for day in days:
        if day.weekday() < WORKDAYS:
            yield from (datetime.combine(day, start, zone) for start in STARTS)


def _overlaps(slot: datetime, taken: Iterable[datetime]) -> bool:
    return any(abs(slot - other) < timedelta(minutes=MINUTES) for other in taken)
