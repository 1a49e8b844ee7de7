"""What projections of the events keep. A subject is a member, or the account itself for shared milestones."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base

Slug = String(64)


class StepCounter(Base):
    """How often one person met a step's rule. Events without a person count under the account's id."""

    __tablename__ = "step_counters"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    step_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    events: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class StepCompletion(Base):
    """A ticked step. `by_id` is the member who said so; `event_id` the event that did or confirmed it."""

    __tablename__ = "step_completions"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    step_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    verified: Mapped[bool]


class MilestoneCompletion(Base):
    """A reached milestone; never taken back."""

    __tablename__ = "milestone_completions"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    at: Mapped[datetime]


class Celebration(Base):
    """A member has seen the celebration of a milestone."""

    __tablename__ = "celebrations"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    at: Mapped[datetime]


class Unlock(Base):
    """A product capability granted to a subject because a milestone was reached."""

    __tablename__ = "unlocks"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    feature: Mapped[str] = mapped_column(Slug, primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug)
    at: Mapped[datetime]


class ActivityDay(Base):
    """How many events that count as use one member caused on one UTC day."""

    __tablename__ = "activity_days"
    __table_args__ = (Index(None, "account_id", "day"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    events: Mapped[int]
