"""What came of a play: which of its actions were done, and the drafts in the words of whoever sends them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned


class PlayActionDone(Base):
    """An action of a play that somebody did for an account, by name. A play that is run again is done again."""

    __tablename__ = "play_actions"
    __table_args__ = (Index(None, "play", "account_id", "done_at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    play: Mapped[str] = mapped_column(String(64), primary_key=True)
    action: Mapped[str] = mapped_column(String(64), primary_key=True)
    done_at: Mapped[datetime] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(String(200))


class PlayDraft(Versioned, Base):
    """A draft of a play in somebody's own words, for one account; it stands in place of the playbook's."""

    __tablename__ = "play_drafts"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    play: Mapped[str] = mapped_column(String(64), primary_key=True)
    action: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
