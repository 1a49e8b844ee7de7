"""Onboardings that rest."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned

OPEN = text("ended_on IS NULL")


class Hold(Versioned, Base):
    """A paused clock with a reason and an expected end; it may begin later."""

    __tablename__ = "holds"
    __table_args__ = (
        Index(None, "account_id"),
        Index("ix_holds_open_by_end", "expected_end_on", postgresql_where=OPEN, sqlite_where=OPEN),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(500))
    started_on: Mapped[date]
    expected_end_on: Mapped[date]
    ended_on: Mapped[date | None]
