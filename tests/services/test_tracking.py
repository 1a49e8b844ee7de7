"""What comes beside what was declared."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.sources import ensure_source
from portal.db.tables import Event
from portal.domain.errors import Forbidden
from portal.domain.roles import Capability
from portal.services import sources, tracking
from tests.factories import NOW, add_account, small_playbook
from tests.staff import signed_in


async def came(database: Database, source: str, *names: str, days: int = 0) -> UUID:
    """A batch of events of these names, some days ago; its id."""
    account_id, batch_id, at = await add_account(database), uuid4(), NOW - timedelta(days=days)
    async with database.write() as session:
        sender = await ensure_source(session, name=source)
        session.add_all(
            Event(
                source_id=sender.id,
                message_id=f"{batch_id}-{ordinal}",
                batch_id=batch_id,
                ordinal=ordinal,
                type="track",
                name=name,
                account_id=account_id,
                at=at,
                received_at=NOW,
                clamped=False,
                properties={},
                context={},
            )
            for ordinal, name in enumerate(names)
        )
        await session.flush()
        await tracking.count_batches(session, batches=[batch_id])
    return batch_id


async def test_the_plan_stands_beside_what_came(database: Database) -> None:
    lead, owner = await signed_in(database, Capability.CSM_LEAD), await signed_in(database, Capability.OWNER)
    await came(database, "product", "Order Dispatched", "Order Dispatched", "Basket Emptied", days=3)
    await came(database, "product", "Order Dispatched", days=9)
    await came(database, "warehouse", "Order Dispatched", "Basket Emptied", "Basket Emptied")
    await came(database, "portal", "Step Ticked")
    async with database.read() as session:
        plan = await tracking.plan(session, catalogue=small_playbook(), staff=lead)
        senders = await sources.every(session, staff=owner)
    orders, groups = plan.tracked
    assert orders.seen is not None
    assert (orders.seen.times, orders.seen.first_at, orders.seen.last_at) == (4, NOW - timedelta(days=9), NOW)
    assert (orders.uses.milestones, orders.uses.metrics) == ((), ("Active people",))
    assert groups.seen is None
    assert groups.uses.milestones == ("Turn on single sign-on",)
    assert plan.silent == 1
    assert [(one.name, one.times) for one in plan.undeclared] == [("Basket Emptied", 3)]
    assert [(one.name, one.events) for one in senders] == [("product", 4), ("warehouse", 3)]


async def test_a_sender_that_makes_names_up_fills_no_page(database: Database) -> None:
    lead = await signed_in(database, Capability.EDITOR)
    await came(database, "product", *(f"Order {number} dispatched" for number in range(tracking.MOST + 5)))
    async with database.read() as session:
        plan = await tracking.plan(session, catalogue=small_playbook(), staff=lead)
    assert (len(plan.undeclared), plan.more) == (tracking.MOST, True)


async def test_it_is_not_for_everybody(database: Database) -> None:
    csm = await signed_in(database, Capability.CSM)
    async with database.read() as session:
        with pytest.raises(Forbidden):
            await tracking.plan(session, catalogue=small_playbook(), staff=csm)
        assert (await session.scalars(select(Event.id))).all() == []
