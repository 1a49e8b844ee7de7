"""Where events come from, the events, and those set aside."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned

BigId = BigInteger().with_variant(Integer(), "sqlite")


class Source(Versioned, Base):
    """A sender of events. Two live keys of one source share its message ids.

    The key of a `browser` source is public; pages of the `origins` may use it, of any where there are none.
    """

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    browser: Mapped[bool] = mapped_column(default=False)
    origins: Mapped[list[Any]] = mapped_column(default=list)


class ApiKey(Base):
    """A key by its public id; only the SHA-256 of the secret is kept.

    `replaces` is the key whose place it takes: both work until the older one is ended.
    """

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(120))
    scopes: Mapped[list[Any]]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id"))
    replaces: Mapped[str | None] = mapped_column(ForeignKey("api_keys.id"))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Event(Base):
    """An immutable fact. `at` is the corrected time; `ordinal` its place in the batch it came in.

    That each message id of a source is stored once each database sees to in its own way, which a migration makes; on
    PostgreSQL that divides the table by month of `received_at`, too. No foreign keys: each is looked up for each
    event, and locks the table it points to when a month is added or dropped. Accounts and sources are never deleted.
    """

    __tablename__ = "events"
    __table_args__ = (Index(None, "account_id", "name", "at"), Index(None, "batch_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    source_id: Mapped[int]
    message_id: Mapped[str] = mapped_column(String(100))
    batch_id: Mapped[UUID]
    ordinal: Mapped[int]
    type: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    account_id: Mapped[UUID]
    member_id: Mapped[UUID | None]
    at: Mapped[datetime]
    original_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    clamped: Mapped[bool]
    properties: Mapped[dict[str, Any]]
    context: Mapped[dict[str, Any]]


class EventName(Base):
    """How often a sender used a name, and when first and last: what the tracking plan is compared with."""

    __tablename__ = "event_names"

    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class Quarantined(Base):
    """A message that could not become an event, as it came, with the reason and the mend.

    `call` is its type where the address of the request said it, `sent_at` the request's time by the sender's clock.
    """

    __tablename__ = "quarantine"
    __table_args__ = (Index(None, "received_at", "id"), Index(None, "code", "received_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), index=True)
    message_id: Mapped[str | None] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    call: Mapped[str | None] = mapped_column(String(16))
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
