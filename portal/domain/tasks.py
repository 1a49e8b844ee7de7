"""Who has to do what by when around an onboarding, what has to come first, and how much of it is done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Audience(StrEnum):
    """Who sees a task: the customer's people too, or the vendor's staff alone."""

    CUSTOMER = "customer"
    INTERNAL = "internal"

    @property
    def label(self) -> str:
        """The audience as staff read it."""
        return {"customer": "The customer sees it", "internal": "Internal, for staff only"}[self.value]


class OwnerKind(StrEnum):
    """What kind of somebody owns a task."""

    STAKEHOLDER = "stakeholder"
    MEMBER = "member"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whoever has to do a task: `email` is where to reach them, None where that is not known."""

    kind: OwnerKind
    id: UUID
    name: str
    email: str | None = None

    @property
    def key(self) -> str:
        """The owner as a form names them."""
        return f"{self.kind}:{self.id}"


class State(StrEnum):
    """Where a task stands on a day; one that waits for another is not late yet, whatever its day."""

    DONE = "done"
    WAITING = "waiting"
    OVERDUE = "overdue"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class First:
    """The task that has to be done before another."""

    id: UUID
    title: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Freed:
    """A task that can begin, because `first` is done."""

    id: UUID
    title: str
    first: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do for an account by a day."""

    id: UUID
    account_id: UUID
    account: str
    title: str
    note: str
    audience: Audience
    owner: Owner | None
    due_on: date
    first: First | None
    done_on: date | None
    done_by: str | None
    version: int
    edited_by: str | None

    def state(self, today: date) -> State:
        """Where it stands on a day."""
        if self.done_on:
            return State.DONE
        if self.first and not self.first.done_on:
            return State.WAITING
        return State.OVERDUE if self.due_on < today else State.OPEN

    @property
    def freed_on(self) -> date | None:
        """The day on which what came first was done, for a task that is still open."""
        return self.first.done_on if self.first and not self.done_on else None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a number of tasks are done."""

    done: int
    total: int

    @property
    def left(self) -> int:
        """How many are still open."""
        return self.total - self.done


def share_of(tasks: Iterable[Task]) -> Share:
    """How much of what the customer sees is done; internal tasks are the vendor's own business."""
    shown = [task for task in tasks if task.audience is Audience.CUSTOMER]
    return Share(sum(task.done_on is not None for task in shown), len(shown))


def assignable(owners: Iterable[Owner]) -> tuple[Owner, ...]:
    """Whoever a task can be given to, each person once: a stakeholder who is a member too stands as the former."""
    found = list(owners)
    named = {one.email.casefold() for one in found if one.kind is OwnerKind.STAKEHOLDER and one.email}
    return tuple(
        one for one in found if one.kind is not OwnerKind.MEMBER or not one.email or one.email.casefold() not in named
    )


def closes_circle(firsts: Mapping[UUID, UUID], task: UUID, first: UUID) -> bool:
    """Whether a task would wait for itself if it had to wait for `first`; `firsts` says what each waits for now."""
    reached: UUID | None = first
    seen: set[UUID] = set()
    while reached is not None and reached not in seen:
        if reached == task:
            return True
        seen.add(reached)
        reached = firsts.get(reached)
    return False
