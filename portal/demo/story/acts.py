"""What the demo's members did with milestones besides their steps: what blocks them, what they think of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from portal.db.tables import TeamNote
from portal.demo.story.companies import WELL_KNOWN
from portal.demo.story.occurrence import Occurrence
from portal.demo.story.people import HALDEN, DemoMember
from portal.demo.story.plan import AccountPlan
from portal.domain.acts import Thumb
from portal.domain.notes import NoteKind

BLOCKED: Final = "pilot"
"""The milestone that waits on somebody in IT, at the first account today and at others in the past."""
WHY: Final = (
    "Please allow the four addresses of the board in the firewall. Without them nobody in the pilot sees orders."
)
HANDED: Final = "order_data"
HANDED_NOTE: Final = "You know the import. Could you check the carriers before we start?"
SHARE_BLOCKED: Final = 0.4
SHARE_JUDGED: Final = 0.3
COMMENTS: Final = {
    Thumb.UP: (
        "Quicker than I thought.",
        "The tip saved me an afternoon.",
        "Did it over coffee. More like this, please.",
        "",
    ),
    Thumb.DOWN: ("Too many clicks for what it is.", "I had to ask IT twice before this made sense.", ""),
}


def acts(random: Random, plan: AccountPlan, reached: Sequence[Occurrence], now: datetime) -> Iterator[Occurrence]:
    """The acts of an account's members; `reached` are the celebrations they may say something about."""
    if plan.company is WELL_KNOWN[0]:
        priya, jonas, elif_ = (_called(plan, HALDEN[place]) for place in (0, 1, 3))
        yield _act("Milestone Blocked", priya, now - timedelta(days=2, hours=3), _blocker(BLOCKED, elif_))
        handed = {"milestone": HANDED, "to": str(jonas.id), "note": HANDED_NOTE}
        yield _act("Milestone Handed Over", priya, now - timedelta(days=3), handed)
    elif plan.kickoff_on and len(plan.active) > 1 and random.random() < SHARE_BLOCKED:
        yield from _waited(random, plan, now)
    for occurrence in reached:
        if random.random() < SHARE_JUDGED:
            yield _judged(random, occurrence, now)


def notes(plans: Sequence[AccountPlan], now: datetime) -> Iterator[TeamNote]:
    """What the acts left for colleagues to read."""
    for plan in plans:
        if plan.company is WELL_KNOWN[0]:
            yield TeamNote(
                account_id=plan.id,
                milestone_id=HANDED,
                kind=NoteKind.HANDOVER,
                from_id=_called(plan, HALDEN[0]).id,
                to_member_id=_called(plan, HALDEN[1]).id,
                note=HANDED_NOTE,
                at=now - timedelta(days=3),
            )


def _waited(random: Random, plan: AccountPlan, now: datetime) -> Iterator[Occurrence]:
    """A wait that ended within a few hours."""
    asker, whom = plan.active[:2]
    begun = plan.created_at + (now - plan.created_at) * random.uniform(0.5, 0.9)
    yield _act("Milestone Blocked", asker, begun, _blocker(BLOCKED, whom))
    yield _act("Milestone Unblocked", asker, begun + timedelta(minutes=random.randint(25, 110)), {"milestone": BLOCKED})


def _blocker(milestone: str, whom: DemoMember) -> dict[str, object]:
    return {"milestone": milestone, "on": whom.name, "why": WHY, "member": str(whom.id)}


def _judged(random: Random, celebrated: Occurrence, now: datetime) -> Occurrence:
    thumb = random.choices(list(COMMENTS), (5, 1))[0]
    properties = {**celebrated.properties, "thumb": thumb, "comment": random.choice(COMMENTS[thumb])}
    at = min(celebrated.at + timedelta(minutes=random.randint(1, 9)), now)
    return Occurrence(at, "Feedback Given", celebrated.member, properties, portal=True)


def _act(name: str, member: DemoMember, at: datetime, properties: Mapping[str, object]) -> Occurrence:
    return Occurrence(at, name, member.external_id, properties, portal=True)


def _called(plan: AccountPlan, name: str) -> DemoMember:
    return next(member for member in plan.members if member.name == name)
