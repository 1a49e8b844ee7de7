"""Who owns a track of an account's onboarding, by name."""

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned


class TrackOwner(Versioned, Base):
    """The named owner of a track, at the customer or with us; an empty name says that nobody has it now."""

    __tablename__ = "track_owners"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    track: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
