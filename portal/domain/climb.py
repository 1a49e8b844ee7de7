"""How far an account is on a ladder, all its people together."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue, Ladder, Scope
from portal.domain.profile import Profile
from portal.domain.progress import State
from portal.domain.roles import Role


class Climbed(NamedTuple):
    """What an account's people have reached: subjects by milestone, milestones begun, people by role."""

    done: Counter[str]
    begun: frozenset[str]
    people: Counter[Role]


@dataclass(frozen=True, slots=True)
class Climb:
    """How far an account is on the ladder of its largest role: a state for each milestone, in order."""

    role: str
    states: tuple[State, ...]


def climb(catalogue: Catalogue, found: Climbed, profile: Profile) -> Climb | None:
    """The account's way up its ladder for the role most of its people have; None without people."""
    if not found.people:
        return None
    role, people = min(found.people.items(), key=lambda item: (-item[1], item[0]))
    ladder = recombine(catalogue.ladders[role], profile, found.done)
    return Climb(role.label, tuple(_states(ladder, found, people)))


def _states(ladder: Ladder, found: Climbed, people: int) -> list[State]:
    """A shared milestone is done when it is; one of each member's own when half of them are there."""
    states = []
    for milestone in ladder.milestones:
        done = found.done[milestone.id]
        if done and (milestone.scope is Scope.ACCOUNT or done * 2 >= people):
            states.append(State.DONE)
        elif done or milestone.id in found.begun:
            states.append(State.IN_PROGRESS)
        else:
            states.append(State.LOCKED)
    return states
