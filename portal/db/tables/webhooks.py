"""Where the vendor's other systems want to hear of things, and what was sent to them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned, word
from portal.domain.webhooks import Kind, MessageState


class WebhookEndpoint(Versioned, Base):
    """An address that hears of the `topics` it asked for, until it is `disabled_at`.

    `secret` is sealed: what signs a webhook, or the address itself of a Slack channel, whose `url` is only what people
    may read of it. Until `earlier_until` the secret before it signs too. Nothing is sent before `resting_until`.
    """

    __tablename__ = "webhook_endpoints"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[Kind] = mapped_column(word(Kind))
    label: Mapped[str] = mapped_column(String(120))
    url: Mapped[str] = mapped_column(String(2000))
    topics: Mapped[list[Any]]
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    earlier_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    earlier_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    resting_until: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None] = mapped_column(String(500))


class WebhookMessage(Base):
    """The outbox: a message to an endpoint, written in the transaction of what it tells.

    Its id follows from what it tells to whom, so that the same is told once. It is due at `next_at`, which is empty
    once it is settled; after `most` attempts it is given up.
    """

    __tablename__ = "webhook_messages"
    __table_args__ = (
        Index(None, "endpoint_id", "created_at"),
        Index(
            "ix_webhook_messages_due",
            "next_at",
            postgresql_where=text("next_at IS NOT NULL"),
            sqlite_where=text("next_at IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_endpoints.id"))
    topic: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    request_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    state: Mapped[MessageState] = mapped_column(word(MessageState))
    attempts: Mapped[int]
    most: Mapped[int]
    next_at: Mapped[datetime | None]


class WebhookAttempt(Base):
    """One attempt to deliver a message: the status and the first words of the answer, or why there was none."""

    __tablename__ = "webhook_attempts"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_messages.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    status: Mapped[int | None]
    milliseconds: Mapped[int]
    said: Mapped[str] = mapped_column(String(1000))
