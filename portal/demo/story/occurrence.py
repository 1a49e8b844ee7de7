"""One thing that happened at a demo account, before it becomes an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

FIRST_HOUR = 7
LAST_HOUR = 18
HASTE = 40
"""Who works through a checklist pauses this many times less than somebody whose acts are spread over the day."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What happened when. `member` is an external id, None where nobody is named; `portal`: our own event."""

    at: datetime
    name: str
    member: str | None = None
    properties: Mapping[str, object] = field(default_factory=dict)
    portal: bool = False


def sitting(times: Sequence[datetime]) -> list[datetime]:
    """The same moments as one sitting: from the first on, with short pauses between them."""
    return [times[0] + (at - times[0]) / HASTE for at in times]


def working_times(random: Random, day: date, number: int, now: datetime) -> list[datetime]:
    """That many moments of one working day, in order; on the last day they lie before `now`."""
    morning = datetime.combine(day, time(FIRST_HOUR), now.tzinfo)
    length = timedelta(hours=LAST_HOUR - FIRST_HOUR)
    if morning + length > now:
        morning = datetime.combine(day, time(), now.tzinfo)
        length = max(now - morning, timedelta())
    return sorted(morning + length * random.random() for _ in range(number))
