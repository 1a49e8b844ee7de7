"""What members do with milestones besides their steps, out of the portal's own events."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct, field, structs
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import acts
from portal.domain.acts import Thumb
from portal.domain.playbook import Catalogue, Milestone, Scope
from portal.ingest.settle import Happening

Row = dict[str, Any]
Write = Callable[[AsyncSession, Sequence[Row]], Awaitable[None]]

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=500)]
Moment = Annotated[datetime, Meta(tz=True)]


class AtMilestone(Struct):
    """The properties of an act: at least the milestone. Fields are columns; their names in events may differ."""

    milestone: str


class Blocked(AtMilestone):
    """Somebody else has to act first; the ids are given where that is a known person."""

    waits_on: Name = field(name="on")
    why: Text
    member_id: UUID | None = field(name="member", default=None)
    stakeholder_id: UUID | None = field(name="stakeholder", default=None)


class Snoozed(AtMilestone):
    """The member does not want to be led here before the day that begins at a moment."""

    until: Moment


class Resumed(AtMilestone):
    """The member goes on with what they put off."""

    until: None = None


class HandedOver(AtMilestone):
    """A colleague is asked to take a milestone on, or to help the member with it."""

    to_id: UUID = field(name="to")
    note: Text


class Judged(AtMilestone):
    """What the member thinks of a milestone."""

    thumb: Thumb
    comment: Text


class Booked(AtMilestone):
    """When the member meets their guide."""

    starts_at: Moment = field(name="at")


@dataclass(frozen=True, slots=True)
class Kind:
    """An act: its properties, who writes its rows, and which columns keep what of the event itself.

    It is about a milestone as it is shared, where it is; a `personal` one is always about the member's own view.
    """

    properties: type[AtMilestone]
    write: Write
    keeps: Mapping[str, str]
    personal: bool = False


WHEN: Final = {"at": "at", "event_id": "event_id"}
ACTS: Final[Mapping[str, Kind]] = {
    "Milestone Blocked": Kind(Blocked, acts.block, {"since": "at", "by_id": "member_id", "event_id": "event_id"}),
    "Blocker Reminded": Kind(AtMilestone, acts.remind, {"reminded_at": "at"}),
    "Milestone Unblocked": Kind(AtMilestone, acts.unblock, {"ended_at": "at"}),
    "Milestone Snoozed": Kind(Snoozed, acts.snooze, WHEN, personal=True),
    "Milestone Resumed": Kind(Resumed, acts.snooze, WHEN, personal=True),
    "Milestone Handed Over": Kind(HandedOver, acts.hand_over, {**WHEN, "by_id": "person_id"}),
    "Help Asked": Kind(HandedOver, acts.hand_over, {**WHEN, "by_id": "person_id"}, personal=True),
    "Feedback Given": Kind(Judged, acts.give_feedback, WHEN, personal=True),
    "Coach Session Booked": Kind(Booked, acts.book, WHEN, personal=True),
}
"""What the portal's own events of these names say."""


def find_acts(catalogue: Catalogue, events: Iterable[Happening]) -> list[tuple[Write, list[Row]]]:
    """The rows of the acts among the portal's own events, with who writes them; of two about one thing, the later.

    What is not whole, or names a milestone that the playbook does not have, is no act.
    """
    found: dict[Write, dict[tuple[UUID, UUID, str], Row]] = {}
    for event in sorted(events, key=lambda event: (event.at, event.event_id)):
        kind = ACTS.get(event.name)
        row = _row(catalogue, kind, event) if kind else None
        if kind and row:
            found.setdefault(kind.write, {})[row["account_id"], row["subject_id"], row["milestone_id"]] = row
    return [(write, [rows[key] for key in sorted(rows)]) for write, rows in found.items()]


def _row(catalogue: Catalogue, kind: Kind, event: Happening) -> Row | None:
    try:
        values = structs.asdict(msgspec.convert(event.properties, kind.properties))
    except msgspec.ValidationError:
        return None
    milestone = catalogue.milestones.get(values.pop("milestone"))
    subject = _subject(milestone, kind, event) if milestone else None
    if milestone is None or subject is None:
        return None
    place = {"account_id": event.account_id, "subject_id": subject, "milestone_id": milestone.id}
    return place | values | {column: getattr(event, name) for column, name in kind.keeps.items()}


def _subject(milestone: Milestone, kind: Kind, event: Happening) -> UUID | None:
    """Whose milestone it is about: the account's, or the member's, if the event names one."""
    shared = milestone.scope is Scope.ACCOUNT and not kind.personal
    return event.account_id if shared else event.member_id
