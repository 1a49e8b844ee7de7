import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from portal.db.engine import Database
from portal.db.sources import ensure_source
from portal.db.tables import (
    AccountVersion,
    Celebration,
    Event,
    Member,
    MilestoneCompletion,
    Quarantined,
    StepCompletion,
    StepCounter,
    Unlock,
    UnrolledBatch,
)
from portal.domain.roles import Role
from portal.ingest import Message, Receipt, record, take_in
from tests.factories import Fixed
from tests.ingest.playbook import CATALOGUE
from tests.ingest.world import NOW, account, rows, send, track


async def test_an_event_is_stored_once_with_its_times_and_its_people(database: Database) -> None:
    acme = await account(database)
    message = track(
        "Order Dispatched",
        message_id="m1",
        timestamp=(NOW - timedelta(minutes=3)).isoformat(),
        properties={"value": 120, "label": "Ünïcode 😀"},
    )
    sent_at = NOW - timedelta(minutes=1)
    assert await send(database, message, sent_at=sent_at) == Receipt(1, 0, 0)
    assert await send(database, message, sent_at=sent_at) == Receipt(0, 1, 0)
    [(member, *_)] = await rows(database, Member, "id", "external_id", "name", "role")
    assert await rows(
        database, Event, "message_id", "name", "account_id", "member_id", "at", "clamped", "properties", "context"
    ) == [
        (
            "m1",
            "Order Dispatched",
            acme,
            member,
            NOW - timedelta(minutes=2),
            False,
            {"value": 120, "label": "Ünïcode 😀"},
            {"groupId": "acme"},
        )
    ]
    assert len(await rows(database, UnrolledBatch, "batch_id")) == 1


async def test_a_batch_that_repeats_a_message_keeps_the_first(database: Database) -> None:
    await account(database)
    receipt = await send(database, track("First", message_id="m"), track("Second", message_id="m"))
    assert receipt == Receipt(1, 1, 0)
    assert await rows(database, Event, "name", "ordinal") == [("First", 0)]


async def test_two_sources_may_use_the_same_message_id(database: Database) -> None:
    await account(database)
    await send(database, track("A", message_id="m"))
    assert await send(database, track("A", message_id="m"), source="crm") == Receipt(1, 0, 0)


async def test_a_message_without_an_id_gets_one(database: Database) -> None:
    await account(database)
    assert await send(database, track("A"), track("A")) == Receipt(2, 0, 0)


async def test_an_unknown_account_is_named_in_the_quarantine(database: Database) -> None:
    assert await send(database, track("A", message_id="m1", group="nobody")) == Receipt(0, 0, 1)
    [(message_id, code, reason)] = await rows(database, Quarantined, "message_id", "code", "reason")
    assert (message_id, code) == ("m1", "unknown_account")
    assert reason == "Create the account “nobody” by a `group` call from your server, then send this again."


async def test_a_repeated_poison_is_kept_once(database: Database) -> None:
    await send(database, track("A", message_id="m1", group="nobody"))
    await send(database, track("A", message_id="m1", group="nobody"))
    assert len(await rows(database, Quarantined, "code")) == 1


async def test_without_a_group_the_only_account_of_the_person_counts(database: Database) -> None:
    acme = await account(database)
    await send(database, track("A", "u1"))
    assert await send(database, track("B", "u1", group=None)) == Receipt(1, 0, 0)
    assert {row[0] for row in await rows(database, Event, "account_id")} == {acme}
    await account(database, "other")
    await send(database, track("A", "u1", group="other"))
    assert await send(database, track("C", "u1", group=None)) == Receipt(0, 0, 1)
    [(reason,)] = await rows(database, Quarantined, "reason")
    assert "belongs to 2 accounts" in reason


async def test_a_person_named_earlier_in_the_batch_is_known_later_in_it(database: Database) -> None:
    await account(database)
    assert await send(database, track("A", "u1", group=None), track("B", "u1")) == Receipt(2, 0, 0)


async def test_an_event_that_names_nobody_belongs_to_the_account(database: Database) -> None:
    acme = await account(database)
    await send(database, track("Groups Mapped", None))
    assert await rows(database, Event, "account_id", "member_id") == [(acme, None)]
    assert await rows(database, StepCounter, "person_id", "step_id", "events") == [(acme, "map", 1)]
    assert await rows(database, StepCompletion, "subject_id", "step_id", "verified_at") == [(acme, "map", NOW)]


async def test_identify_describes_a_new_person(database: Database) -> None:
    await account(database)
    who = {"name": "Iris Hale", "email": "Iris@Acme.example", "role": "admin"}
    await send(database, {"type": "identify", "userId": "u1", "traits": who, "context": {"groupId": "acme"}})
    assert await rows(database, Member, "external_id", "name", "email", "role") == [
        ("u1", "Iris Hale", "iris@acme.example", Role.ADMIN)
    ]


async def test_identify_links_the_person_who_signed_in_before_and_leaves_their_name(database: Database) -> None:
    acme = await account(database)
    async with database.write() as session:
        session.add(Member(account_id=acme, name="Iris", email="Iris@acme.example", created_at=NOW))
    who = {"name": "I. Hale", "email": "iris@acme.example"}
    await send(database, {"type": "identify", "userId": "u1", "traits": who, "context": {"groupId": "acme"}})
    assert await rows(database, Member, "external_id", "name") == [("u1", "I. Hale")]


async def test_a_repeated_identify_does_not_undo_a_newer_one(database: Database) -> None:
    await account(database)
    old = {"type": "identify", "userId": "u1", "messageId": "1", "traits": {"name": "Old"}}
    old["context"] = {"groupId": "acme"}
    new = old | {"messageId": "2", "traits": {"name": "New"}}
    for message in (old, new, old):
        await send(database, message)
    assert await rows(database, Member, "name") == [("New",)]


async def test_progress_of_a_member_and_of_the_account(database: Database) -> None:
    acme = await account(database)
    orders = [track("Order Dispatched", user, properties={"value": 100}) for user in ("u1", "u2", "u1")]
    await send(database, *orders)
    members = dict(await rows(database, Member, "external_id", "id"))
    assert await rows(database, StepCompletion, "subject_id", "milestone_id", "step_id") == sorted(
        [(members["u1"], "own", "send"), (acme, "shared", "big")], key=repr
    )
    await send(database, track("Groups Mapped"), track("Dashboard Opened", "u1"))
    assert await rows(database, MilestoneCompletion, "milestone_id") == []
    await send(database, track("Dashboard Opened", "u2"))
    assert await rows(database, MilestoneCompletion, "subject_id", "milestone_id") == [(acme, "shared")]
    assert await rows(database, Unlock, "subject_id", "feature", "milestone_id") == [(acme, "sso", "shared")]


async def test_a_tick_by_hand_is_verified_when_the_product_confirms_it(database: Database) -> None:
    acme = await account(database)
    await send(database, track("Signed In", "u1"))
    [(member,)] = await rows(database, Member, "id")

    async def tick(step: str) -> None:
        async with database.write() as session:
            await record(
                session,
                catalogue=CATALOGUE,
                account_id=acme,
                member_id=member,
                name="Step Ticked",
                properties={"milestone": "own", "step": step},
                now=NOW,
            )

    await tick("send")
    columns = ("step_id", "verified_at", "by_id", "at")
    assert await rows(database, StepCompletion, *columns) == [("send", None, member, NOW)]
    later = NOW + timedelta(hours=1)
    await send(database, track("Order Dispatched"), track("Order Dispatched"), received_at=later)
    assert await rows(database, StepCompletion, *columns) == [("send", later, member, NOW)]
    await tick("look")
    await tick("look")
    assert await rows(database, MilestoneCompletion, "subject_id", "milestone_id") == [(member, "own")]
    assert await rows(database, Unlock, "subject_id", "feature") == [(member, "templates")]
    assert await rows(database, StepCompletion, "step_id", "verified_at") == [("look", NOW), ("send", later)]


async def test_a_celebration_is_kept_once(database: Database) -> None:
    acme = await account(database)
    member = uuid4()
    for _ in range(2):
        async with database.write() as session:
            await record(
                session,
                catalogue=CATALOGUE,
                account_id=acme,
                member_id=member,
                name="Milestone Celebrated",
                properties={"milestone": "own"},
                now=NOW,
                message_id="seen",
            )
    assert await rows(database, Celebration, "account_id", "member_id", "milestone_id") == [(acme, member, "own")]


async def test_a_sender_cannot_speak_as_the_portal(database: Database) -> None:
    await account(database)
    ticked = track("Step Ticked", properties={"milestone": "own", "step": "look"})
    celebrated = track("Milestone Celebrated", properties={"milestone": "own"})
    assert await send(database, ticked, celebrated) == Receipt(2, 0, 0)
    assert await rows(database, StepCompletion, "step_id") == []
    assert await rows(database, Celebration, "milestone_id") == []


async def test_a_version_rises_only_where_progress_changed(database: Database) -> None:
    acme = await account(database)
    await account(database, "other")
    await send(database, track("Report Built"), track("Order Dispatched"), track("Report Built", group="other"))
    assert await rows(database, AccountVersion, "account_id", "version") == [(acme, 1)]


async def test_a_late_event_moves_what_it_did_earlier_and_takes_nothing_back(database: Database) -> None:
    acme = await account(database)
    await send(database, *(track("Dashboard Opened", user) for user in ("u1", "u2")), track("Groups Mapped"))
    await send(database, *(track("Order Dispatched", properties={"value": 100}) for _ in range(3)))
    assert await rows(database, MilestoneCompletion, "subject_id", "at") == [(acme, NOW)]
    long_ago = NOW - timedelta(days=3)

    async def late(event: str, user: str, days: int = 0) -> None:
        at = long_ago - timedelta(days=days)
        await send(database, track(event, user, properties={"value": 100}, timestamp=at.isoformat()), sent_at=NOW)

    await late("Dashboard Opened", "u1")
    await late("Groups Mapped", "u1")
    for days in range(2):
        await late("Order Dispatched", "u1", days)
    columns = ("milestone_id", "step_id", "at")
    shared = [row[1:] for row in await rows(database, StepCompletion, *columns) if row[0] == "shared"]
    assert shared == [("$signal", NOW), ("big", NOW), ("map", long_ago)]
    await late("Order Dispatched", "u1", 5)
    await late("Dashboard Opened", "u2", 1)
    for table, step in ((MilestoneCompletion, "milestone_id"), (Unlock, "milestone_id")):
        assert (("shared", long_ago)) in await rows(database, table, step, "at")


async def test_messages_may_come_as_values(database: Database) -> None:
    await account(database)
    async with database.write() as session:
        receipt = await take_in(
            session,
            playbook=Fixed(CATALOGUE),
            source=await ensure_source(session, name="demo"),
            messages=[Message(type="track", event="A", group_id="acme")],
            sent_at=None,
            received_at=NOW,
        )
    assert receipt == Receipt(1, 0, 0)


@pytest.mark.parametrize("senders", [20])
async def test_the_same_batch_from_many_senders_at_once_is_stored_once(database: Database, senders: int) -> None:
    await account(database)
    batch = [track("Order Dispatched", f"u{n % 7}", message_id=f"m{n}", properties={"value": 100}) for n in range(100)]
    receipts = await asyncio.gather(
        *(send(database, *(batch[shift * 5 :] + batch[: shift * 5])) for shift in range(senders))
    )
    assert sum(receipt.stored for receipt in receipts) == 100
    assert len(await rows(database, Event, "message_id")) == 100
    assert sum(row[0] for row in await rows(database, StepCounter, "events", "person_id", "step_id")) == 200
    assert len(await rows(database, Member, "external_id")) == 7


async def test_two_batches_at_once_do_not_both_miss_what_they_complete_together(database: Database) -> None:
    acme = await account(database)
    await send(database, track("Order Dispatched", "u1"), track("Order Dispatched", "u2"))
    for turn in range(10):
        name = f"account-{turn}"
        one = await account(database, name)
        halves = [[track("Order Dispatched", "u", group=name, properties={"value": 100})] for _ in range(3)]
        await asyncio.gather(*(send(database, *half) for half in halves))
        ticked = await rows(database, StepCompletion, "account_id", "step_id")
        assert (one, "big") in ticked
    assert (acme, "big") not in await rows(database, StepCompletion, "account_id", "step_id")
