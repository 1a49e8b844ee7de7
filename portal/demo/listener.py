"""A system that hears of things by webhook, and what it heard. It is switched off: the demo writes to nobody."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import outbox as rows
from portal.demo.story.vendor import STAFF, TOMAS, StaffMember
from portal.domain.audit import Actor, ActorKind
from portal.domain.doers import Doer
from portal.domain.playbook import Catalogue
from portal.domain.unlocks import features_of
from portal.domain.webhooks import Answer, Kind, Topic
from portal.identity.outbound import Outbound
from portal.services import outbox, unlock_overrides, webhooks
from portal.services.unlock_overrides import Wanted
from portal.services.webhooks import Clerk, Given

OWNER: Final = STAFF[-1]
LISTENER: Final = Given("Billing, which opens features", "https://billing.example.com/hooks", (Topic.FEATURE_UNLOCKED,))
ADDED: Final = 21
GRANTED: Final = 9
SWITCHED_OFF: Final = 1
"""How many days before the demo begins each happened."""
MORNING: Final = time(9, 40, tzinfo=UTC)
FEATURE: Final = "tender_rounds"
REASON: Final = "Their spring tender closes on Friday, and their carriers have not answered about the rules yet."
TAKEN: Final = Answer(200, 184, '{"ok":true}')
BUSY: Final = Answer(503, 2071, "Back in a moment: we are moving.")
LATER: Final = timedelta(hours=1)
"""Longer than the outbox waits before the second attempt."""


async def connect_billing(
    session: AsyncSession,
    *,
    catalogue: Catalogue,
    secret_key: str,
    account_id: UUID,
    staff: Mapping[str, UUID],
    now: datetime,
) -> None:
    """Let billing hear of a feature that a CSM opened by hand, until an owner switched it off."""
    clerk = Clerk(_doer(OWNER, staff), secret_key, Outbound(), _morning(now, ADDED))
    endpoint_id, _ = await webhooks.add(session, clerk=clerk, kind=Kind.WEBHOOK, given=LISTENER)
    await webhooks.test(session, clerk=clerk, endpoint_id=endpoint_id)
    await _deliver(session, TAKEN, clerk.now)
    if FEATURE in features_of(catalogue):
        granted = _morning(now, GRANTED)
        await _grant(session, catalogue, account_id, _doer(TOMAS, staff), granted)
        await _deliver(session, BUSY, granted)
        await _deliver(session, TAKEN, granted + LATER)
    await webhooks.switch_off(session, clerk=replace(clerk, now=_morning(now, SWITCHED_OFF)), endpoint_id=endpoint_id)
    await clerk.outbound.close()


async def _grant(session: AsyncSession, catalogue: Catalogue, account_id: UUID, doer: Doer, now: datetime) -> None:
    wanted = Wanted(FEATURE, None, open=True, reason=REASON)
    await unlock_overrides.decide(
        session, catalogue=catalogue, account_id=account_id, wanted=wanted, version=0, doer=doer, now=now
    )


async def _deliver(session: AsyncSession, answer: Answer, now: datetime) -> None:
    """Settle what is due as if it had been sent and answered so."""
    for message_id in await rows.ready(session, now=now, busy=()):
        if due := await outbox.take(session, message_id, now=now):
            took = timedelta(milliseconds=answer.milliseconds)
            await outbox.settle(session, due, answer, began=now, now=now + took)


def _morning(now: datetime, days: int) -> datetime:
    return datetime.combine(now.date() - timedelta(days=days), MORNING)


def _doer(person: StaffMember, staff: Mapping[str, UUID]) -> Doer:
    return Doer(Actor(ActorKind.STAFF, staff[person.subject], person.name), frozenset(person.capabilities))
