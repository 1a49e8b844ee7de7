"""The tracks of an account: what each works on, who owns it, what waits for what, and what running in a row costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account, accounts, audit, blockers, discovery, runs, track_owners
from portal.db import red_flags as history
from portal.db.track_owners import Owner
from portal.domain import lanes, tracks
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Invalid, NotFound, Stale
from portal.domain.lanes import Course, Crossing, Lane
from portal.domain.lifecycle import Phase
from portal.domain.names import is_person
from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue, Milestone, Scope
from portal.domain.profile import Profile
from portal.domain.tracks import Sequence

NOT_A_NAME: Final = "“%(name)s” is a role or a team, not a person. Type the name of whoever it is."


@dataclass(frozen=True, slots=True)
class Tracks:
    """The tracks side by side with their owners; `sequence` is set where they ran in a row since a day."""

    lanes: tuple[Lane, ...]
    owners: Mapping[str, Owner]
    crossings: tuple[Crossing, ...]
    sequence: tuple[date, Sequence] | None


async def show(
    session: AsyncSession, *, catalogue: Catalogue, climbed: Catalogue, account_id: UUID, now: datetime
) -> Tracks:
    """The tracks of an account: milestones as in the revision it `climbed` on, the rest from the live one."""
    today = now.astimezone(UTC).date()
    run = (await runs.load_runs(session, accounts=[account_id], now=now))[account_id]
    profile = await discovery.profile(session, catalogue=climbed, account_id=account_id)
    reached = {one.milestone_id: one.at.date() for one in await account.reached(session, account_id) if not one.name}
    waits = {
        one.milestone_id: one.blocked
        for one in await blockers.open_in(session, account_id)
        if one.subject_id == account_id
    }
    begun = await account.begun(session, account_id)
    course = Course(run.onboarding, begun, reached, waits, today)
    found = lanes.lanes(catalogue.lifecycle.tracks.values(), _shared(climbed, profile, reached), course)
    of_track = {m.id: m.track for m in catalogue.milestones.values() if m.phase != Phase.GO_LIVE}
    past = await history.load_work(session, account_id=account_id, tracks=of_track, now=now)
    return Tracks(
        lanes=found,
        owners=await track_owners.of_account(session, account_id),
        crossings=tuple(lanes.crossings(found)),
        sequence=tracks.since(past, run.onboarding, catalogue.lifecycle.quickest, today),
    )


def _shared(climbed: Catalogue, profile: Profile, reached: Mapping[str, date]) -> list[Milestone]:
    """What the whole account climbs together until go-live, on whichever ladder it stands."""
    every = {m.id: m for ladder in climbed.ladders.values() for m in recombine(ladder, profile, reached).milestones}
    return [m for m in every.values() if m.scope is Scope.ACCOUNT and m.phase != Phase.GO_LIVE]


async def owner_of(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, track: str) -> Owner:
    """Who owns a track of an account. Raises NotFound where the playbook has no such track."""
    if track not in catalogue.lifecycle.tracks:
        message = "The playbook has no such track. The account's page shows those there are."
        raise NotFound(message)
    return (await track_owners.of_account(session, account_id)).get(track, Owner(track))


async def name_owner(session: AsyncSession, *, account_id: UUID, owner: Owner, doer: Doer, now: datetime) -> None:
    """Enter who owns a track from now on, at the version that was edited; an empty name leaves it open.

    Raises Forbidden, Invalid for what is no name, and Stale.
    """
    doer.require_guide()
    if owner.name and not is_person(owner.name):
        raise Invalid(NOT_A_NAME, name=owner.name)
    await accounts.take_turn(session, account_id)
    before = (await track_owners.of_account(session, account_id)).get(owner.track, Owner(owner.track))
    if not await track_owners.name(session, account_id=account_id, owner=owner, by=doer.name):
        raise Stale(version=before.version, now={"name": before.name}, by=before.edited_by)
    act = Act("track.owner_named", owner.track, {"name": before.name or None}, {"name": owner.name or None})
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
