"""What stands in the calendar: what became of touchpoints, meetings, and the feeds that people subscribe to."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned, word
from portal.domain.meetings import MeetingKind
from portal.domain.touchpoints import Settled


class TouchpointRecord(Versioned, Base):
    """What staff noted of a touchpoint, `weeks` after go-live; no row where nobody has yet.

    Its day follows from the plan, unless it was `moved_to` another. `note` is what came of it, or why it was skipped.
    """

    __tablename__ = "touchpoints"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    touchpoint_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    weeks: Mapped[int] = mapped_column(primary_key=True)
    moved_to: Mapped[date | None]
    settled: Mapped[Settled | None] = mapped_column(word(Settled))
    settled_on: Mapped[date | None]
    settled_by: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(2000), default="")


class Meeting(Versioned, Base):
    """A meeting with an account. `sequence` grows when what its attendees are told changes (RFC 5545).

    The touchpoint it is held for, if any, is named by its id and its weeks after go-live.
    """

    __tablename__ = "meetings"
    __table_args__ = (UniqueConstraint("account_id", "id"), Index(None, "account_id", "starts_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[MeetingKind] = mapped_column(word(MeetingKind), default=MeetingKind.OTHER)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    minutes: Mapped[int]
    attendees: Mapped[list[Any]]
    place: Mapped[str] = mapped_column(String(500), default="")
    note: Mapped[str] = mapped_column(String(2000), default="")
    touchpoint_id: Mapped[str | None] = mapped_column(String(64))
    touchpoint_weeks: Mapped[int | None]
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    uid: Mapped[str] = mapped_column(String(255), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    invited_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(2000), default="")


class CalendarFeed(Base):
    """The secret address under which one of the staff subscribes to their calendar; only its hash is kept."""

    __tablename__ = "calendar_feeds"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
