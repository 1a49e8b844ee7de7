"""A copy, silence and deletion, on both databases: what goes, what stays, and what the receipt says."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import Uuid, select

from portal.db import activity, erasure, privacy
from portal.db.base import Base
from portal.db.engine import Database
from portal.db.tables import (
    AuditEntry,
    Delivery,
    Event,
    FirstTouch,
    Member,
    PrivacyRequest,
    Quarantined,
    StepCompletion,
    StepCounter,
    SuppressedAddress,
    Suppression,
    TeamNote,
)
from portal.domain.audit import Actor, ActorKind
from portal.domain.deliveries import Reason, State, Topic
from portal.domain.doers import Doer
from portal.domain.errors import Forbidden, Invalid, NotFound
from portal.domain.notes import NoteKind
from portal.domain.preferences import Channel
from portal.domain.privacy import Receipt, Wish
from portal.domain.roles import Capability
from portal.services import erasing, exporting
from portal.services import privacy as service
from portal.services.privacy import Asked
from portal.worker import Worker
from tests.factories import Fixed
from tests.ingest.playbook import CATALOGUE
from tests.ingest.world import NOW, account, rows, send, track

LEAD = Doer(Actor(ActorKind.STAFF, None, "Noor Haddad"), frozenset({Capability.CSM_LEAD}))
CSM = Doer(Actor(ActorKind.STAFF, None, "Tomás Vidal"), frozenset({Capability.CSM}))


async def work(database: Database) -> None:
    worker = Worker(database, Fixed(CATALOGUE), lambda: NOW + timedelta(seconds=1))
    while await worker.step():
        pass


async def ask(database: Database, account_id: UUID, member_id: UUID, wish: Wish, doer: Doer = LEAD) -> UUID:
    async with database.write() as session:
        asked = Asked(member_id, wish, "A letter of 2 November")
        return await service.ask(session, doer=doer, account_id=account_id, asked=asked, now=NOW)


async def receipts(database: Database, account_id: UUID) -> Sequence[Receipt]:
    async with database.read() as session:
        return (await service.book(session, doer=LEAD, account_id=account_id)).receipts


async def members(database: Database) -> dict[str, UUID]:
    return dict(await rows(database, Member, "external_id", "id"))


async def told(database: Database) -> UUID:
    """An account where Jane and Mei did things, and Jane wrote something."""
    acme = await account(database)
    jane = {"type": "identify", "userId": "jane", "traits": {"name": "Jane Doe", "email": "jane@acme.test"}}
    await send(
        database,
        {**jane, "messageId": "i", "context": {"groupId": "acme"}},
        track("Order Dispatched", "jane", properties={"customer": "Jane Doe", "value": 150}, message_id="m1"),
        track("Order Dispatched", "mei", message_id="m2"),
        b'{"type": "track", "userId": "jane", "event": ""}',
    )
    people = await members(database)
    async with database.write() as session:
        note = {"kind": NoteKind.NEWS, "note": "From Jane", "milestone_id": "x", "at": NOW}
        session.add(TeamNote(account_id=acme, from_id=people["jane"], to_member_id=people["mei"], **note))
    return acme


async def write_letters(database: Database, acme: UUID, jane: UUID, mei: UUID) -> None:
    """To Jane an invitation, for which there is no mailbox; to Mei Jane's help, that Jane's part is done, and news."""
    sent = {"state": State.SENT, "sent_at": NOW, "next_at": NOW}
    async with database.write() as session:
        [note] = await session.scalars(select(TeamNote.id))
        about = {"note_id": str(note), "by": "Jane Doe", "note": "From Jane"}
        for key, topic, to, email, facts, state in (
            ("own", Topic.NUDGE, jane, "jane@acme.test", {}, sent),
            ("invited", Topic.INVITATION, None, "Jane@acme.test", {"by": "Mei", "sealed": "x"}, sent),
            ("help", Topic.NOTE, mei, "mei@acme.test", about, sent | {"subject": "Jane asks for your help"}),
            ("done", Topic.UNBLOCKED, mei, "mei@acme.test", {"waits_on": "Jane Doe"}, sent),
            ("news", Topic.MILESTONE, mei, "mei@acme.test", about, {"state": State.WAITING, "next_at": NOW}),
            ("plain", Topic.REPORT, mei, "mei@acme.test", {"number": 1}, sent),
        ):
            row = {"dedupe_key": key, "topic": topic, "channel": Channel.EMAIL, "created_at": NOW, **state}
            session.add(Delivery(account_id=acme, member_id=to, email=email, facts=facts, **row))
        session.add(
            SuppressedAddress(email="jane@acme.test", reason=Reason.BOUNCED, said="550 No such mailbox", at=NOW)
        )


async def test_a_deletion_takes_letters_along_and_lets_none_tell_of_the_person(database: Database) -> None:
    acme = await told(database)
    people = await members(database)
    await write_letters(database, acme, people["jane"], people["mei"])
    copied = await ask(database, acme, people["jane"], Wish.EXPORT)
    await work(database)
    async with database.write() as session:
        whole = await service.copy_for(session, doer=LEAD, account_id=acme, request_id=copied, now=NOW)
    copy = exporting.unpacked(whole)
    assert {one["topic"] for one in copy["messages"]} == {"nudge", "invitation"}
    assert [one["said"] for one in copy["unreachable_address"]] == ["550 No such mailbox"]
    await ask(database, acme, people["jane"], Wish.DELETE)
    await work(database)
    left = {key: rest for key, *rest in await rows(database, Delivery, "dedupe_key", "subject", "facts")}
    assert left == {"help": [None, {}], "done": [None, {}], "plain": [None, {"number": 1}]}
    assert await rows(database, SuppressedAddress, "email") == []
    assert await everywhere(database, "Jane") == []
    [receipt, *_] = await receipts(database, acme)
    assert (receipt.counts["removed"]["deliveries"], receipt.counts["unnamed"]["deliveries"]) == (3, 2)


async def test_a_deletion_leaves_nothing_of_the_person_and_everything_of_the_team(database: Database) -> None:
    acme = await told(database)
    people = await members(database)
    await work(database)
    before = await rows(database, StepCounter, "milestone_id", "step_id", "events")
    ticks = await rows(database, StepCompletion, "milestone_id", "step_id", "at", "verified_at")
    touches = await rows(database, FirstTouch, "name", "at")
    assert before, "what Jane did counts"
    await ask(database, acme, people["jane"], Wish.DELETE)
    await work(database)
    assert set(await members(database)) == {"mei"}
    assert await rows(database, TeamNote, "id") == []
    assert await rows(database, Quarantined, "id") == []
    assert await rows(database, StepCounter, "milestone_id", "step_id", "events") == before
    assert await rows(database, StepCompletion, "milestone_id", "step_id", "at", "verified_at") == ticks
    assert await rows(database, FirstTouch, "name", "at") == touches
    events = await rows(database, Event, "message_id", "member_id", "properties", "context")
    assert [one[0] for one in events] == ["i", "m1", "m2"]
    assert {member for _, member, *_ in events[:2]}.isdisjoint({None, people["jane"]})
    assert [properties for _, _, properties, _ in events[:2]] == [{}, {"value": 150}]
    assert await everywhere(database, "Jane") == []
    assert await everywhere(database, str(people["jane"])) == []


async def everywhere(database: Database, word: str) -> list[str]:
    """The tables in which a word still stands."""
    found = []
    async with database.read() as session:
        for table in Base.metadata.sorted_tables:
            held = (await session.execute(select(table))).all()
            found += [table.name for row in held if any(word in str(value) for value in row)]
    return found


async def test_the_receipt_says_what_was_done_by_table(database: Database) -> None:
    acme = await told(database)
    people = await members(database)
    await ask(database, acme, people["jane"], Wish.DELETE)
    await work(database)
    [receipt] = await receipts(database, acme)
    assert (receipt.wish, receipt.person, receipt.asked_by) == (Wish.DELETE, None, "Noor Haddad")
    assert (receipt.asked_at, receipt.done_at, receipt.done) == (NOW, NOW + timedelta(seconds=1), 2)
    assert receipt.counts["removed"]["members"] == receipt.counts["removed"]["team_notes"] == 1
    assert receipt.counts["removed"]["quarantine"] == 1
    assert receipt.counts["unnamed"]["events"] == 2
    acts = await rows(database, AuditEntry, "act", "subject", "actor_name")
    assert acts == [("person.delete", f"receipt {receipt.number}", "Noor Haddad")]


async def test_a_deletion_goes_on_in_steps_and_says_how_far_it_came(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "AT_ONCE", 3)
    acme = await account(database)
    await send(database, *(track("Order Dispatched", "jane", message_id=f"m{number}") for number in range(7)))
    await ask(database, acme, (await members(database))["jane"], Wish.DELETE)
    worker = Worker(database, Fixed(CATALOGUE), lambda: NOW + timedelta(seconds=1))
    seen = []
    while await worker.step():
        [receipt] = await receipts(database, acme)
        seen.append((receipt.done, receipt.total, receipt.done_at is not None))
    assert list(dict.fromkeys(seen))[-3:] == [(3, 7, False), (6, 7, False), (7, 7, True)]
    assert len({member for (member,) in await rows(database, Event, "member_id")}) == 1, "one nobody, in every step"


async def test_nothing_is_taken_in_about_somebody_suppressed(database: Database) -> None:
    acme = await told(database)
    await account(database, "other")
    jane = (await members(database))["jane"]
    await ask(database, acme, jane, Wish.SUPPRESS)
    stored = await send(
        database,
        track("Order Dispatched", "jane", message_id="m3"),
        track("Order Dispatched", "jane", message_id="m4", group=None),
        track("Order Dispatched", "mei", message_id="m5"),
        track("Order Dispatched", "jane", message_id="m6", group="other"),
    )
    assert (stored.stored, stored.quarantined) == (2, 0)
    assert {"m3", "m4"}.isdisjoint(one for (one,) in await rows(database, Event, "message_id"))
    await ask(database, acme, jane, Wish.RESUME)
    assert (await send(database, track("Order Dispatched", "jane", message_id="m7"))).stored == 1
    assert {one.wish for one in await receipts(database, acme)} == {Wish.SUPPRESS, Wish.RESUME}


async def test_who_was_deleted_does_not_come_back_with_the_next_event(database: Database) -> None:
    acme = await told(database)
    await ask(database, acme, (await members(database))["jane"], Wish.DELETE)
    await send(database, track("Order Dispatched", "jane", message_id="m3"))
    await work(database)
    await send(database, track("Order Dispatched", "jane", message_id="m4"))
    assert set(await members(database)) == {"mei"}
    [(mark,)] = await rows(database, Suppression, "fingerprint")
    assert "jane" not in mark


async def test_a_copy_holds_everything_and_is_kept_for_a_week(database: Database) -> None:
    acme = await told(database)
    jane = (await members(database))["jane"]
    request_id = await ask(database, acme, jane, Wish.EXPORT)
    await work(database)
    async with database.write() as session:
        fetch = partial(service.copy_for, session, doer=LEAD, account_id=acme, request_id=request_id)
        copy = exporting.unpacked(await fetch(now=NOW))
        assert copy["profile"]["email"] == "jane@acme.test"
        assert {event["type"] for event in copy["events"]} == {"identify", "track"}
        assert copy["notes"][0]["note"] == "From Jane"
        with pytest.raises(NotFound):
            await fetch(now=NOW + timedelta(days=8))
        await privacy.drop_copies(session, now=NOW + timedelta(days=8))
    assert [one for (one,) in await rows(database, PrivacyRequest, "copy")] == [None]


async def test_a_deletion_takes_the_copies_with_it(database: Database) -> None:
    acme = await told(database)
    jane = (await members(database))["jane"]
    for wish in (Wish.EXPORT, Wish.DELETE, Wish.DELETE):
        await ask(database, acme, jane, wish)
    await work(database)
    kept = await receipts(database, acme)
    assert [one.wish for one in kept] == [Wish.DELETE, Wish.DELETE]
    assert all(one.done_at for one in kept), "who asks twice is told that it is done"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_may_ask_and_about_whom(database: Database) -> None:
    acme = await told(database)
    other = await account(database, "other")
    jane = (await members(database))["jane"]
    with pytest.raises(Forbidden):
        await ask(database, acme, jane, Wish.DELETE, CSM)
    with pytest.raises(NotFound):
        await ask(database, other, jane, Wish.DELETE)
    async with database.write() as session:
        found = Member(account_id=acme, name="Signed In Only", created_at=NOW)
        session.add(found)
    with pytest.raises(Invalid):
        await ask(database, acme, found.id, Wish.SUPPRESS)
    assert await receipts(database, acme) == ()


def test_every_column_that_names_a_member_is_dealt_with() -> None:
    known = {(one.class_.__tablename__, one.key) for one in (*erasure.UNNAMED, *erasure.REMOVED, *erasure.CLEARED)}
    known |= {(one.table.__tablename__, "member_id") for one in activity.ROLLUPS}
    apart = {("events", "member_id"), ("privacy_requests", "member_id")}
    names = ("member_id", "person_id", "subject_id", "by_id", "to_id", "from_id", "answered_by")
    found = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Uuid)
        if column.name in names
        or column.name.endswith(("_member_id", "_by_id"))
        or any(key.column.table.name == "members" for key in column.foreign_keys if column.name != "account_id")
    }
    assert found - known - apart == set()
    assert known <= found
