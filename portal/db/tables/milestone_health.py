"""How milestones fare with whoever works on them, as the daily count found it."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.tables.progress import Slug


class MilestoneTally(Base):
    """What was counted of one milestone; `minutes` is the middle time of those who did it in one sitting."""

    __tablename__ = "milestone_tallies"

    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    ripe: Mapped[int]
    dropped: Mapped[int]
    judged: Mapped[int]
    down: Mapped[int]
    timed: Mapped[int]
    minutes: Mapped[float | None]
    counted_on: Mapped[date]
