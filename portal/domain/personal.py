"""The ladder of one member: what their account's profile calls for, and everything they have reached already."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from portal.domain.playbook import Catalogue, Ladder, Milestone
from portal.domain.profile import Profile
from portal.domain.progress import Facts


def recombine(ladder: Ladder, profile: Profile, done: Collection[str] = frozenset()) -> Ladder:
    """The ladder with the milestones that apply to a profile, in the ladder's order.

    What is among `done` stays whatever the profile says. What is begun and no longer applies is out of sight until
    the profile calls for it again; its ticks are kept.
    """
    kept = (m for m in ladder.milestones if m.id in done or _applies(ladder, m, profile))
    return replace(ladder, milestones=tuple(kept))


def _applies(ladder: Ladder, milestone: Milestone, profile: Profile) -> bool:
    return all(when.holds(profile) for when in (milestone.when, ladder.when.get(milestone.id)) if when)


def personal_ladder(catalogue: Catalogue, ladder: Ladder, profile: Profile, facts: Facts) -> Ladder:
    """A member's own ladder, made of the ladder of their role (in their arm's order).

    A change of role loses nothing: what the member reached on another ladder stays, as reached, on this one. What a
    colleague handed to them from another ladder comes before what is still to do.
    """
    own = recombine(ladder, profile, facts.done.keys()).milestones
    earned = _earned(catalogue, ladder, facts)
    handed = [milestone for milestone in _handed(catalogue, ladder, facts) if milestone not in earned]
    here = next((place for place, milestone in enumerate(own) if milestone.id not in facts.done), len(own))
    return replace(ladder, milestones=_sorted((*earned, *own[:here], *handed, *own[here:])))


def _earned(catalogue: Catalogue, ladder: Ladder, facts: Facts) -> list[Milestone]:
    """Milestones of other ladders that the member reached, the earliest first.

    A team shares some milestones, and the product may complete others by the way, so only those count that the
    member ticked a step of or saw celebrated: those have stood on their ladder.
    """
    own = {milestone.id for milestone in ladder.milestones}
    reached = (facts.by_hand | facts.celebrated) & facts.done.keys() & catalogue.milestones.keys() - own
    return [catalogue.milestones[name] for name in sorted(reached, key=lambda name: (facts.done[name], name))]


def _handed(catalogue: Catalogue, ladder: Ladder, facts: Facts) -> list[Milestone]:
    """Milestones of other ladders that a colleague handed to the member, the earliest first."""
    own = {milestone.id for milestone in ladder.milestones}
    handed = facts.handed.keys() & catalogue.milestones.keys() - own
    return [catalogue.milestones[name] for name in sorted(handed, key=lambda name: (facts.handed[name], name))]


def _sorted(milestones: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """The same milestones in the same order, except that none stands before one it requires."""
    rest, order = list(milestones), list[Milestone]()
    while rest:
        waiting = {milestone.id for milestone in rest}
        first = next(milestone for milestone in rest if not waiting.intersection(milestone.requires))
        rest.remove(first)
        order.append(first)
    return tuple(order)
