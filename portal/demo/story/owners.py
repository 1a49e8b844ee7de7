"""Who owns the tracks of the demo's accounts: by name where somebody took one on, nobody where nobody did."""

from collections.abc import Iterator

from portal.db.tables import TrackOwner
from portal.demo.story.plan import AccountPlan
from portal.domain.names import is_person
from portal.domain.plan import PILOT_TRACK
from portal.domain.roles import Duty

OWNING = {"administration": Duty.UNBLOCKS, "enablement": Duty.ATTENDS}
"""Whoever has the duty took the track on. Our CSM keeps the pilot."""


def owners(plan: AccountPlan) -> Iterator[TrackOwner]:
    """The owners of an account's tracks, once it has been kicked off."""
    if plan.situation.before_kickoff:
        return
    named = {holder.duty: holder.name for holder in plan.stakeholders if is_person(holder.name)}
    found = {track: named.get(duty) for track, duty in OWNING.items()}
    found[PILOT_TRACK] = plan.csm.name if plan.csm else None
    for track, name in found.items():
        if name:
            yield TrackOwner(account_id=plan.id, track=track, name=name, version=1)
