"""What has to be done for an account, by whom and by when."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned, word
from portal.domain.tasks import Audience

OPEN = text("done_on IS NULL")


class Task(Versioned, Base):
    """Something to do by a day. At most one of a stakeholder, a member and one of the staff owns it.

    It waits for the task `first_id`, where there is one; `done_by` is the name of whoever said that it is done.
    `external_id` is what another system calls it, where one made it.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("account_id", "id"),
        UniqueConstraint("account_id", "external_id"),
        ForeignKeyConstraint(["account_id", "stakeholder_id"], ["stakeholders.account_id", "stakeholders.id"]),
        ForeignKeyConstraint(["account_id", "member_id"], ["members.account_id", "members.id"]),
        ForeignKeyConstraint(["account_id", "first_id"], ["tasks.account_id", "tasks.id"]),
        CheckConstraint(
            "(stakeholder_id IS NULL OR member_id IS NULL) AND (stakeholder_id IS NULL OR staff_id IS NULL) "
            "AND (member_id IS NULL OR staff_id IS NULL)",
            name="one_owner",
        ),
        Index(None, "account_id", "due_on"),
        Index("ix_tasks_open_by_day", "due_on", "id", postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_tasks_open_of_staff", "staff_id", "due_on", "id", postgresql_where=OPEN, sqlite_where=OPEN),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    external_id: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(2000), default="")
    audience: Mapped[Audience] = mapped_column(word(Audience), default=Audience.CUSTOMER)
    stakeholder_id: Mapped[UUID | None]
    member_id: Mapped[UUID | None]
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    due_on: Mapped[date]
    first_id: Mapped[UUID | None]
    done_on: Mapped[date | None]
    done_by: Mapped[str | None] = mapped_column(String(200))
