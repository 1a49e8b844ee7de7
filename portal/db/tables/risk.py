"""Verdicts are history: each row held from `as_of` until the next one."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, word
from portal.domain.risk import Level


class VerdictRecord(Base):
    """One verdict with its path as it was. `superseded_at` is empty on the current one."""

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
