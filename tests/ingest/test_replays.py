"""The same messages in any order, cut into any batches, with repeats: the same rows, to the moment."""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete

from portal.db.engine import Database
from portal.db.tables import (
    Account,
    Event,
    Member,
    MilestoneCompletion,
    RuleProgress,
    StepCompletion,
    StepCounter,
    Unlock,
)
from portal.domain.playbook import Catalogue
from portal.ingest import Receipt, record, replay
from tests.ingest.playbook import FOLDED
from tests.ingest.world import NOW, account, rows, send, track

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
TICKS = [("habit", "look"), ("habit", "often"), ("own", "look"), ("habit", "often")]
START = NOW - timedelta(days=10)


def messages(group: str) -> list[dict[str, Any]]:
    """A few events at whole hours, those that matter one by one."""
    return [told(group, number, what, number % 3, number) for number, what in enumerate(EVENTS)]


def drawn(chance: random.Random, group: str) -> list[dict[str, Any]]:
    """Many events of three people within ten days, some at the same moment."""
    kinds = [chance.choice(EVENTS) for _ in range(chance.randint(10, 40))]
    return [
        told(group, number, what, chance.randrange(3), 6 * chance.randrange(40)) for number, what in enumerate(kinds)
    ]


def told(group: str, number: int, what: tuple[str, int], person: int, hours: int) -> dict[str, Any]:
    name, value = what
    return track(
        name,
        f"u{person}",
        group=group,
        message_id=f"{group}-{number}",
        properties={"value": value},
        timestamp=(START + timedelta(hours=hours)).isoformat(),
    )


async def tick(database: Database, group: str, number: int) -> None:
    """One of the ticks by hand; each has its own person and moment, whenever it is taken in."""
    accounts = {external: key for key, external in await rows(database, Account, "id", "external_id")}
    people = await rows(database, Member, "account_id", "external_id", "id")
    members = {external: key for of, external, key in people if of == accounts[group]}
    milestone_id, step_id = TICKS[number]
    async with database.write() as session:
        await record(
            session,
            catalogue=FOLDED,
            account_id=accounts[group],
            member_id=members[f"u{number % 3}"],
            name="Step Ticked",
            properties={"milestone": milestone_id, "step": step_id},
            now=START + timedelta(days=2 * number, minutes=1),
            message_id=f"{group}-tick-{number}",
        )


async def stored(database: Database, group: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the messages added up to, with ids replaced by the sender's."""
    names = dict(await rows(database, Account, "id", "external_id"))
    [own] = [key for key, external in names.items() if external == group]
    people = await rows(database, Member, "id", "account_id", "external_id")
    known = {key: external for key, of, external in people if of == own} | {own: "account", None: "nobody"}
    evidence = {key: message.removeprefix(group) for key, message in await rows(database, Event, "id", "message_id")}
    wanted = {
        StepCounter: ("person_id", "milestone_id", "step_id", "events", "first_at", "last_at"),
        RuleProgress: ("subject_id", "milestone_id", "step_id", "count", "target"),
        StepCompletion: ("subject_id", "milestone_id", "step_id", "at", "verified_at"),
        MilestoneCompletion: ("subject_id", "milestone_id", "at"),
        Unlock: ("subject_id", "feature", "at"),
    }
    found = {}
    for table, columns in wanted.items():
        kept = [row[1:] for row in await rows(database, table, "account_id", *columns) if row[0] == own]
        found[table.__tablename__] = sorted(((known[row[0]], *row[1:]) for row in kept), key=repr)
    said = await rows(database, StepCompletion, "account_id", "subject_id", "step_id", "by_id", "event_id")
    found["said"] = sorted((known[row[1]], row[2], known[row[3]]) for row in said if row[0] == own)
    assert all(row[4] in evidence for row in said)
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


@pytest.mark.parametrize("seed", range(8))
async def test_any_order_in_any_batches_ends_in_the_same_completions(database: Database, seed: int) -> None:
    for group in ("plain", "mixed"):
        await account(database, group)
        # The people come first, so that they can tick.
        await send(database, *(track("Signed In", f"u{person}", group=group) for person in range(3)))
    await send(database, *drawn(random.Random(seed), "plain"), catalogue=FOLDED)  # noqa: S311 - repeatable
    for number in range(len(TICKS)):
        await tick(database, "plain", number)
    chance = random.Random(seed + 1000)  # noqa: S311 - repeatable
    parcels: list[dict[str, Any] | int] = [*drawn(random.Random(seed), "mixed"), *range(len(TICKS))]  # noqa: S311 - repeatable
    parcels += chance.choices(parcels, k=10)
    chance.shuffle(parcels)
    await deliver(database, chance, parcels, FOLDED)
    assert await stored(database, "mixed") == await stored(database, "plain")


async def test_a_replay_rebuilds_the_same_rows(database: Database) -> None:
    acme = await account(database, "plain")
    await send(database, *(track("Signed In", f"u{person}", group="plain") for person in range(3)))
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    parcels: list[dict[str, Any] | int] = [*drawn(chance, "plain"), *range(len(TICKS))]
    chance.shuffle(parcels)
    await deliver(database, chance, parcels, FOLDED, group="plain")
    before = await stored(database, "plain")
    await again(database, acme, len(parcels) + 3)
    assert await stored(database, "plain") == before
    await forget(database)
    await again(database, acme, len(parcels) + 3)
    assert await stored(database, "plain") == before


async def again(database: Database, account_id: UUID, events: int) -> None:
    async with database.write() as session:
        assert await replay(session, FOLDED, account_id=account_id) == events


async def forget(database: Database) -> None:
    async with database.write() as session:
        for table in (StepCounter, RuleProgress, StepCompletion, MilestoneCompletion, Unlock):
            await session.execute(delete(table))


async def deliver(
    database: Database,
    chance: random.Random,
    parcels: list[dict[str, Any] | int],
    catalogue: Catalogue,
    *,
    group: str = "mixed",
) -> None:
    """Send messages in batches of any size; the numbers among them are ticks by hand."""
    while parcels:
        size = chance.randint(1, 8)
        batch, parcels = parcels[:size], parcels[size:]
        await send(database, *(one for one in batch if not isinstance(one, int)), catalogue=catalogue)
        for one in batch:
            if isinstance(one, int):
                await tick(database, group, one)
