"""The letters that went out before the demo begins: what happened is judged as it was then, and taken by everybody."""

from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from itertools import repeat
from typing import Final

from sqlalchemy import select

from portal.channels.mail import Fate, Outcome
from portal.content.live import LivePlaybook
from portal.db.engine import Database
from portal.db.tables import Delivery
from portal.domain.bounces import Bounce, Kind
from portal.domain.deliveries import State
from portal.postman import Office, Postman
from portal.services import bounces, happenings
from portal.settings import Settings

DAYS: Final = (2, 1)
"""How many days before the demo begins somebody looked for news, at noon: at night nothing would have gone out."""
NOON: Final = time(12, tzinfo=UTC)
UNKNOWN: Final = "550 5.1.1 Recipient address rejected: User unknown"


class Taken:
    """A mail server that takes every letter, and keeps none."""

    async def send(self, message: EmailMessage) -> Outcome:
        """Take a letter."""
        del message
        return Outcome(Fate.SENT)


async def write_letters(database: Database, playbook: LivePlaybook, settings: Settings, now: datetime) -> None:
    """Let the ledger show what went out in the last days, what waits, and what nobody was bothered with."""
    for days in DAYS:
        moment = datetime.combine(now.date() - timedelta(days=days), NOON)
        async with database.write() as session:
            await happenings.gather(session, catalogue=playbook.current, now=moment)
        await _deliver(Postman(database, playbook, Office(settings, Taken()), repeat(moment).__next__))
    await _return_one(database, now)


async def _deliver(postman: Postman) -> None:
    while await postman.step():
        pass


async def _return_one(database: Database, now: datetime) -> None:
    """Somebody's mailbox is gone: the latest letter to the last address of the alphabet comes back."""
    query = select(Delivery.letter).where(Delivery.member_id.is_not(None), Delivery.state == State.SENT)
    async with database.write() as session:
        letter = await session.scalar(
            query.order_by(Delivery.email.desc(), Delivery.sent_at.desc(), Delivery.letter).limit(1)
        )
        if letter:
            await bounces.note(session, Bounce(Kind.PERMANENT, UNKNOWN, letter), now=now - timedelta(hours=3))
