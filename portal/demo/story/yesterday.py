"""What somebody at the first account did yesterday, so that colleagues who come back find something new."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Final

from portal.demo.story.climbing import whole
from portal.demo.story.companies import WELL_KNOWN
from portal.demo.story.occurrence import Occurrence, working_times
from portal.demo.story.people import HALDEN
from portal.demo.story.plan import AccountPlan
from portal.domain.playbook import Catalogue

WHO: Final = HALDEN[2]
REACHED: Final = "clear_exception"


def yesterday(random: Random, plan: AccountPlan, catalogue: Catalogue, now: datetime) -> Iterator[Occurrence]:
    """One whole milestone, reached in a day."""
    if plan.company is not WELL_KNOWN[0] or REACHED not in catalogue.milestones:
        return
    member = next(member for member in plan.members if member.name == WHO)
    acts = list(whole(random, plan, member, [catalogue.milestones[REACHED]]))
    times = working_times(random, now.date() - timedelta(days=1), len(acts), now)
    for act, at in zip(acts, times, strict=True):
        yield Occurrence(at, act.name, act.member, act.properties, act.portal)
