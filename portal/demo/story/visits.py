"""When the demo's members were here last, so that their start pages can tell what changed since."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from portal.db.tables import Visit
from portal.demo.story.plan import SEED, AccountPlan

LONGEST_AGO: Final = 4
"""Days since a member who has begun was here last, at most."""
STAYED: Final = timedelta(minutes=12)


def visits(plans: Sequence[AccountPlan], now: datetime, seed: int = SEED) -> Iterator[Visit]:
    """The latest visit of everybody who has begun, before today. The same seed and moment give the same visits."""
    for plan in plans:
        random = Random(f"{seed}/{plan.company.slug}/visits")
        for member in plan.active:
            left = now - timedelta(days=random.randint(2, LONGEST_AGO), minutes=random.randrange(240))
            yield Visit(account_id=plan.id, member_id=member.id, known_until=left - STAYED, seen_at=left)
