"""Customer organisations."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Account(Base):
    """A customer organisation; `external_id` is its id in the vendor's product and CRM.

    `language` is the one its people read where they have chosen none; `brand_colour` and `brand_logo` are None where
    the vendor's hold.
    """

    __tablename__ = "accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    external_id: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    industry: Mapped[str | None] = mapped_column(String(80))
    seats: Mapped[int | None]
    language: Mapped[str | None] = mapped_column(String(20))
    brand_colour: Mapped[str | None] = mapped_column(String(7))
    brand_logo: Mapped[str | None] = mapped_column(ForeignKey("media.hash"))
    created_at: Mapped[datetime]


class AccountVersion(Base):
    """A number that grows whenever what an account's people see has changed."""

    __tablename__ = "account_versions"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
