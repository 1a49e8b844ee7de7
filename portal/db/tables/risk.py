"""Verdicts as history, the numbers they follow from, and what people said against them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Double, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, word
from portal.domain.risk import Level


class VerdictRecord(Base):
    """One verdict with its path as it was: it held from `as_of` until `superseded_at`, empty on the current one."""

    __tablename__ = "verdicts"
    __table_args__ = (
        Index(None, "account_id", "as_of"),
        Index(
            "uq_verdicts_current",
            "account_id",
            unique=True,
            postgresql_where=text("superseded_at IS NULL"),
            sqlite_where=text("superseded_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    tree: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int]
    leaf: Mapped[str] = mapped_column(String(64))
    level: Mapped[Level] = mapped_column(word(Level))
    as_of: Mapped[datetime]
    checked_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    path: Mapped[list[Any]]


class AccountSignals(Base):
    """The numbers from which an account's verdict follows, as its last assessment counted them.

    One row an account. `tree` is the tree that applied, and `leaf` where it led, by `revision` of the playbook;
    `counted` names the tree with the signals it asks for and the windows they were counted with
    (`domain/signal_rules.py`). Every other column is `<signal>_<number>`: empty where the number is not known, or
    where the tree does not ask for the signal. No number depends on a threshold, so changed thresholds can be tried
    on all accounts in one pass over this table (`db/tree_sql.py`).
    """

    __tablename__ = "account_signals"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    tree: Mapped[str] = mapped_column(String(64))
    leaf: Mapped[str] = mapped_column(String(64))
    counted: Mapped[str] = mapped_column(String(500))
    revision: Mapped[int]
    as_of: Mapped[datetime]
    owner_named_named: Mapped[int | None]
    timeline_realistic_days: Mapped[int | None]
    timeline_realistic_typical: Mapped[int | None]
    capacity_available_others_open: Mapped[int | None]
    capacity_available_limit: Mapped[int | None]
    responding_answered: Mapped[int | None]
    responding_sent: Mapped[int | None]
    completing_actions_done: Mapped[int | None]
    completing_actions_due: Mapped[int | None]
    completing_actions_oldest_days_late: Mapped[int | None]
    pilot_active_active: Mapped[int | None]
    pilot_active_pilot: Mapped[int | None]
    pilot_active_age_days: Mapped[int | None]
    adoption_trend_weeks: Mapped[int | None]
    adoption_trend_members: Mapped[int | None]
    adoption_trend_change: Mapped[float | None] = mapped_column(Double)


class VerdictOverride(Base):
    """A person's word over an account's verdict, from `started_at` until it expires or somebody ends it.

    The computed verdict goes on being recorded beneath it.
    """

    __tablename__ = "verdict_overrides"
    __table_args__ = (Index(None, "account_id", "expires_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    level: Mapped[Level] = mapped_column(word(Level))
    reason: Mapped[str] = mapped_column(String(500))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
