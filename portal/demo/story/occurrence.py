"""One thing that happened at a demo account, before it becomes an event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

FIRST_HOUR = 7
LAST_HOUR = 18


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What happened when. `member` is an external id, None where nobody is named; `portal`: our own event."""

    at: datetime
    name: str
    member: str | None = None
    properties: Mapping[str, object] = field(default_factory=dict)
    portal: bool = False


def working_times(random: Random, day: date, number: int, now: datetime) -> list[datetime]:
    """That many moments of one working day, in order; on the last day they lie before `now`."""
    morning = datetime.combine(day, time(FIRST_HOUR), now.tzinfo)
    length = timedelta(hours=LAST_HOUR - FIRST_HOUR)
    if morning + length > now:
        morning = datetime.combine(day, time(), now.tzinfo)
        length = max(now - morning, timedelta())
    return sorted(morning + length * random.random() for _ in range(number))
