"""What the library can be searched for."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, word
from portal.domain.library import Kind


class Article(Base):
    """The words of an article or a video of a revision, in one language.

    The full-text index over them is each database's own: `portal.db.full_text` says how it is made.
    """

    __tablename__ = "articles"
    __table_args__ = (UniqueConstraint("revision", "locale", "milestone_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    revision: Mapped[int] = mapped_column(ForeignKey("revisions.number"))
    locale: Mapped[str] = mapped_column(String(16))
    milestone_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[Kind] = mapped_column(word(Kind))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
