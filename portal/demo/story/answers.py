"""What the demo's accounts answered to the discovery questions, each role's leader on their first day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from portal.demo.story.occurrence import Occurrence
from portal.demo.story.plan import LONGEST_HISTORY, SEED, AccountPlan
from portal.domain.roles import Role
from portal.ingest.answers import DISCOVERY_ANSWERED

MINUTES: Final = timedelta(minutes=4)

# Every choice keeps the milestones that the accounts' climbs lead over.
CHOICES: Final[Mapping[Role, Mapping[str, Sequence[Sequence[str]]]]] = {
    Role.ADMIN: {
        "first_goal": (("fewer_late",), ("less_typing", "fewer_late"), ("fewer_late", "lower_cost")),
        "systems": (("identity_provider", "erp"), ("identity_provider", "shop_system"), ("identity_provider",)),
    },
    Role.POWER_USER: {"colleagues": (("few",), ("many",))},
}
"""What is answered to which question, by whom."""


def answers(plan: AccountPlan, now: datetime) -> Iterator[Occurrence]:
    """The answers of an account; before kickoff nobody has given any."""
    if plan.situation.before_kickoff:
        return
    random = Random(f"{SEED}/{plan.company.slug}/answers")
    for member in plan.members:
        at = max(member.created_at, now - LONGEST_HISTORY)
        for question, choices in CHOICES.get(member.role, {}).items() if member.leader else ():
            at += MINUTES
            chosen = list(random.choice(choices))
            yield Occurrence(
                at, DISCOVERY_ANSWERED, member.external_id, {"question": question, "chosen": chosen}, portal=True
            )
