"""What went out to people, waits to, or did not and why."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, word
from portal.domain.deliveries import Reason, State, Topic
from portal.domain.preferences import Channel

UNDER_WAY = text("state IN ('waiting', 'sending')")
IN_APP = text("channel = 'in_app'")


class Delivery(Base):
    """One thing to tell one person by one channel: a member, one of the staff, or somebody who is only an address.

    The key is that of the happening and the person: nothing is told anybody twice. Deliveries with the same `letter`
    went out together. While it waits, `next_at` is when to look again; while it is being sent, when whoever sends it
    counts as gone. What is shown in the portal is in no letter and never waits.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "member_id"], ["members.account_id", "members.id"]),
        Index(None, "created_at", "id"),
        Index(None, "account_id", "created_at", "id"),
        Index(None, "member_id", "created_at"),
        Index(None, "staff_id", "created_at"),
        Index("ix_deliveries_in_app", "member_id", postgresql_where=IN_APP, sqlite_where=IN_APP),
        Index("ix_deliveries_due", "next_at", postgresql_where=UNDER_WAY, sqlite_where=UNDER_WAY),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    dedupe_key: Mapped[str] = mapped_column(String(300), unique=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    member_id: Mapped[UUID | None]
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    email: Mapped[str] = mapped_column(String(320))
    channel: Mapped[Channel] = mapped_column(word(Channel))
    topic: Mapped[Topic] = mapped_column(word(Topic))
    state: Mapped[State] = mapped_column(word(State))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    reason: Mapped[Reason | None] = mapped_column(word(Reason))
    letter: Mapped[UUID | None]
    subject: Mapped[str | None] = mapped_column(String(300))
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class SuppressedAddress(Base):
    """An address to which nothing more is sent: it does not exist, or its reader complained; in whose words."""

    __tablename__ = "suppressed_addresses"

    email: Mapped[str] = mapped_column(String(320), primary_key=True)
    reason: Mapped[Reason] = mapped_column(word(Reason))
    said: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
