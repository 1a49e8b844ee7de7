"""What an account wants to reach, what was measured, and the reports about both."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class SuccessTarget(Base):
    """What an account and its guide agreed a metric should become: where it started, and goals by months after go-live.

    `baseline_source` says where the start was measured. `agreed_on` also orders an account's targets. A metric that
    no events measure, and people count by hand, has its `name` and `unit` here.
    """

    __tablename__ = "success_targets"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    metric_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(120))
    unit: Mapped[str | None] = mapped_column(String(40))
    baseline: Mapped[float]
    baseline_source: Mapped[str] = mapped_column(String(200))
    goal_3: Mapped[float]
    goal_6: Mapped[float]
    goal_12: Mapped[float]
    agreed_on: Mapped[date]


class MetricWeek(Base):
    """A metric's number for one week that began on a Monday, in UTC, and how many events it is made of.

    `measure` is the key of the rule it was counted by; numbers of another rule are never shown beside it. A week in
    which nothing counts has no row.
    """

    __tablename__ = "metric_weeks"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    metric_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(String(16))
    value: Mapped[float]
    sample: Mapped[int]
    computed_at: Mapped[datetime]


class ValueReport(Base):
    """A report as it was handed over: `content` is never changed afterwards. Numbers count from 1 in each account.

    `period_to` is the day it was due; the report tells of the days before it.
    """

    __tablename__ = "value_reports"
    __table_args__ = (UniqueConstraint("account_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    number: Mapped[int]
    period_from: Mapped[date]
    period_to: Mapped[date]
    content: Mapped[dict[str, Any]]
    at: Mapped[datetime]
