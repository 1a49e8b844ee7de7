"""How many reviews of the playbook are due: the number at its entry in the internal view's menu."""

from fastapi import Request

from portal.domain.reviews import due
from portal.web.deps import portal_of


def reviews_due(request: Request) -> int:
    """How many milestones of the live revision wait to be read again."""
    portal = portal_of(request)
    return len(due(portal.playbook.current.milestones.values(), portal.clock().date()))
