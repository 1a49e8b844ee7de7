"""What events are rolled up into: the same rows in whatever order and pieces they come, and by a replay."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, update

from portal.db import activity, unrolled
from portal.db.engine import Database
from portal.db.tables import ActivityDay, Event, FirstTouch, Member, MemberWeeks, UnrolledBatch
from portal.domain.weeks import mondays
from portal.jobs import the_queue
from portal.rollups import roll_up
from tests.ingest.playbook import CATALOGUE
from tests.ingest.world import NOW, account, rows, send, track

USE, NO_USE = "Order Dispatched", "Signed In"
TABLES = {
    ActivityDay: ("member_id", "day", "events"),
    MemberWeeks: ("member_id", "year", "weeks"),
    FirstTouch: ("member_id", "name", "at"),
}
YEARS_END = datetime(2025, 12, 28, 23, 30, tzinfo=UTC)
"""A Sunday: half an hour later the first week of the ISO year 2026 begins."""

Rows = list[Sequence[Any]]


def story(random: Random) -> list[dict[str, Any]]:
    """Events of two people over a turn of the year, and of nobody; some come twice, in no order."""
    events = []
    for number in range(90):
        at = YEARS_END + timedelta(hours=random.randrange(24 * 20))
        name, user = random.choice((USE, USE, NO_USE)), random.choice(("u1", "u2", None))
        events.append(track(name, user, message_id=f"m{number}", timestamp=at.isoformat()))
    told = [*events, *random.sample(events, 20)]
    random.shuffle(told)
    return told


async def roll_up_one(database: Database) -> bool:
    async with database.write() as session:
        return await roll_up(session, catalogue=CATALOGUE, queue=the_queue(), now=NOW)


async def recount(database: Database, account_id: Any) -> None:  # noqa: ANN401 - an id
    async with database.write() as session:
        await unrolled.alone(session)
        await activity.recount(session, account_id=account_id, names=CATALOGUE.use_events)


async def rolled_up(database: Database) -> list[Rows]:
    return [list(await rows(database, table, *columns)) for table, columns in TABLES.items()]


async def expected(database: Database, told: list[dict[str, Any]]) -> list[Rows]:
    """The same, counted the plain way."""
    members = dict(await rows(database, Member, "external_id", "id"))
    unique = {one["messageId"]: one for one in told if "userId" in one}.values()
    seen = [(members[one["userId"]], one["event"], datetime.fromisoformat(one["timestamp"])) for one in unique]
    days = Counter((member, at.date()) for member, name, at in seen if name == USE)
    weeks: Counter[tuple[Any, int]] = Counter()
    for member, day in days:
        year, week, _ = day.isocalendar()
        weeks[member, year] |= 1 << (week - 1)
    first = {(member, name): at for member, name, at in sorted(seen, key=lambda one: one[2], reverse=True)}
    return [sorted(((*key, value) for key, value in one.items()), key=repr) for one in (days, weeks, first)]


async def test_events_in_any_order_and_pieces_and_their_replay_come_to_the_same(database: Database) -> None:
    acme, told = await account(database), story(Random(7))  # noqa: S311 - the same in every run
    for start in range(0, len(told), 11):
        await send(database, *told[start : start + 11])
        if start % 3 == 0:
            await roll_up_one(database)
    while await roll_up_one(database):
        pass
    wanted = await expected(database, told)
    assert await rolled_up(database) == wanted
    assert {day.year for day in mondays({year: weeks for _, year, weeks in wanted[1]})} == {2025, 2026}
    await recount(database, acme)
    assert await rolled_up(database) == wanted
    later = track(USE, "u1", message_id="later", timestamp=(YEARS_END + timedelta(days=1)).isoformat())
    await send(database, later)
    await recount(database, acme)
    assert await rolled_up(database) == wanted, "what waits is not counted twice"
    await roll_up_one(database)
    assert await rolled_up(database) == await expected(database, [*told, later])
    assert await rows(database, UnrolledBatch, "id") == []


async def test_a_replay_keeps_what_came_of_events_that_were_removed(database: Database) -> None:
    acme = await account(database)
    await send(database, *(track(USE, user, timestamp=f"2026-0{month}-05T09:00:00Z") for user, month in WHEN))
    await roll_up_one(database)
    before = await rolled_up(database)
    async with database.write() as session:
        await session.execute(delete(Event).where(Event.at < datetime(2026, 2, 1, tzinfo=UTC)))
        await session.execute(update(ActivityDay).values(events=7).where(ActivityDay.day >= date(2026, 2, 1)))
        await session.execute(update(MemberWeeks).values(weeks=MemberWeeks.weeks.bitwise_or(1 << 30)))
    assert await rolled_up(database) != before
    await recount(database, acme)
    assert await rolled_up(database) == before


async def test_as_many_batches_are_taken_as_hold_so_many_events(database: Database) -> None:
    batches = [uuid4() for _ in range(4)]
    async with database.write() as session:
        for batch_id, events, request in zip(batches, (90, 20, 30, 60), ("a", "a", "b", "c"), strict=True):
            await unrolled.add(session, batch_id=batch_id, events=events, request_id=request, now=NOW)
    taken = []
    async with database.write() as session:
        while chunk := await unrolled.take(session, events=50):
            taken.append(chunk)
    assert taken == [(batches[:1], "a"), (batches[1:3], None), (batches[3:], "c")]


async def test_what_somebody_did_joins_what_is_there_already(database: Database) -> None:
    """A batch that comes while a person is deleted is rolled up under the name they are given."""
    acme = await account(database)
    await send(database, *(track(USE, user, timestamp=f"2026-0{month}-05T09:00:00Z") for user, month in WHEN))
    await roll_up_one(database)
    members = dict(await rows(database, Member, "external_id", "id"))
    async with database.write() as session:
        await unrolled.alone(session)
        counts = await activity.hand_over(session, account_id=acme, member_id=members["u1"], to=members["u2"])
    u2 = members["u2"]
    days, weeks, first = await rolled_up(database)
    assert [(member, day.month, events) for member, day, events in days] == [(u2, 1, 1), (u2, 2, 2), (u2, 3, 1)]
    assert [(member, [day.month for day in mondays({year: bits})]) for member, year, bits in weeks] == [(u2, [1, 2, 3])]
    assert first == [(u2, USE, datetime(2026, 1, 5, 9, tzinfo=UTC))]
    assert counts == {"activity_days": 2, "member_weeks": 1, "first_touches": 1}


WHEN = (("u1", 1), ("u1", 2), ("u2", 2), ("u2", 3))
