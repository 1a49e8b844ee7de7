"""Assignments and exposures: written once, never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Assignment(Base):
    """The variant of an account in an experiment, decided for ever. An empty variant is the holdout."""

    __tablename__ = "assignments"

    experiment_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    variant_id: Mapped[str | None] = mapped_column(String(64))
    revision: Mapped[int]
    at: Mapped[datetime]


class Exposure(Base):
    """The first time a difference between the arms was rendered for a member."""

    __tablename__ = "exposures"

    experiment_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    first_at: Mapped[datetime]
