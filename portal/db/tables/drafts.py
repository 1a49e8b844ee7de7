"""What editors are about to publish: drafts of the playbook, and the files each of them changes."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned


class Draft(Base):
    """A revision in the making, over the published one it began from or was carried over to last."""

    __tablename__ = "drafts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(80))
    base: Mapped[int] = mapped_column(ForeignKey("revisions.number"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    started_at: Mapped[datetime]


class DraftFile(Versioned, Base):
    """A file of a draft that somebody saved, in place of the one its base has; without a text it is taken out."""

    __tablename__ = "draft_files"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    text: Mapped[str | None] = mapped_column(Text)
    edited_at: Mapped[datetime]
