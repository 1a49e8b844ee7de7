"""From the start gate to go-live: the kickoff, the success plan, the checklist, and the day itself."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned, word
from portal.domain.readiness import Ticked


class StartOverride(Base):
    """A lead's word that a kickoff may be scheduled in spite of gaps, with a reason and an end. It is never deleted."""

    __tablename__ = "start_overrides"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CheckAnswer(Versioned, Base):
    """What somebody answered to a check of readiness; no row where nobody has yet."""

    __tablename__ = "check_answers"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    check_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[Ticked] = mapped_column(word(Ticked))
    note: Mapped[str | None] = mapped_column(String(500))
    answered_at: Mapped[datetime]


class Kickoff(Versioned, Base):
    """The kickoff meeting, and the recap that goes out after it. Attendees are texts, a name or an address each."""

    __tablename__ = "kickoffs"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    attendees: Mapped[list[Any]]
    recap: Mapped[str | None] = mapped_column(String(5000))
    recap_sent_at: Mapped[datetime | None]
    recap_sent_by: Mapped[str | None] = mapped_column(String(200))


class SuccessPlan(Versioned, Base):
    """What of the Customer Success Plan is written by hand. Since `shared_at` the customer's people read it."""

    __tablename__ = "success_plans"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    goal: Mapped[str] = mapped_column(String(500))
    use_cases: Mapped[str] = mapped_column(String(2000))
    risks: Mapped[str] = mapped_column(String(2000))
    edited_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]


class GoLive(Base):
    """Somebody declared that an account went live on a day. A correction is a further row; the newest holds.

    `number` counts from 1 in each account. `reason` says why in spite of open checks, or what was wrong before.
    """

    __tablename__ = "go_lives"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    went_live_on: Mapped[date]
    reason: Mapped[str | None] = mapped_column(String(500))
    declared_by: Mapped[str] = mapped_column(String(200))
    declared_at: Mapped[datetime]
