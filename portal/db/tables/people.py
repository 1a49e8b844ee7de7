"""Members, the customer's stakeholders, and the vendor's staff."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned, word
from portal.domain.roles import Capacity, Duty, Part, Role, RoleSource


class Member(Base):
    """A person of an account.

    Somebody the product reported has an `external_id`; somebody who signed in has a connection and a
    subject; most people have both. Identity is (connection, subject), never the e-mail. Since `welcomed_at` the
    discovery questions wait to be opened by the member themselves.
    """

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("account_id", "id"),
        UniqueConstraint("account_id", "external_id"),
        UniqueConstraint("connection_id", "subject"),
        Index(None, "external_id"),
        Index(None, "account_id", "email"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    external_id: Mapped[str | None] = mapped_column(String(200))
    connection_id: Mapped[UUID | None] = mapped_column(ForeignKey("connections.id"))
    subject: Mapped[str | None] = mapped_column(String(255))
    email: Mapped[str | None] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(word(Role), default=Role.OPERATOR)
    role_source: Mapped[RoleSource] = mapped_column(word(RoleSource), default=RoleSource.DEFAULT)
    pilot: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    welcomed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]


class Staff(Versioned, Base):
    """One of the vendor's people; `title` says what they are in the vendor's own words.

    `onboarding_limit` is how many open onboardings a CSM can carry, `booking_url` where customers pick a time
    with them, `time_zone` (a name of the IANA database) the one they read moments in.
    """

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("connection_id", "subject"), Index(None, "name", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    connection_id: Mapped[UUID | None] = mapped_column(ForeignKey("connections.id"))
    subject: Mapped[str | None] = mapped_column(String(255))
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str | None] = mapped_column(String(120))
    capabilities: Mapped[list[Any]]
    onboarding_limit: Mapped[int] = mapped_column(default=12)
    booking_url: Mapped[str | None] = mapped_column(String(500))
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class Stakeholder(Base):
    """A named person at the customer, a member or not; `external_id` is their id in the vendor's CRM.

    Of a project owner it matters whether it is their main job (`capacity`), what they can decide themselves
    (`authority`), and what is in it for them (`motivation`).
    """

    __tablename__ = "stakeholders"
    __table_args__ = (UniqueConstraint("account_id", "id"), UniqueConstraint("account_id", "external_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    external_id: Mapped[str | None] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str | None] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(320))
    capacity: Mapped[Capacity | None] = mapped_column(word(Capacity))
    authority: Mapped[str | None] = mapped_column(String(500))
    motivation: Mapped[str | None] = mapped_column(String(500))


class DutyHolder(Versioned, Base):
    """Which stakeholder has a duty; one without a row, or without a stakeholder, has no named person."""

    __tablename__ = "duty_holders"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "stakeholder_id"], ["stakeholders.account_id", "stakeholders.id"]),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    duty: Mapped[Duty] = mapped_column(word(Duty), primary_key=True)
    stakeholder_id: Mapped[UUID | None]


class PartHolder(Base):
    """Which stakeholder plays a part in the decision to buy and in the project; a part without a row has nobody."""

    __tablename__ = "part_holders"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "stakeholder_id"], ["stakeholders.account_id", "stakeholders.id"]),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    part: Mapped[Part] = mapped_column(word(Part), primary_key=True)
    stakeholder_id: Mapped[UUID | None]
