"""The same messages in any order, cut into any batches, with repeats: the same rows."""

import random
from typing import Any

import pytest

from portal.db.engine import Database
from portal.db.tables import Account, Event, Member, MilestoneCompletion, StepCompletion, StepCounter, Unlock
from portal.ingest import Receipt
from tests.ingest.world import account, rows, send, track

EVENTS = [
    ("Order Dispatched", 100),
    ("Order Dispatched", 100),
    ("Order Dispatched", 20),
    ("Order Dispatched", 150),
    ("Report Viewed", 0),
    ("Groups Mapped", 0),
    ("Dashboard Opened", 0),
    ("Dashboard Opened", 0),
]


def messages(group: str) -> list[dict[str, Any]]:
    return [
        track(
            name,
            f"u{number % 3}",
            group=group,
            message_id=f"{group}-{number}",
            properties={"value": value},
            timestamp=f"2026-11-01T{number:02}:00:00Z",
        )
        for number, (name, value) in enumerate(EVENTS)
    ]


async def stored(database: Database, group: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the messages added up to, with ids replaced by the sender's."""
    names = dict(await rows(database, Account, "id", "external_id"))
    [own] = [key for key, external in names.items() if external == group]
    people = await rows(database, Member, "id", "account_id", "external_id")
    known = {key: external for key, of, external in people if of == own} | {own: "account"}
    wanted = {
        StepCounter: ("person_id", "milestone_id", "step_id", "events", "first_at", "last_at"),
        StepCompletion: ("subject_id", "milestone_id", "step_id", "verified"),
        MilestoneCompletion: ("subject_id", "milestone_id"),
        Unlock: ("subject_id", "feature"),
    }
    found = {}
    for table, columns in wanted.items():
        kept = [row[1:] for row in await rows(database, table, "account_id", *columns) if row[0] == own]
        found[table.__tablename__] = sorted((known[row[0]], *row[1:]) for row in kept)
    return found


@pytest.mark.parametrize("seed", range(5))
async def test_any_order_with_repeats_adds_up_to_the_same(database: Database, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for group in ("plain", "mixed"):
        await account(database, group)
    assert await send(database, *messages("plain")) == Receipt(len(EVENTS), 0, 0)
    mixed = [chance.choice(messages("mixed")) for _ in range(20)] + messages("mixed")
    chance.shuffle(mixed)
    for message in mixed:
        await send(database, message)
    assert await stored(database, "mixed") == await stored(database, "plain")
    assert len(await rows(database, Event, "message_id")) == 2 * len(EVENTS)
