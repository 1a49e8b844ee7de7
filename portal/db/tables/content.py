"""Published revisions of the playbook, and the media they name."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Revision(Base):
    """The whole, validated content as files. Immutable; the highest number is live."""

    __tablename__ = "revisions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    hash: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(1000))
    published_at: Mapped[datetime]
    files: Mapped[dict[str, Any]]


class Media(Base):
    """A video, caption or image by the SHA-256 of its bytes."""

    __tablename__ = "media"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    type: Mapped[str] = mapped_column(String(80))
    body: Mapped[bytes] = mapped_column(LargeBinary)


class PlaybookPin(Base):
    """The revision an account in flight stays on until it is moved, and what was changed for it alone.

    `edits` holds `hidden` (milestone ids) and `due_days` (days from kickoff by milestone id). An account
    without a row follows the live revision.
    """

    __tablename__ = "playbook_pins"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(ForeignKey("revisions.number"))
    edits: Mapped[dict[str, Any]]
    at: Mapped[datetime]
