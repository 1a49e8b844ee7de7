"""The demo's accounts that wear their own colours, chosen by their admins as people would."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from portal.demo.doings import Doing
from portal.demo.story.plan import AccountPlan
from portal.domain.audit import Actor, ActorKind
from portal.domain.branding import NO_BRAND
from portal.domain.roles import Role
from portal.services import branding

COLOURS: Final[Mapping[str, str]] = {
    "Brightwell Clinics": "#0f8a7e",
    "Oster & Sons": "#ffd400",
    "Caldera Energy": "#d1432e",
}
"""One that can be read as it is, one so bright that words on it are dark, one in between."""
DAYS_IN: Final = timedelta(days=2)


def brands(plans: Sequence[AccountPlan], now: datetime) -> Iterator[Doing]:
    """An admin of each account that has a colour of its own chooses it."""
    for plan in plans:
        colour = COLOURS.get(plan.company.name)
        admin = next((member for member in plan.members if member.role is Role.ADMIN), None)
        if colour and admin:
            actor = Actor(ActorKind.MEMBER, admin.id, admin.name)
            at = min(admin.created_at + DAYS_IN, now)
            chosen = partial(branding.set_colour, account_id=plan.id, colour=colour, version=NO_BRAND.version)
            yield Doing(at, partial(chosen, actor=actor, now=at))
