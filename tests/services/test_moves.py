"""Accounts in flight, the revisions they are on, and moving them, on both databases."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.content.live import LivePlaybook
from portal.db import pins
from portal.db.engine import Database
from portal.db.sources import ensure_source
from portal.db.tables import Account, MilestoneCompletion, StepCompletion, StepCounter
from portal.domain.edits import Changes, Edits, Pin
from portal.domain.errors import NotFound
from portal.domain.moving import StepsMoved
from portal.ingest import record, take_in
from portal.services import content, moves
from tests.content.playbooks import copy_sound, edit
from tests.factories import NOW, add_account, add_member

EASY = "done_when: {event: Ticket Closed, count: 2}"
HARD = "done_when: {event: Ticket Closed, count: 5}"
BY_HAND = "cue: Do it., minutes: 1, done_when: manual"


async def publish(database: Database, folder: Path) -> LivePlaybook:
    playbook = LivePlaybook()
    async with database.write() as session:
        await content.publish(session, folder=folder, author="Editor", note="", now=NOW)
        await playbook.refresh(session)
    return playbook


async def external_id(database: Database, account_id: UUID) -> str:
    async with database.read() as session:
        return (await session.scalars(select(Account.external_id).where(Account.id == account_id))).one()


async def pin(database: Database, account_id: UUID) -> Pin | None:
    async with database.read() as session:
        return await pins.of_account(session, account_id)


async def rows(database: Database, *columns: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - any columns
    async with database.read() as session:
        return sorted(tuple(row) for row in await session.execute(select(*columns)))


async def send(database: Database, playbook: LivePlaybook, *messages: dict[str, Any]) -> None:
    async with database.write() as session:
        source = await ensure_source(session, name="product")
        bodies = [json.dumps({"type": "track", "properties": {}, **message}).encode() for message in messages]
        await take_in(session, playbook=playbook, source=source, messages=bodies, sent_at=None, received_at=NOW)


def closed(account: str, user: str, number: int) -> dict[str, Any]:
    about = {"event": "Ticket Closed", "userId": user, "context": {"groupId": account}}
    return about | {"timestamp": (NOW - timedelta(hours=9 - number)).isoformat(), "messageId": f"{account}{number}"}


async def tick(database: Database, playbook: LivePlaybook, account_id: UUID, milestone: str, step: str) -> None:
    member_id = await add_member(database, account_id)
    async with database.write() as session:
        catalogue = await playbook.of(session, await pins.of_account(session, account_id))
        about = {"milestone": milestone, "step": step}
        await record(
            session,
            catalogue=catalogue,
            account_id=account_id,
            member_id=member_id,
            name="Step Ticked",
            properties=about,
            now=NOW,
        )


async def test_who_has_begun_stays_on_the_revision_before_and_who_has_not_follows(
    database: Database, tmp_path: Path
) -> None:
    folder = copy_sound(tmp_path)
    playbook = await publish(database, folder)
    begun = await add_account(database)
    later = await add_account(database, kickoff_on=NOW.date() + timedelta(days=3))
    ticked = await add_account(database, kickoff_on=None)
    await tick(database, playbook, ticked, "a", "one")
    edit(folder, "plays/call.yaml", "summary: Talk.", "summary: Listen.")
    await publish(database, folder)
    assert [await pin(database, one) for one in (begun, later, ticked)] == [Pin(1), None, Pin(1)]
    edit(folder, "plays/call.yaml", "summary: Listen.", "summary: Wait.")
    await publish(database, folder)
    assert [await pin(database, one) for one in (begun, later, ticked)] == [Pin(1), None, Pin(1)]


@pytest.fixture
async def easier(database: Database, tmp_path: Path) -> tuple[str, UUID]:
    """An account in flight on revision 1, whose member closed 2 tickets of 5; by revision 2 that is enough for `a`."""
    folder = copy_sound(tmp_path)
    edit(folder, "milestones/a/milestone.yaml", EASY, HARD)
    playbook = await publish(database, folder)
    account_id = await add_account(database)
    name = await external_id(database, account_id)
    await send(database, playbook, closed(name, "u1", 1), closed(name, "u1", 2))
    edit(folder, "milestones/a/milestone.yaml", HARD, EASY)
    edit(folder, "milestones/a/milestone.yaml", BY_HAND, f"{BY_HAND}, optional: true")
    await publish(database, folder)
    return name, account_id


async def live(database: Database) -> LivePlaybook:
    playbook = LivePlaybook()
    async with database.read() as session:
        await playbook.refresh(session)
    return playbook


async def move(database: Database, to: int, *names: str) -> list[moves.Moved]:
    playbook = await live(database)
    async with database.write() as session:
        return await moves.move(session, playbook=playbook, asked=moves.Asked(to, names or None, NOW))


async def test_one_batch_counts_by_the_rules_of_each_accounts_own_revision(
    database: Database, easier: tuple[str, UUID]
) -> None:
    name, account_id = easier
    other = await add_account(database)
    new = await external_id(database, other)
    batch = [closed(name, "u1", 3), *(closed(new, "u2", n) for n in (1, 2))]
    await send(database, await live(database), *batch)
    of = StepCompletion
    ticked = [row for row in await rows(database, of.milestone_id, of.step_id, of.account_id) if row[0] == "a"]
    assert set(ticked) == {("a", "three", other), ("a", "two", other), ("a", "two", account_id)}
    assert await rows(database, MilestoneCompletion.account_id, MilestoneCompletion.milestone_id) == [(other, "a")]
    assert await pin(database, account_id) == Pin(1)
    # Somebody the product does not put into a group is still on the revision of their only account.
    await send(database, await live(database), *({**closed(name, "u1", n), "context": {}} for n in (4, 5)))
    assert ("a", "three", account_id) in await rows(database, of.milestone_id, of.step_id, of.account_id)


async def test_a_look_tells_who_feels_what_and_stores_nothing(database: Database, easier: tuple[str, UUID]) -> None:
    name, account_id = easier
    playbook = await live(database)
    async with database.read() as session:
        (found,) = await moves.look(session, playbook=playbook, asked=moves.Asked(2, None, NOW))
    assert (found.external_id, found.pin) == (name, Pin(1))
    assert found.impact.steps == (StepsMoved("Milestone a", (), (), ("Three",), 0),)
    assert await pin(database, account_id) == Pin(1)


async def test_a_move_counts_what_was_done_by_the_new_rules_and_completes(
    database: Database, easier: tuple[str, UUID]
) -> None:
    name, account_id = easier
    assert [one.external_id for one in await move(database, 2, name)] == [name]
    assert await pin(database, account_id) == Pin(2)
    of = MilestoneCompletion
    assert await rows(database, of.milestone_id, of.at) == [("a", NOW - timedelta(hours=7))]
    assert await move(database, 2, name) == []


async def test_moving_back_and_forth_counts_nothing_twice_and_takes_nothing_back(
    database: Database, easier: tuple[str, UUID]
) -> None:
    for to in (2, 1, 2):
        await move(database, to, easier[0])
    of = StepCounter
    counted = await rows(database, of.milestone_id, of.step_id, of.events)
    assert [row for row in counted if row[0] == "a"] == [("a", "three", 2), ("a", "two", 1)]
    assert await rows(database, MilestoneCompletion.milestone_id) == [("a",)]
    ticked = await rows(database, StepCompletion.milestone_id, StepCompletion.step_id)
    assert ticked == [(milestone, step) for milestone in "abcd" for step in ("three", "two")]


async def test_an_accounts_own_edits_are_kept_over_a_move(database: Database, easier: tuple[str, UUID]) -> None:
    name, account_id = easier
    changes = Changes(hide=["b"], due_days={"c": 33})
    async with database.write() as session:
        edits = await moves.edit(session, playbook=await live(database), external_id=name, changes=changes, now=NOW)
    assert edits == Edits(frozenset({"b"}), (("c", 33),))
    await move(database, 2, name)
    assert await pin(database, account_id) == Pin(2, edits)


async def test_an_edit_pins_an_account_that_followed_the_live_playbook(database: Database, tmp_path: Path) -> None:
    playbook = await publish(database, copy_sound(tmp_path))
    account_id = await add_account(database, kickoff_on=None)
    name = await external_id(database, account_id)
    async with database.write() as session:
        await moves.edit(session, playbook=playbook, external_id=name, changes=Changes(hide=["a"]), now=NOW)
    assert await pin(database, account_id) == Pin(1, Edits(frozenset({"a"})))
    with pytest.raises(NotFound, match="No ladder has “nothing”"):
        async with database.write() as session:
            await moves.edit(session, playbook=playbook, external_id=name, changes=Changes(hide=["nothing"]), now=NOW)


async def test_what_does_not_exist_is_not_moved(database: Database, easier: tuple[str, UUID]) -> None:
    del easier
    with pytest.raises(NotFound, match="There is no account “nobody”"):
        await move(database, 2, "nobody")
    with pytest.raises(NotFound, match="There is no revision 9"):
        await move(database, 9)


async def test_a_page_tells_of_the_first_accounts_in_flight_and_whether_there_are_more(
    database: Database, tmp_path: Path
) -> None:
    playbook = await publish(database, copy_sound(tmp_path))
    accounts = [await add_account(database) for _ in range(2)]
    for most, told in ((1, (1, True)), (2, (2, False))):
        async with database.read() as session:
            found, more = await moves.ahead(session, playbook=playbook, after=playbook.current, now=NOW, most=most)
        assert (len(found), more) == told
    assert {one.id for one in found} == set(accounts)
