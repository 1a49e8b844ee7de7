"""The log of what an address was told, as an owner reads it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from portal.db.webhooks import Attempt, Message
from portal.domain.webhooks import MessageState, Topic
from portal.services.webhooks import Logged


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt in words."""

    attempt: Attempt
    came: str
    arrived: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One message: what it tells, how it stands, and every attempt; `fresh` says it is just being sent."""

    message: Message
    topic: str
    body: str
    tried: tuple[Tried, ...]

    @property
    def id(self) -> UUID:
        """The id of the message."""
        return self.message.id

    @property
    def fresh(self) -> bool:
        """Whether it is about to be sent for the first time."""
        return self.message.state is MessageState.WAITING and not self.tried

    @property
    def settled(self) -> bool:
        """Whether it is not tried again by itself."""
        return self.message.state is not MessageState.WAITING


def shown(logged: Sequence[Logged]) -> list[Line]:
    """The messages of a log."""
    return [_line(one) for one in logged]


def _line(one: Logged) -> Line:
    body = json.dumps(json.loads(one.message.body), indent=2, ensure_ascii=False)
    return Line(one.message, Topic(one.message.topic).label, body, tuple(_tried(attempt) for attempt in one.attempts))


def _tried(attempt: Attempt) -> Tried:
    if attempt.status is None:
        return Tried(attempt, "no answer", arrived=False)
    try:
        came = f"{attempt.status} {HTTPStatus(attempt.status).phrase}"
    except ValueError:
        came = str(attempt.status)
    return Tried(attempt, came, arrived=200 <= attempt.status < 300)  # noqa: PLR2004 - the 2xx answers
