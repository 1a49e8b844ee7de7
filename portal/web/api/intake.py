"""Storing what many requests bring in one transaction. Nobody is answered before it is committed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.db.engine import Database
from portal.db.sources import SourceRef
from portal.domain.errors import PortalError
from portal.ingest import Arrival, Parcel, Receipt, take_in_each
from portal.ingest.clock import sent_time
from portal.ingest.envelope import Envelope
from portal.ingest.verified import Verified
from portal.web.api.cross_origin import readable
from portal.web.api.groups import Groups
from portal.web.api.write_keys import source_of


@dataclass(frozen=True, slots=True)
class Delivery:
    """The messages of one request: who brings them, from which page if from any, and where to."""

    database: Database
    playbook: LivePlaybook
    envelope: Envelope
    key: str | None
    origin: str | None
    call: str | None
    received_at: datetime

    def __len__(self) -> int:
        """How many messages there are."""
        return len(self.envelope.messages)


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that is stored: whose it was, what became of it, and the headers by which its page may read so."""

    source: SourceRef
    receipt: Receipt
    headers: dict[str, str]


Intake = Groups[Delivery, Taken]
"""Stores together what arrives while a transaction is under way."""


def open_intake(database: Database) -> Intake:
    """The intake of one process.

    On PostgreSQL one group is read and matched while the database works on another; SQLite has one writer.
    """
    return Groups(partial(store, verified=Verified()), at_once=2 if database.many_writers else 1)


async def store(deliveries: Sequence[Delivery], *, verified: Verified) -> list[Taken | Exception]:
    """Store deliveries in one transaction; those without the right to deliver are refused alone.

    `verified` is what this process knows of steps in their database.
    """
    first = deliveries[0]
    async with first.database.write() as session:
        sources = await _sources(session, {one.key for one in deliveries}, first.received_at)
        admitted = [_admit(one, sources[one.key]) for one in deliveries]
        parcels = [one for one in admitted if isinstance(one, Parcel)]
        receipts = (
            await take_in_each(session, playbook=first.playbook, parcels=parcels, verified=verified) if parcels else []
        )
    # The transaction is committed here; only now may the senders forget the events.
    left = iter(receipts)
    return [
        _taken(delivery, one, next(left)) if isinstance(one, Parcel) else one
        for delivery, one in zip(deliveries, admitted, strict=True)
    ]


async def _sources(
    session: AsyncSession, keys: Collection[str | None], now: datetime
) -> dict[str | None, SourceRef | PortalError]:
    """The source of each key, or why it opens nothing."""
    found: dict[str | None, SourceRef | PortalError] = {}
    for key in keys:
        try:
            found[key] = await source_of(session, key=key, now=now)
        except PortalError as refusal:
            found[key] = refusal
    return found


def _admit(delivery: Delivery, source: SourceRef | PortalError) -> Parcel | PortalError:
    if isinstance(source, PortalError):
        return source
    try:
        readable(source, delivery.origin)
    except PortalError as refusal:
        return refusal
    sent_at = sent_time(delivery.envelope.sent_at)
    return Parcel(Arrival(source, sent_at, delivery.received_at, delivery.call), delivery.envelope.messages)


def _taken(delivery: Delivery, parcel: Parcel, receipt: Receipt) -> Taken:
    source = parcel.arrival.source
    return Taken(source, receipt, readable(source, delivery.origin))
