"""Everything that happened at the demo's accounts, as messages for the ingest path, oldest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

import msgspec

from portal.demo.story.activity import active_days
from portal.demo.story.acts import acts
from portal.demo.story.answers import answers
from portal.demo.story.climbing import Act, Climb, climbs
from portal.demo.story.invites import invite_events
from portal.demo.story.occurrence import Occurrence, sitting, working_times
from portal.demo.story.people import DemoMember
from portal.demo.story.plan import SEED, AccountPlan
from portal.demo.story.targets import desk_orders, timed
from portal.demo.story.work import sign_in, work
from portal.demo.story.yesterday import yesterday
from portal.domain.playbook import Catalogue

CLIMBING_SHARE = 0.8
"""The share of a member's active days over which their climb is spread."""
NOBODY = "calendar"
"""The anonymous id of events that no member caused."""


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """One message with its time, and whether the portal itself is the source."""

    at: datetime
    portal: bool
    message: bytes


def history(plans: Sequence[AccountPlan], catalogue: Catalogue, now: datetime, seed: int = SEED) -> list[DemoEvent]:
    """Every event of every account up to `now`, oldest first. The same seed and moment give the same bytes."""
    found = [event for plan in plans for event in account_history(plan, catalogue, now, seed)]
    return sorted(found, key=lambda event: event.at)


def account_history(plan: AccountPlan, catalogue: Catalogue, now: datetime, seed: int = SEED) -> Iterator[DemoEvent]:
    """The events of one account, oldest first."""
    random = Random(f"{seed}/{plan.company.slug}/history")
    happened = [*invite_events(random, plan, now), *answers(plan, now)]
    found = climbs(random, plan, catalogue)
    uses = catalogue.use_events
    for member in plan.members:
        happened += _member_history(random, plan, member, found[member.external_id], use_events=uses, now=now)
    happened += desk_orders(plan, now)
    happened += yesterday(Random(f"{seed}/{plan.company.slug}/yesterday"), plan, catalogue, now)
    reached = [occurrence for occurrence in happened if occurrence.name == "Milestone Celebrated"]
    happened += acts(Random(f"{seed}/{plan.company.slug}/acts"), plan, reached, now)
    for number, occurrence in enumerate(sorted(happened, key=lambda o: o.at)):
        yield DemoEvent(occurrence.at, occurrence.portal, _message(plan, timed(plan, occurrence), number))


def _member_history(
    random: Random, plan: AccountPlan, member: DemoMember, climb: Climb, *, use_events: frozenset[str], now: datetime
) -> Iterator[Occurrence]:
    allowed = use_events - climb.not_yet
    for day, some in _spread(active_days(random, plan, member, now.date()), climb.acts):
        if day.weekday() == member.weekday:
            yield sign_in(random, member, day, now, single="Signed In With SSO" not in climb.not_yet)
        yield from _acted(random, some, day, now)
        yield from work(random, member, allowed, day, now)


def _spread(days: Sequence[date], acts: Sequence[Act]) -> Iterator[tuple[date, Sequence[Act]]]:
    """Each active day with its share of the acts, all of them done within the first part of the days."""
    climbing = max(1, round(len(days) * CLIMBING_SHARE))
    for place, day in enumerate(days):
        first, last = (_cut(acts, len(acts) * min(n, climbing) // climbing) for n in (place, place + 1))
        yield day, acts[first:last]


def _cut(acts: Sequence[Act], place: int) -> int:
    """The first place from the given one on where a day may end: not within acts that belong together."""
    while 0 < place < len(acts) and acts[place].burst and acts[place].burst == acts[place - 1].burst:
        place += 1
    return place


def _acted(random: Random, acts: Sequence[Act], day: date, now: datetime) -> Iterator[Occurrence]:
    times = sitting(working_times(random, day, len(acts), now))
    for act, at in zip(acts, times, strict=True):
        yield Occurrence(at, act.name, act.member, act.properties, act.portal)


def _message(plan: AccountPlan, occurrence: Occurrence, number: int) -> bytes:
    who = {"userId": occurrence.member} if occurrence.member else {"anonymousId": NOBODY}
    return msgspec.json.encode(
        {
            "type": "track",
            "messageId": f"demo-{plan.company.slug}-{number}",
            **who,
            "event": occurrence.name,
            "properties": occurrence.properties,
            "timestamp": occurrence.at.isoformat(),
            "context": {"groupId": plan.company.slug, "library": {"name": "marlowe-demo", "version": "1"}},
        }
    )
