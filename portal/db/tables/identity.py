"""Sign-in: connections, their domains, logins under way, sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Connection(Base):
    """An OpenID provider: an account's own, or the vendor's (no account) for staff.

    `groups` maps a group of the provider to a role, or to a staff capability on the vendor's connection.
    The client secret is encrypted with the installation's secret key. People sign in with the account's
    connection that has `enforced_at`; one without is being set up, and an admin tries it first. The last try
    that worked is kept: when, who tried, and as whom the provider knows them.
    """

    __tablename__ = "connections"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(500))
    client_id: Mapped[str] = mapped_column(String(255))
    client_secret: Mapped[bytes] = mapped_column(LargeBinary)
    groups: Mapped[dict[str, Any]]
    default_role: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]
    enforced_at: Mapped[datetime | None]
    tested_at: Mapped[datetime | None]
    tested_by_id: Mapped[UUID | None]
    tested_subject: Mapped[str | None] = mapped_column(String(255))
    disabled_at: Mapped[datetime | None]


class ConnectionDomain(Base):
    """An e-mail domain claimed for a connection; it belongs to the one connection that has proved it."""

    __tablename__ = "connection_domains"
    __table_args__ = (
        Index(
            "uq_connection_domains_proved",
            "domain",
            unique=True,
            postgresql_where=text("verified_at IS NOT NULL"),
            sqlite_where=text("verified_at IS NOT NULL"),
        ),
    )

    connection_id: Mapped[UUID] = mapped_column(ForeignKey("connections.id"), primary_key=True)
    domain: Mapped[str] = mapped_column(String(253), primary_key=True)
    verified_at: Mapped[datetime | None]


class LoginState(Base):
    """One login under way; single use, ten minutes, bound to the browser that began it.

    Somebody who follows an invitation carries its id.
    """

    __tablename__ = "login_states"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("connections.id"))
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    next: Mapped[str] = mapped_column(String(2000))
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitations.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class BrowserSession(Base):
    """A signed-in browser, by the hash of its cookie; a member or one of the staff. `agent` is its own name."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "connection_id", "sid"), Index(None, "connection_id", "subject"))

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("connections.id"))
    subject: Mapped[str] = mapped_column(String(255))
    sid: Mapped[str | None] = mapped_column(String(255))
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    id_token: Mapped[bytes] = mapped_column(LargeBinary)
    agent: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class LogoutToken(Base):
    """A back-channel logout token that was used; it cannot be used again."""

    __tablename__ = "logout_tokens"

    connection_id: Mapped[UUID] = mapped_column(ForeignKey("connections.id"), primary_key=True)
    jti: Mapped[str] = mapped_column(String(255), primary_key=True)
    expires_at: Mapped[datetime]
