"""Accounts and people as the vendor's other systems know them, by external id."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, Final, TypeVar
from uuid import UUID

from portal.domain.audit import Act
from portal.domain.roles import Duty, Part, Role, RoleSource

LONGEST_NAME: Final = 200
LONGEST_EMAIL: Final = 320
LONGEST_INDUSTRY: Final = 80
LONGEST_TITLE: Final = 120
LONGEST_URL: Final = 500
LONGEST_LINE: Final = 500
LONGEST_TEXT: Final = 2000
MOST_SEATS: Final = 10_000_000
MOST_DAYS: Final = 730
PLAN_DAYS: Final = 42
"""How long an onboarding takes to go live where nobody said otherwise: the plan goes live in week 6."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Something that has an id here, once it is stored. `KEPT` are the fields that other systems do not decide."""

    KEPT: ClassVar[tuple[str, ...]] = ("id",)

    id: UUID | None = None

    @property
    def known_id(self) -> UUID:
        """The id of what is stored."""
        if self.id is None:
            message = "What is not stored yet has no id."
            raise ValueError(message)
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecord(Stored):
    """An account and its run. `csm` is the e-mail of who guides it; kickoff and go-live are declared in the portal."""

    KEPT: ClassVar[tuple[str, ...]] = ("id", "kickoff_on", "went_live_on", "created_at")

    external_id: str
    name: str
    industry: str | None = None
    seats: int | None = None
    language: str | None = None
    csm: str | None = None
    target_go_live_on: date | None = None
    kickoff_on: date | None = None
    went_live_on: date | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecord(Stored):
    """A person of an account. Who has signed in is named by their identity provider."""

    KEPT: ClassVar[tuple[str, ...]] = ("id", "role_source", "signed_in", "active", "created_at")

    external_id: str | None
    name: str
    email: str | None = None
    role: Role = Role.OPERATOR
    pilot: bool = False
    role_source: RoleSource = RoleSource.DEFAULT
    signed_in: bool = False
    active: bool = True
    created_at: datetime | None = None

    @property
    def fixed(self) -> tuple[str, ...]:
        """What other systems cannot change: it comes from the sign-in, or an admin has chosen it."""
        theirs = ("name", "email") if self.signed_in else ()
        return theirs if self.role_source is RoleSource.DEFAULT else (*theirs, "role")


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderRecord(Stored):
    """A named person at the customer, what they have to do, and what part they play."""

    external_id: str | None
    name: str
    title: str | None = None
    email: str | None = None
    duties: tuple[Duty, ...] = ()
    parts: tuple[Part, ...] = ()


Seats = TypeVar("Seats", Duty, Part)


def differences(before: Stored | None, after: Stored) -> dict[str, tuple[Any, Any]]:
    """The fields that other systems decide and that change, each with what stood there before and what comes."""
    return {name: (old, new) for name, old, new in _pairs(before, after) if old != new}


def told_as(noun: str, subject: str, before: Stored | None, changed: Mapping[str, tuple[Any, Any]]) -> Act:
    """The change as the audit tells it."""
    was = {name: _said(old) for name, (old, _) in changed.items()} if before else {}
    after = {name: _said(new) for name, (_, new) in changed.items()}
    return Act(f"{noun}.changed" if before else f"{noun}.added", subject, was, after)


def in_order(kind: type[Seats], held: Collection[Seats]) -> tuple[Seats, ...]:
    """Duties or parts, each once, in the order in which they are always told."""
    return tuple(one for one in kind if one in held)


def _pairs(before: Stored | None, after: Stored) -> Iterator[tuple[str, Any, Any]]:
    for field in fields(after):
        if field.name not in after.KEPT:
            yield field.name, getattr(before, field.name) if before else None, getattr(after, field.name)


def _said(value: object) -> str | None:
    if value is None or value == ():
        return None
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
