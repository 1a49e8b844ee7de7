"""What other systems are told, and when a message that did not arrive is tried again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from portal.domain.risk import Level

WAITS: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long after each attempt the next one follows: about three days in all."""
ATTEMPTS: Final = len(WAITS) + 1
SEALED_FOR: Final = "webhooks"
"""What the secrets of addresses are sealed for."""
KEPT: Final = timedelta(days=30)
"""So long the log shows what was sent."""
JITTER: Final = 0.2
"""By so much of itself a wait is longer or shorter, so that what failed together is not tried together."""
GONE: Final = 410
SLACK_GONE: Final = frozenset({403, 404, GONE})
"""What Slack answers once a channel or its webhook has been taken away."""


class Kind(StrEnum):
    """What listens at an address."""

    WEBHOOK = "webhook"
    SLACK = "slack"


class Topic(StrEnum):
    """What there is to tell, by the name that stands in the message."""

    MILESTONE_COMPLETED = "milestone.completed"
    FEATURE_UNLOCKED = "feature.unlocked"
    VERDICT_CHANGED = "verdict.changed"
    TOUCHPOINT_DUE = "touchpoint.due"
    PHASE_CHANGED = "onboarding.phase_changed"
    TEST = "webhook.test"

    @property
    def label(self) -> str:
        """The topic as staff read it."""
        return {
            "milestone.completed": "A milestone is done",
            "feature.unlocked": "A feature is unlocked",
            "verdict.changed": "A verdict changes",
            "touchpoint.due": "A touchpoint is due",
            "onboarding.phase_changed": "An onboarding enters a phase",
            "webhook.test": "A test",
        }[self.value]


TOPICS: Final = {
    Kind.WEBHOOK: tuple(topic for topic in Topic if topic is not Topic.TEST),
    Kind.SLACK: (Topic.VERDICT_CHANGED, Topic.TOUCHPOINT_DUE),
}
"""What each kind of address may ask to hear of."""


class MessageState(StrEnum):
    """How a message stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell. The same `key` is told once to each address, however often it is announced.

    An address that was added after it was `over` does not hear of it.
    """

    topic: Topic
    key: str
    account_id: UUID
    at: datetime
    member_id: UUID | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    over: datetime | None = None

    def concerns(self, kind: Kind, topics: Collection[str], *, since: datetime) -> bool:
        """Whether an address that asked for these topics hears of it; Slack only of verdicts that got worse."""
        if self.topic not in topics or (self.over and self.over <= since):
            return False
        return kind is Kind.WEBHOOK or self.topic is not Topic.VERDICT_CHANGED or self._worse

    @property
    def _worse(self) -> bool:
        before, after = self.facts["previous_level"], Level(self.facts["level"])
        return after in ALARMING and (before is None or after.rank < Level(before).rank)


ALARMING: Final = frozenset({Level.WATCH, Level.AT_RISK, Level.CRITICAL})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt: a status with the first words of the answer, or, without one, the reason in `said`."""

    status: int | None
    milliseconds: int
    said: str
    rest: timedelta | None = None

    @property
    def arrived(self) -> bool:
        """Whether the message was taken: every 2xx says so."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - the 2xx answers

    def gone(self, kind: Kind) -> bool:
        """Whether nobody listens there any more."""
        return self.status == GONE or (kind is Kind.SLACK and self.status in SLACK_GONE)


def wait_after(left: int, *, chance: float) -> timedelta | None:
    """How long to wait with `left` attempts left, spread by a `chance` from 0 to 1; None where none is left."""
    if left <= 0:
        return None
    return WAITS[max(len(WAITS) - left, 0)] * (1 - JITTER + 2 * JITTER * chance)
