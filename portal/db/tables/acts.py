"""What members did with milestones besides their steps, projected from the events in which they did it.

A subject is a member, or the account itself where the milestone is shared. Of two acts the later stands.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, word
from portal.domain.acts import Thumb

Slug = String(64)


class Blocker(Base):
    """On whom a milestone waits: a colleague, a stakeholder, or somebody who is only named.

    It is open from `since` until an `ended_at` after that. Each of the moments only ever grows, so that the order
    in which events come does not matter; `since` is None as long as only the end of a wait has come.
    """

    __tablename__ = "blockers"
    __table_args__ = (Index(None, "milestone_id"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    waits_on: Mapped[str | None] = mapped_column(String(200))
    why: Mapped[str | None] = mapped_column(String(500))
    member_id: Mapped[UUID | None]
    stakeholder_id: Mapped[UUID | None]
    by_id: Mapped[UUID | None]
    since: Mapped[datetime | None]
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Snooze(Base):
    """A member put a milestone off until the day that begins, in UTC, at `until`; None says they went on."""

    __tablename__ = "snoozes"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    until: Mapped[datetime | None]
    at: Mapped[datetime]
    event_id: Mapped[int] = mapped_column(BigInteger)


class Handover(Base):
    """Whom an account's milestone was handed to; where the subject is a member, whom they asked to help with it."""

    __tablename__ = "handovers"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    to_id: Mapped[UUID]
    by_id: Mapped[UUID]
    note: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    event_id: Mapped[int] = mapped_column(BigInteger)


class Feedback(Base):
    """What a member thinks of a milestone. Their arm of an experiment is read from its assignment."""

    __tablename__ = "feedback"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    thumb: Mapped[Thumb] = mapped_column(word(Thumb))
    comment: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    event_id: Mapped[int] = mapped_column(BigInteger)


class CoachBooking(Base):
    """When a member meets their guide about a milestone."""

    __tablename__ = "coach_bookings"
    __table_args__ = (Index(None, "starts_at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    starts_at: Mapped[datetime]
    at: Mapped[datetime]
    event_id: Mapped[int] = mapped_column(BigInteger)
