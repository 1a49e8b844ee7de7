"""The people of an account as colleagues and admins see them, and what an admin may change about them."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from portal.domain.errors import Conflict, Forbidden
from portal.domain.people import SignedInMember, initials
from portal.domain.playbook import Ladder, Milestone, Scope
from portal.domain.roles import Role, RoleSource
from portal.domain.wording import phrase

ADMINS_ONLY: Final = phrase("Account settings are for your admins. Ask one of them to make the change for you.")
ROLE_FROM_GROUPS: Final = phrase(
    "This role comes from a group in your company's sign-in. Change the group there; it counts from the next sign-in."
)
LAST_ADMIN: Final = phrase("This is your only admin. Make somebody else an admin first, then try again.")
CHANGED_MEANWHILE: Final = phrase("Somebody changed this person meanwhile. Look at what is there now, then try again.")


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of an account. `joined` says that they have signed in at least once."""

    id: UUID
    name: str
    email: str | None
    role: Role
    role_source: RoleSource
    joined: bool
    disabled: bool

    @property
    def initials(self) -> str:
        """Up to two letters for the round picture."""
        return initials(self.name)

    @property
    def role_is_fixed(self) -> bool:
        """Whether the identity provider decides the role, and not an admin here."""
        return self.role_source is RoleSource.GROUPS


@dataclass(frozen=True, slots=True)
class Climb:
    """How far somebody is on their ladder, the milestone reached last, and the one they are on."""

    done: int
    total: int
    last: Milestone | None
    now: Milestone | None


@dataclass(frozen=True, slots=True)
class Rung:
    """A milestone of a role's ladder, and how many of the role's people have reached it."""

    milestone: Milestone
    reached: int
    people: int

    @property
    def share(self) -> float:
        """The share of the role's people who have reached it, 0 to 1."""
        return self.reached / self.people if self.people else 0.0


def climb_of(ladder: Ladder, reached: Mapping[str, datetime]) -> Climb:
    """A colleague's climb of their ladder, from when they (or their account) reached which milestones."""
    behind = [m for m in ladder.milestones if m.id in reached]
    ids = {m.id for m in ladder.milestones}
    ahead = [m for m in ladder.milestones if m.id not in reached]
    open_now = (m for m in ahead if not any(other in ids and other not in reached for other in m.requires))
    last = max(behind, key=lambda m: reached[m.id], default=None)
    return Climb(len(behind), len(ladder.milestones), last, next(open_now, None))


def rungs_of(ladder: Ladder, people: int, by_member: Counter[str], by_account: Collection[str]) -> tuple[Rung, ...]:
    """How many of a role's people have reached each milestone; a shared one is reached by everybody or nobody."""

    def reached(milestone: Milestone) -> int:
        if milestone.scope is Scope.ACCOUNT:
            return people if milestone.id in by_account else 0
        return min(by_member[milestone.id], people)

    return tuple(Rung(milestone, reached(milestone), people) for milestone in ladder.milestones)


def require_admin(member: SignedInMember) -> None:
    """Raise Forbidden for whoever is not an admin of their account."""
    if member.role is not Role.ADMIN:
        raise Forbidden(ADMINS_ONLY)


def require_admin_stays(colleague: Colleague, other_admins: int) -> None:
    """Raise Conflict where an account would be left without an admin."""
    if colleague.role is Role.ADMIN and not colleague.disabled and not other_admins:
        raise Conflict(LAST_ADMIN)


def require_role_is_ours(colleague: Colleague) -> None:
    """Raise Conflict where the identity provider decides somebody's role."""
    if colleague.role_is_fixed:
        raise Conflict(ROLE_FROM_GROUPS)
