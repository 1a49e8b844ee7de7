"""What keeps a member going: how long similar teams waited, their own visits, their answers to nudges."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, word
from portal.db.tables.progress import Slug
from portal.domain.nudges import Response
from portal.domain.roles import Role


class WaitHistory(Base):
    """How long the teams of a segment waited for a milestone of a role, as the daily count found it.

    `waits` are running days, each as likely as the others; null where the history does not reach that far.
    """

    __tablename__ = "wait_histories"

    role: Mapped[Role] = mapped_column(word(Role), primary_key=True)
    segment: Mapped[str] = mapped_column(String(120), primary_key=True)
    milestone_id: Mapped[str] = mapped_column(Slug, primary_key=True)
    teams: Mapped[int]
    waits: Mapped[list[Any]]
    counted_on: Mapped[date]


class Visit(Base):
    """A member's latest visit: up to when they know everything, and when they were last seen."""

    __tablename__ = "visits"
    __table_args__ = (ForeignKeyConstraint(["account_id", "member_id"], ["members.account_id", "members.id"]),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    known_until: Mapped[datetime]
    seen_at: Mapped[datetime]


class NudgeAnswer(Base):
    """What a member said to a nudge, by its key: not again, or not before `until`."""

    __tablename__ = "nudge_answers"
    __table_args__ = (ForeignKeyConstraint(["account_id", "member_id"], ["members.account_id", "members.id"]),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    nudge: Mapped[str] = mapped_column(String(200), primary_key=True)
    response: Mapped[Response] = mapped_column(word(Response))
    until: Mapped[date | None]
    at: Mapped[datetime]
