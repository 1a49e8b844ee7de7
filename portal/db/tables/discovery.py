"""What an account answered to discovery questions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Answer(Base):
    """The account's latest answer to a question: the ids of the options. None of them means "not known yet"."""

    __tablename__ = "answers"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    chosen: Mapped[list[Any]]
    answered_by: Mapped[UUID | None]
    at: Mapped[datetime]
    event_id: Mapped[int] = mapped_column(BigInteger)
