"""What was decided about an account, who has to know, and the weekly note that tells it across the tracks."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned


class Decision(Versioned, Base):
    """What was decided, why, by whom and when. `search` is all of its text in small letters.

    `external_id` is what another system calls it, where one made it.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("account_id", "id"),
        UniqueConstraint("account_id", "external_id"),
        Index(None, "account_id", "decided_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    external_id: Mapped[str | None] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(500))
    why: Mapped[str] = mapped_column(String(2000))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date]
    search: Mapped[str] = mapped_column(Text)
    edited_at: Mapped[datetime]


class DecisionText(Base):
    """A former text of a decision, kept for good: what it said up to the version after this one."""

    __tablename__ = "decision_texts"
    __table_args__ = (ForeignKeyConstraint(["account_id", "decision_id"], ["decisions.account_id", "decisions.id"]),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(500))
    why: Mapped[str] = mapped_column(String(2000))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date]
    edited_by: Mapped[str | None] = mapped_column(String(200))
    edited_at: Mapped[datetime]


class DecisionReader(Base):
    """Somebody who has to know of a decision, by name; `told_on` is None as long as nobody has told them."""

    __tablename__ = "decision_readers"
    __table_args__ = (ForeignKeyConstraint(["account_id", "decision_id"], ["decisions.account_id", "decisions.id"]),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    told_on: Mapped[date | None]
    told_by: Mapped[str | None] = mapped_column(String(200))


class SyncNote(Versioned, Base):
    """The note across the tracks of the week that begins on a Monday; once it is sent, nobody changes it."""

    __tablename__ = "sync_notes"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str | None] = mapped_column(String(200))
