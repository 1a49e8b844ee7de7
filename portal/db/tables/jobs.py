"""Work that was promised in a transaction and is done after it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Job(Base):
    """A promise. A worker holds it while `leased_until` lies ahead; `dead_at` marks one that kept failing.

    Among the jobs nobody has begun, a `dedupe_key` is unique. `request_id` is that of the request it began with.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        Index(
            "ix_jobs_ready",
            "run_at",
            postgresql_where=text("dead_at IS NULL"),
            sqlite_where=text("dead_at IS NULL"),
        ),
        Index(
            "uq_jobs_dedupe_key",
            "dedupe_key",
            unique=True,
            postgresql_where=text("lease IS NULL AND dead_at IS NULL"),
            sqlite_where=text("lease IS NULL AND dead_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(64))
    dedupe_key: Mapped[str | None] = mapped_column(String(200))
    payload: Mapped[dict[str, Any]]
    run_at: Mapped[datetime]
    created_at: Mapped[datetime]
    lease: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(2000))
    dead_at: Mapped[datetime | None]
    request_id: Mapped[str | None] = mapped_column(String(32))
