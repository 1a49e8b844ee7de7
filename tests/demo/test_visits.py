from datetime import timedelta

from portal.db.engine import Database
from portal.db.sources import ensure_source
from portal.db.tables import Member, Visit
from portal.demo.visits import STAYED, remember_visits
from portal.ingest import PORTAL_SOURCE
from tests.ingest.world import NOW, account, rows, send, track


async def test_a_member_was_here_last_when_they_did_something_in_the_portal(database: Database) -> None:
    await account(database)
    for user, hours in (("u1", 50), ("u1", 30), ("u2", 0)):
        at = (NOW - timedelta(hours=hours)).isoformat()
        await send(database, track("Milestone Celebrated", user, timestamp=at), source=PORTAL_SOURCE)
    await send(database, track("Order Dispatched", "u3"))
    async with database.write() as session:
        await remember_visits(session, await ensure_source(session, name=PORTAL_SOURCE), NOW)
    people = dict(await rows(database, Member, "id", "external_id"))
    seen = {people[row[0]]: row[1:] for row in await rows(database, Visit, "member_id", "known_until", "seen_at")}
    assert seen == {
        "u1": (NOW - timedelta(hours=50), NOW - timedelta(hours=30) + STAYED),
        "u2": (NOW, NOW),
    }
