"""What members chose for themselves, and staff about the letters to them."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, word
from portal.domain.preferences import Theme


class MemberPreferences(Base):
    """A member's preferences, once they have saved some.

    `channels` maps an occasion to a list of channels. `version` counts how often they were saved.
    """

    __tablename__ = "member_preferences"
    __table_args__ = (ForeignKeyConstraint(["account_id", "member_id"], ["members.account_id", "members.id"]),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    language: Mapped[str | None] = mapped_column(String(35))
    theme: Mapped[Theme] = mapped_column(word(Theme))
    time_zone: Mapped[str] = mapped_column(String(64))
    quiet_from: Mapped[time | None]
    quiet_to: Mapped[time | None]
    celebrations: Mapped[bool]
    channels: Mapped[dict[str, Any]]
    version: Mapped[int]
    saved_at: Mapped[datetime]


class StaffPreferences(Base):
    """What one of the staff chose about letters, once they have. `version` counts how often they did."""

    __tablename__ = "staff_preferences"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    quiet_from: Mapped[time | None]
    quiet_to: Mapped[time | None]
    channels: Mapped[dict[str, Any]]
    version: Mapped[int]
    saved_at: Mapped[datetime]
