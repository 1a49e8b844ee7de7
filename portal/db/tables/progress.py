"""What projections of the events keep. A subject is a member, or the account itself for shared milestones."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base

Slug = String(64)


class StepCounter(Base):
    """How many events of one person counted towards a step's rule, where counting decides it.

    Events without a person count under the account's id.
    """

    __tablename__ = "step_counters"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    step_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    events: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class RuleProgress(Base):
    """How far a rule has come that only its events can decide: `count` of `target`, in the unit of the rule."""

    __tablename__ = "rule_progress"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    step_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    count: Mapped[int]
    target: Mapped[int]


class StepCompletion(Base):
    """A ticked step, or, under the step id `$signal`, a met success signal.

    `at` is when it was first done, by hand or in the product; both times and the milestone's follow when an
    earlier event arrives late. `by_id` is the member who said so before the product did. `verified_at` is
    when the product's events first met the rule, or the tick itself where there is no rule; None says that it
    is not confirmed yet. `event_id` is the evidence: the event that confirmed it, or else the tick.
    """

    __tablename__ = "step_completions"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    step_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    verified_at: Mapped[datetime | None]


class MilestoneCompletion(Base):
    """A reached milestone; never taken back. `at` is when its last required part was done."""

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
