"""What people asked to be done with what is known about them, and whom the portal takes in nothing about."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, word
from portal.domain.privacy import Wish


class PrivacyRequest(Base):
    """What was asked about one person, and what came of it: the receipt. A deletion takes `member_id` and `person` too.

    A long one is `done` of `total` records far; `counts` tells by table what it came to. A `copy` is kept until
    `expires_at`.
    """

    __tablename__ = "privacy_requests"
    __table_args__ = (Index(None, "account_id", "asked_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    wish: Mapped[Wish] = mapped_column(word(Wish))
    member_id: Mapped[UUID | None]
    person: Mapped[str | None] = mapped_column(String(200))
    asked_by: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))
    asked_at: Mapped[datetime]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    copy: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class Suppression(Base):
    """A person of an account, by the fingerprint of their id in the product: no event about them is taken in."""

    __tablename__ = "suppressions"
    __table_args__ = (Index(None, "fingerprint"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime]
