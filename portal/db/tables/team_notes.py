"""What colleagues tell each other about a milestone."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, word
from portal.domain.notes import NoteKind


class TeamNote(Base):
    """A note to a colleague, or to the whole team where `to_member_id` is None."""

    __tablename__ = "team_notes"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "from_id"], ["members.account_id", "members.id"]),
        ForeignKeyConstraint(["account_id", "to_member_id"], ["members.account_id", "members.id"]),
        UniqueConstraint("account_id", "id"),
        Index(None, "account_id", "to_member_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    milestone_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[NoteKind] = mapped_column(word(NoteKind))
    from_id: Mapped[UUID]
    to_member_id: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]


class TeamNoteSeen(Base):
    """A member has seen a note; one to the whole team is seen by each alone."""

    __tablename__ = "team_notes_seen"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "note_id"], ["team_notes.account_id", "team_notes.id"]),
        ForeignKeyConstraint(["account_id", "member_id"], ["members.account_id", "members.id"]),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
