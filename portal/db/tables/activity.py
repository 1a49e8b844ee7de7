"""What events are rolled up into after they were stored, and which batches still wait for it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.tables.events import BigId


class UnrolledBatch(Base):
    """A batch of so many events that were stored and not rolled up yet; `request_id` names one request it came in."""

    __tablename__ = "unrolled_batches"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    batch_id: Mapped[UUID]
    events: Mapped[int]
    stored_at: Mapped[datetime]
    request_id: Mapped[str | None] = mapped_column(String(32))


class ActivityDay(Base):
    """How many events that count as use one member caused on one UTC day."""

    __tablename__ = "activity_days"
    __table_args__ = (Index(None, "account_id", "day"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    events: Mapped[int]


class MemberWeeks(Base):
    """In which weeks of an ISO year one member used the product: bit 0 of `weeks` is week 1."""

    __tablename__ = "member_weeks"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    weeks: Mapped[int] = mapped_column(BigInteger)


class FirstTouch(Base):
    """When one member first caused an event of a name, whether or not it counts as use."""

    __tablename__ = "first_touches"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime]
