"""What the demo's members told their whole team."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from portal.db.tables import TeamNote
from portal.demo.story.companies import WELL_KNOWN
from portal.demo.story.people import HALDEN
from portal.demo.story.plan import AccountPlan
from portal.domain.notes import NoteKind

REACHED: Final = "first_dispatch"
NOTE: Final = "The first one took me four minutes. Come over if yours gets stuck."


def news(plans: Sequence[AccountPlan], now: datetime) -> Iterator[TeamNote]:
    """At the first account, an operator tells everybody of the first order she dispatched."""
    for plan in plans:
        if plan.company is WELL_KNOWN[0]:
            mei = next(member for member in plan.members if member.name == HALDEN[2])
            yield TeamNote(
                account_id=plan.id,
                milestone_id=REACHED,
                kind=NoteKind.NEWS,
                from_id=mei.id,
                to_member_id=None,
                note=NOTE,
                at=now - timedelta(hours=20),
            )
