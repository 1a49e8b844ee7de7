"""Letters that came back: what the ledger then says, and what becomes of their addresses."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from portal.db import deliveries
from portal.db.engine import Database
from portal.db.tables import AuditEntry, Delivery, SuppressedAddress
from portal.domain.audit import Actor, ActorKind
from portal.domain.bounces import LATELY, Bounce, Kind
from portal.domain.deliveries import Audience, News, Reason, Recipient, State, Topic
from portal.domain.doers import Doer
from portal.domain.errors import Forbidden, NotFound
from portal.domain.roles import Capability
from portal.services import bounces
from tests.factories import NOW
from tests.ingest.world import rows

ADDRESS = "Priya@Halden.test"
CSM = Doer(Actor(ActorKind.STAFF, uuid4(), "Mara", None), frozenset({Capability.CSM}))
EDITOR = Doer(CSM.actor, frozenset({Capability.EDITOR}))


async def letter(database: Database) -> UUID:
    """A letter that went out, and told two things."""
    to, sent = Recipient(Audience.ADDRESS, None, ADDRESS), uuid4()
    async with database.write() as session:
        await deliveries.add(session, [News(f"x:{n}", Topic.NOTE, None, to, {}) for n in range(2)], now=NOW)
        await session.execute(update(Delivery).values(letter=sent, state=State.SENT, sent_at=NOW))
    return sent


async def note(database: Database, bounce: Bounce) -> bounces.Noted:
    async with database.write() as session:
        return await bounces.note(session, bounce, now=NOW + LATELY / 2)


@pytest.mark.parametrize("kind", Kind)
async def test_a_letter_that_came_back_is_marked_and_its_address_left_alone(database: Database, kind: Kind) -> None:
    sent = await letter(database)
    for _ in range(2):
        noted = await note(database, Bounce(kind, "550 no such user", sent, "forwarded@elsewhere.test"))
        assert noted == bounces.Noted(ADDRESS, 2, kind.final)
    assert await rows(database, Delivery, "state", "reason") == [(State.RETURNED, kind.reason)] * 2
    async with database.read() as session:
        assert await deliveries.suppressed(session, ADDRESS) is (kind.reason if kind.final else None)
        assert [one.said for one in await bounces.silenced(session)] == ["550 no such user"] * kind.final


async def test_an_address_alone_is_about_the_latest_letter_and_no_old_one(database: Database) -> None:
    await letter(database)
    assert (await note(database, Bounce(Kind.PERMANENT, "no", email="priya@halden.test"))).deliveries == 2
    async with database.write() as session:
        await session.execute(update(Delivery).values(sent_at=NOW - LATELY))
    for stranger in (Bounce(Kind.PERMANENT, "no", email=ADDRESS), Bounce(Kind.PERMANENT, "no", uuid4(), ADDRESS)):
        with pytest.raises(NotFound):
            await note(database, stranger)


async def test_whoever_guides_lets_letters_go_to_an_address_again(database: Database) -> None:
    await note(database, Bounce(Kind.COMPLAINT, "abuse", await letter(database)))
    async with database.write() as session:
        with pytest.raises(Forbidden):
            await bounces.free(session, doer=EDITOR, email=ADDRESS, now=NOW)
        await bounces.free(session, doer=CSM, email=ADDRESS, now=NOW)
        with pytest.raises(NotFound):
            await bounces.free(session, doer=CSM, email=ADDRESS, now=NOW)
    assert await rows(database, SuppressedAddress, "email") == []
    async with database.read() as session:
        assert await session.scalar(select(AuditEntry.act)) == "delivery.freed"
        assert await deliveries.suppressed(session, ADDRESS) is None
    assert {reason for (reason,) in await rows(database, Delivery, "reason")} == {Reason.COMPLAINED}
