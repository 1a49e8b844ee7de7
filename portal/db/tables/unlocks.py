"""What staff decided about features by hand, beside what milestones unlock."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned


class UnlockOverride(Versioned, Base):
    """A person's word on whether a feature is open to a subject: a member, or the account itself.

    It counts above what milestones unlocked, until somebody takes it back: then `open` is None, and the row stays,
    so that two people who decide at once hear of each other.
    """

    __tablename__ = "unlock_overrides"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    feature: Mapped[str] = mapped_column(String(64), primary_key=True)
    open: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
