"""A system that hears of things by webhook, and what it heard. It is switched off: the demo writes to nobody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import outbox as rows
from portal.db import webhooks as endpoints
from portal.demo.doings import Doing
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


@dataclass(frozen=True, slots=True)
class Billing:
    """A listener that hears of a feature a CSM opened by hand in an account, until an owner switches it off."""

    catalogue: Catalogue
    secret_key: str
    account_id: UUID
    staff: Mapping[str, UUID]
    now: datetime

    def doings(self) -> Iterator[Doing]:
        """What its owner and the CSM did."""
        yield Doing(self._morning(ADDED), self._add)
        if FEATURE in features_of(self.catalogue):
            yield Doing(self._morning(GRANTED), self._grant)
        yield Doing(self._morning(SWITCHED_OFF), self._switch_off)

    async def _add(self, session: AsyncSession) -> None:
        clerk = self._clerk(ADDED)
        endpoint_id, _ = await webhooks.add(session, clerk=clerk, kind=Kind.WEBHOOK, given=LISTENER)
        await webhooks.test(session, clerk=clerk, endpoint_id=endpoint_id)
        await _deliver(session, TAKEN, clerk.now)
        await clerk.outbound.close()

    async def _grant(self, session: AsyncSession) -> None:
        granted = self._morning(GRANTED)
        await unlock_overrides.decide(
            session,
            catalogue=self.catalogue,
            account_id=self.account_id,
            wanted=Wanted(FEATURE, None, open=True, reason=REASON),
            version=0,
            doer=self._doer(TOMAS),
            now=granted,
        )
        await _deliver(session, BUSY, granted)
        await _deliver(session, TAKEN, granted + LATER)

    async def _switch_off(self, session: AsyncSession) -> None:
        clerk = self._clerk(SWITCHED_OFF)
        for listed in await endpoints.every(session):
            await webhooks.switch_off(session, clerk=clerk, endpoint_id=listed.id)
        await clerk.outbound.close()

    def _morning(self, days: int) -> datetime:
        return datetime.combine(self.now.date() - timedelta(days=days), MORNING)

    def _clerk(self, days: int) -> Clerk:
        return Clerk(self._doer(OWNER), self.secret_key, Outbound(), self._morning(days))

    def _doer(self, person: StaffMember) -> Doer:
        actor = Actor(ActorKind.STAFF, self.staff[person.subject], person.name)
        return Doer(actor, frozenset(person.capabilities))


async def _deliver(session: AsyncSession, answer: Answer, now: datetime) -> None:
    """Settle what is due as if it had been sent and answered so."""
    for message_id in await rows.ready(session, now=now, busy=()):
        if due := await outbox.take(session, message_id, now=now):
            took = timedelta(milliseconds=answer.milliseconds)
            await outbox.settle(session, due, answer, began=now, now=now + took)
