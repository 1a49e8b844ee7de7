"""One account's run: its dates, and its handoff."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Onboarding(Base):
    """An account's run: who guides it, and its dates. `typical_days` is how long accounts like it take to go live.

    `technical_lead_id` is the vendor's own technical lead, who sets it up together with the CSM.
    """

    __tablename__ = "onboardings"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    csm_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    technical_lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    kickoff_on: Mapped[date | None]
    target_go_live_on: Mapped[date | None]
    went_live_on: Mapped[date | None]
    pilot_started_on: Mapped[date | None]
    typical_days: Mapped[int]


class Handoff(Base):
    """The sales → CS record, the place where decisions are told (`hub_url`), and the number success is measured by.

    `decides_go_live` names who decides on the day whether the criteria in `go_no_go` are met.
    """

    __tablename__ = "handoffs"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    received_at: Mapped[datetime]
    deal_drivers: Mapped[str] = mapped_column(String(2000))
    hub_url: Mapped[str | None] = mapped_column(String(500))
    success_metric: Mapped[str | None] = mapped_column(String(500))
    sales_name: Mapped[str | None] = mapped_column(String(200))
    sales_email: Mapped[str | None] = mapped_column(String(320))
    promises: Mapped[str | None] = mapped_column(String(2000))
    technical_requirements: Mapped[str | None] = mapped_column(String(2000))
    handoff_meeting_on: Mapped[date | None]
    go_no_go: Mapped[str | None] = mapped_column(String(2000))
    decides_go_live: Mapped[str | None] = mapped_column(String(200))


class HandoffSection(Base):
    """A section of the handoff record as it was saved last; `fingerprint` is that of what it held then."""

    __tablename__ = "handoff_sections"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[int] = mapped_column(BigInteger)
    edited_by: Mapped[str] = mapped_column(String(200))
    edited_at: Mapped[datetime]
