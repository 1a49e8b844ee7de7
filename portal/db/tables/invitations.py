"""Invitations that members send to colleagues."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, word
from portal.domain.roles import Role


class Invitation(Base):
    """A colleague asked to join in a role; only the hash of the link's token is kept. It works once."""

    __tablename__ = "invitations"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "by_id"], ["members.account_id", "members.id"]),
        ForeignKeyConstraint(["account_id", "accepted_by_id"], ["members.account_id", "members.id"]),
        Index(None, "account_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(320))
    role: Mapped[Role] = mapped_column(word(Role))
    by_id: Mapped[UUID]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[UUID | None]
    revoked_at: Mapped[datetime | None]
