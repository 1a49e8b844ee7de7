"""The playbook is a living thing: by when somebody has to read each milestone again."""

from collections.abc import Iterable
from datetime import date

from portal.domain.playbook import Milestone


def due(milestones: Iterable[Milestone], today: date) -> tuple[Milestone, ...]:
    """The milestones whose review is due, the one that has waited longest first."""
    return _in_order(one for one in milestones if one.review_by <= today)


def coming(milestones: Iterable[Milestone], today: date, *, most: int) -> tuple[Milestone, ...]:
    """The milestones whose review comes next, at most so many."""
    return _in_order(one for one in milestones if one.review_by > today)[:most]


def _in_order(milestones: Iterable[Milestone]) -> tuple[Milestone, ...]:
    return tuple(sorted(milestones, key=lambda one: (one.review_by, one.title)))
