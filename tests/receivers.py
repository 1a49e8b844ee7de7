"""Receivers of webhooks for tests: what they answer, and what they were told."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import msgspec
from sqlalchemy import select

from portal.courier import Courier
from portal.db import webhooks
from portal.db.engine import Database
from portal.db.tables import WebhookEndpoint
from portal.domain.webhooks import SEALED_FOR, Kind, Topic
from portal.identity.outbound import Outbound
from portal.identity.sealing import Sealer
from portal.services.webhooks import new_secret
from tests.factories import NOW, ORIGIN
from tests.identity.fake_provider import public

KEY = "a secret of at least thirty-two characters"
URL = "https://crm.halden.example/hooks"


@dataclass
class Receiver:
    """A system on the other side: gives its answers in turn, the last one for ever, and keeps what it was told."""

    answers: list[httpx2.Response] = field(default_factory=lambda: [httpx2.Response(204)])
    told: list[httpx2.Request] = field(default_factory=list)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.told.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """What it was told, as JSON."""
        return [msgspec.json.decode(request.content) for request in self.told]


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span


@dataclass
class Round:
    """A courier, its clock, and the receiver at the end of the wire."""

    database: Database
    receiver: Receiver = field(default_factory=Receiver)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        outbound = Outbound(wire=httpx2.MockTransport(self.receiver), look_up=public)
        self.courier = Courier(self.database, KEY, ORIGIN, outbound, self.clock)

    async def go(self) -> int:
        """Send what is due, one message an address; how many were sent."""
        before = len(self.receiver.told)
        await self.courier.begin()
        await self.courier.finish()
        return len(self.receiver.told) - before


async def add_listener(
    database: Database, *topics: Topic, kind: Kind = Kind.WEBHOOK, url: str = URL, secret: str | None = None
) -> UUID:
    """An address that hears of these topics."""
    endpoint_id, sealer = uuid4(), Sealer(KEY, SEALED_FOR)
    text = url if kind is Kind.SLACK else secret or new_secret()
    values: dict[str, Any] = {
        "kind": kind,
        "label": "CRM",
        "url": url,
        "topics": list(topics),
        "secret": sealer.seal(text, NOW),
    }
    values |= {"id": endpoint_id, "created_at": NOW, "version": 1, "edited_by": "Olivia"}
    async with database.write() as session:
        await webhooks.add(session, values)
    return endpoint_id


async def disabled_reason(database: Database, endpoint_id: UUID) -> str | None:
    """Why an address is switched off; None where it is not."""
    async with database.read() as session:
        return await session.scalar(select(WebhookEndpoint.disabled_reason).where(WebhookEndpoint.id == endpoint_id))
