"""What members do besides steps is read off the portal's own events, whatever their order and however often."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, permutations
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.db.base import Base
from portal.db.blockers import open_in
from portal.db.engine import Database
from portal.db.tables import Blocker, CoachBooking, Feedback, Handover, Snooze
from portal.ingest.acts import find_acts
from portal.ingest.project import Part, project
from portal.ingest.settle import Happening
from tests.ingest.playbook import CATALOGUE
from tests.ingest.world import account, rows, send, track

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ACME, PRIYA, JONAS = UUID(int=1), UUID(int=2), UUID(int=3)
COLUMNS: dict[type[Base], tuple[str, ...]] = {
    Blocker: ("milestone_id", "waits_on", "since", "reminded_at", "ended_at"),
    Snooze: ("milestone_id", "until", "at"),
    Handover: ("milestone_id", "to_id", "note", "at"),
    Feedback: ("milestone_id", "thumb", "comment", "at"),
    CoachBooking: ("milestone_id", "starts_at", "at"),
}
SAID: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Milestone Blocked", {"on": "Elif", "why": "Addresses"}),
    ("Milestone Blocked", {"on": "Jonas", "why": "Groups", "member": str(JONAS)}),
    ("Blocker Reminded", {}),
    ("Milestone Unblocked", {}),
    ("Milestone Snoozed", {"until": "2026-11-09T00:00:00+00:00"}),
    ("Milestone Resumed", {}),
    ("Milestone Handed Over", {"to": str(JONAS), "note": "Please"}),
    ("Help Asked", {"to": str(JONAS), "note": "Help"}),
    ("Feedback Given", {"thumb": "up", "comment": ""}),
    ("Feedback Given", {"thumb": "down", "comment": "Long"}),
    ("Coach Session Booked", {"at": "2026-11-05T10:00:00+00:00"}),
)
numbers = count(1)


def act(event_id: int, name: str, minutes: int = 0, *, of: UUID = ACME, own: bool = True, **more: Any) -> Happening:  # noqa: ANN401
    properties = {"milestone": "shared", **more}
    return Happening(event_id, of, PRIYA, name, NOW + timedelta(minutes=minutes), properties, own=own)


async def take(database: Database, events: Sequence[Happening], of: UUID) -> None:
    async with database.write() as session:
        await project(session, [Part(CATALOGUE, [one for one in events if one.account_id == of])])


async def kept(database: Database, of: UUID) -> list[Any]:
    return [
        [row[1:] for row in await rows(database, table, "account_id", *columns) if row[0] == of]
        for table, columns in COLUMNS.items()
    ]


@pytest.mark.parametrize(
    "event",
    [
        act(1, "Milestone Blocked", on="", why="x"),
        act(1, "Milestone Blocked", on="Elif"),
        act(1, "Milestone Blocked", on="Elif", why="x", member="nobody"),
        act(1, "Milestone Snoozed", until="2026-11-09T00:00:00"),
        act(1, "Milestone Snoozed"),
        act(1, "Milestone Handed Over", to="Jonas", note=""),
        act(1, "Feedback Given", thumb="sideways", comment=""),
        act(1, "Feedback Given", thumb="up", comment="x" * 501),
        act(1, "Milestone Unblocked", milestone="unknown"),
        act(1, "Milestone Unblocked", own=False),
    ],
)
def test_what_is_no_act_changes_nothing(event: Happening) -> None:
    assert find_acts(*Part(CATALOGUE, [event]).own) == []


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(st.tuples(st.sampled_from(SAID), st.integers(0, 5), st.booleans()), min_size=2, max_size=9),
    chance=st.randoms(use_true_random=False),
)
async def test_any_order_with_repeats_in_any_batches_keeps_the_same(
    database: Database, acts: list[Any], chance: Random
) -> None:
    found = []
    for shuffled in (False, True):
        acme = await account(database, f"acme-{next(numbers)}")
        events = [
            act(n, name, minutes, of=acme, **said, milestone="shared" if shared else "own")
            for n, ((name, said), minutes, shared) in enumerate(acts, 1)
        ]
        if shuffled:
            events = [*events, chance.choice(events)]
            chance.shuffle(events)
        cut = chance.randrange(len(events)) if shuffled else len(events)
        for batch in (events[:cut], events[cut:]):
            await take(database, batch, acme)
        found.append(await kept(database, acme))
    assert found[0] == found[1]


async def test_a_wait_ends_and_begins_again(database: Database) -> None:
    waits = [act(1, "Milestone Blocked", 0, on="Elif", why="x"), act(2, "Milestone Unblocked", 5)]
    again = act(3, "Milestone Blocked", 9, on="Jonas", why="y", member=str(JONAS))
    for order in permutations([*waits, again]):
        acme = await account(database, f"acme-{next(numbers)}")
        for event in order:
            moved = Happening(event.event_id, acme, PRIYA, event.name, event.at, event.properties, own=True)
            await take(database, [moved], acme)
        async with database.read() as session:
            (blocker,) = await open_in(session, acme)
        assert (blocker.blocked.on, blocker.blocked.member_id, blocker.blocked.reminded_at) == ("Jonas", JONAS, None)


async def test_a_sender_cannot_act_for_anybody(database: Database) -> None:
    await account(database)
    await send(database, track("Milestone Blocked", properties={"milestone": "shared", "on": "Elif", "why": "x"}))
    assert await rows(database, Blocker, "waits_on") == []
