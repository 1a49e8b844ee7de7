"""What the portfolio is read from, whatever the number of accounts, and what staff keep of it for themselves."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, word
from portal.domain.lifecycle import Phase
from portal.domain.risk import Level


class PortfolioRow(Base):
    """An account as the portfolio filters, orders and counts it; everything else is read for the accounts shown.

    It follows from other tables (`portal/db/portfolio_rows.py`) and is written with each assessment. `rank` is that
    of the level at which the account stands, `week` 0 before kickoff, `next_on` the last day there is where nothing
    is planned: no column an order needs is empty, because comparing rows with empty ones finds nothing.
    """

    __tablename__ = "portfolio_rows"
    __table_args__ = (
        Index("ix_portfolio_rows_by_verdict", "rank", "sort_name", "account_id"),
        Index("ix_portfolio_rows_by_name", "sort_name", "account_id"),
        Index("ix_portfolio_rows_by_week", "week", "sort_name", "account_id"),
        Index("ix_portfolio_rows_by_next", "next_on", "sort_name", "account_id"),
        Index("ix_portfolio_rows_at_level_by_week", "rank", "week", "sort_name", "account_id"),
        Index("ix_portfolio_rows_at_level_by_next", "rank", "next_on", "sort_name", "account_id"),
        Index("ix_portfolio_rows_of_phase", "phase", "rank", "sort_name", "account_id"),
        Index("ix_portfolio_rows_of_csm", "csm_id", "rank", "sort_name", "account_id"),
        Index("ix_portfolio_rows_on_hold", "on_hold", "rank", "sort_name", "account_id"),
        Index("ix_portfolio_rows_urgent", "urgency", "account_id"),
        Index("ix_portfolio_rows_urgent_of_csm", "csm_id", "urgency", "account_id"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    csm_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    sort_name: Mapped[str] = mapped_column(String(400))
    search: Mapped[str] = mapped_column(Text)
    rank: Mapped[int] = mapped_column(SmallInteger)
    since: Mapped[datetime]
    phase: Mapped[Phase] = mapped_column(word(Phase))
    week: Mapped[int] = mapped_column(SmallInteger)
    next_on: Mapped[date]
    on_hold: Mapped[bool]
    open: Mapped[bool]
    urgency: Mapped[int] = mapped_column(SmallInteger)
    reasons: Mapped[list[Any]]
    changed_at: Mapped[datetime] = mapped_column(index=True)


class VerdictCount(Base):
    """How many accounts of a CSM stand at a level, and how many of them are open onboardings.

    `csm_id` is `NOBODY` for accounts without a CSM. Other rows count a share of all CSMs together, so that the number
    of all accounts is read from a few of them. They change in the transaction that changes a row.
    """

    __tablename__ = "verdict_counts"

    csm_id: Mapped[UUID] = mapped_column(primary_key=True)
    level: Mapped[Level] = mapped_column(word(Level), primary_key=True)
    accounts: Mapped[int]
    open: Mapped[int]


class UrgencySnooze(Base):
    """One of the staff has put an account off until a day; a verdict that moves after `at` brings it back."""

    __tablename__ = "urgency_snoozes"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    until: Mapped[date]
    at: Mapped[datetime]


class SavedView(Base):
    """A part of the portfolio that one of the staff gave a name; `query` is what stands in its address."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("staff_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    name: Mapped[str] = mapped_column(String(40))
    query: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
