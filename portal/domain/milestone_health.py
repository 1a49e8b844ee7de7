"""Whether a milestone does what it promises: how many give it up, what they say of it, how long it takes them.

What is counted is what people did in the last half a year, so that a milestone somebody mended gets well again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from types import MappingProxyType
from typing import Final

from portal.domain.acts import Thumb
from portal.domain.lifecycle import Hold, running_days
from portal.domain.playbook import Milestone
from portal.domain.wording import percent

ENOUGH: Final = 10
"""The fewest cases that anything is said of."""
LOOKED_BACK: Final = timedelta(days=180)
PATIENCE: Final = 2
"""Whoever has not reached a milestone in so many times its due days has given it up."""
SITTING: Final = timedelta(hours=2)
"""What took longer had a break in it, and says nothing of how long the work takes."""


class Concern(StrEnum):
    """What can be wrong with a milestone."""

    DROP_OFF = "drop_off"
    THUMBS_DOWN = "thumbs_down"
    OVER_ESTIMATE = "over_estimate"

    @property
    def label(self) -> str:
        """The concern as staff read it."""
        return {
            "drop_off": "Begun and given up",
            "thumbs_down": "Thumbs down",
            "over_estimate": "Longer than it says",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Limit:
    """From where on a number says that a milestone needs a look, how it is counted, and where the limit comes from."""

    above: float
    counted: str
    source: str


LIMITS: Final[Mapping[Concern, Limit]] = MappingProxyType(
    {
        Concern.DROP_OFF: Limit(
            0.3,
            "Of those who did a first step so long ago that twice the due days are over, holds left out: the share "
            "that had not reached the milestone by then.",
            "Our own choice. The milestone guide asks where people drop off and gives no number; 3 in 10 is more than "
            "projects that stall for reasons of their own.",
        ),
        Concern.THUMBS_DOWN: Limit(
            0.25,
            "Of all who judged the milestone: the share that gave it a thumb down.",
            "Our own choice. The guide asks for what people say beside the numbers; when 1 in 4 is unhappy it is not "
            "a matter of taste.",
        ),
        Concern.OVER_ESTIMATE: Limit(
            1.5,
            "Of those who did all steps within two hours: the middle time from the first step done to the last, "
            "against the minutes that the steps after the first promise.",
            "Our own choice. A promise of minutes is broken for half of the people when it takes them half as long "
            "again.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One subject's work on a milestone: its first and last step, and when the milestone was reached, if it was."""

    began_at: datetime
    last_step_at: datetime
    reached_at: datetime | None
    holds: Sequence[Hold] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted of a milestone. `minutes` is the middle time of those who did it in one sitting."""

    ripe: int = 0
    dropped: int = 0
    judged: int = 0
    down: int = 0
    timed: int = 0
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of a milestone beside its limit; `says` states it in a sentence, `sample` is what it is made of."""

    concern: Concern
    value: float
    sample: int
    says: str

    @property
    def limit(self) -> Limit:
        """From where on it needs a look."""
        return LIMITS[self.concern]

    @property
    def enough(self) -> bool:
        """Whether there are enough cases to say anything."""
        return self.sample >= ENOUGH

    @property
    def beyond(self) -> float:
        """How many times the limit the number is."""
        return self.value / self.limit.above

    @property
    def needs_look(self) -> bool:
        """Whether the number says that somebody should look at the milestone."""
        return self.enough and self.value > self.limit.above


def tally(milestone: Milestone, attempts: Iterable[Attempt], thumbs: Mapping[Thumb, int], today: date) -> Tally:
    """Count what subjects did with a milestone, as known `today`."""
    tried = list(attempts)
    ripe = [one for one in tried if _days(one, today, today) > PATIENCE * milestone.due_days]
    minutes = [length for one in tried if (length := _sitting(milestone, one)) is not None]
    return Tally(
        ripe=len(ripe),
        dropped=sum(not _in_time(milestone, one, today) for one in ripe),
        judged=sum(thumbs.values()),
        down=thumbs.get(Thumb.DOWN, 0),
        timed=len(minutes),
        minutes=median(minutes) if minutes else None,
    )


def _days(attempt: Attempt, end: date, today: date) -> int:
    return running_days(attempt.holds, attempt.began_at.date(), end, today)


def _in_time(milestone: Milestone, attempt: Attempt, today: date) -> bool:
    reached = attempt.reached_at
    return reached is not None and _days(attempt, reached.date(), today) <= PATIENCE * milestone.due_days


def _sitting(milestone: Milestone, attempt: Attempt) -> float | None:
    """The minutes from the first step to the last, where the milestone was reached and that was one sitting."""
    length = attempt.last_step_at - attempt.began_at
    if attempt.reached_at is None or promised(milestone) == 0 or length > SITTING:
        return None
    return length / timedelta(minutes=1)


def promised(milestone: Milestone) -> int:
    """The minutes the steps after the first say they take: the time before the first is done nobody sees."""
    return sum(step.minutes for step in milestone.steps[1:] if not step.optional)


def readings(milestone: Milestone, counted: Tally) -> tuple[Reading, ...]:
    """The three numbers of a milestone."""
    return (_drop_off(milestone, counted), _thumbs_down(counted), _over_estimate(milestone, counted))


def _drop_off(milestone: Milestone, counted: Tally) -> Reading:
    share = counted.dropped / counted.ripe if counted.ripe else 0.0
    days = PATIENCE * milestone.due_days
    says = f"{counted.dropped} of {counted.ripe} who began had not finished after {days} days ({percent(share)})."
    return Reading(Concern.DROP_OFF, share, counted.ripe, says)


def _thumbs_down(counted: Tally) -> Reading:
    share = counted.down / counted.judged if counted.judged else 0.0
    says = f"{counted.down} of {counted.judged} who judged it gave a thumb down ({percent(share)})."
    return Reading(Concern.THUMBS_DOWN, share, counted.judged, says)


def _over_estimate(milestone: Milestone, counted: Tally) -> Reading:
    estimate, took = promised(milestone), counted.minutes or 0.0
    ratio = took / estimate if estimate else 0.0
    says = (
        f"{took:.0f} min is the middle of {counted.timed} sittings; the steps after the first promise {estimate} min."
    )
    return Reading(Concern.OVER_ESTIMATE, ratio, counted.timed, says)
