"""The quarantine: messages that could not become events are looked at, tried again, or discarded."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit, sources
from portal.db import quarantine as held_rows
from portal.db.quarantine import Count, Held, Taken
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Forbidden, NotFound
from portal.domain.people import SignedInStaff
from portal.domain.quarantine import Sought, label_of
from portal.domain.subjects import NOT_YOURS, Subject, require_reader
from portal.ingest import Arrival, Parcel, Playbook, take_in_each

PAGE: Final = 25
AT_ONCE: Final = 500
"""So many messages are tried again in one act; the rest wait for the next."""
GONE: Final = "This message is not in the quarantine any more, or too little of it was kept to try it again."

Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of messages, the newest first, how many there are of what, and the place behind which older ones stand."""

    held: tuple[Held, ...]
    counts: tuple[Count, ...]
    older: Place | None

    @property
    def reasons(self) -> dict[str, int]:
        """How many messages each reason holds back, most first."""
        return _summed([(one.code, one.messages) for one in self.counts])

    @property
    def sources(self) -> dict[str, int]:
        """How many messages of each source are held back, most first."""
        return _summed([(one.source, one.messages) for one in self.counts])

    def meant(self, sought: Sought) -> int:
        """How many messages are meant."""
        fits = (sought.code, sought.source)
        return sum(one.messages for one in self.counts if fits[0] in {None, one.code} and fits[1] in {None, one.source})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of messages: how many are events now, how many were set aside again, how many are gone."""

    taken_in: int = 0
    again: int = 0
    discarded: int = 0


async def page(session: AsyncSession, *, staff: SignedInStaff, sought: Sought, after: Place | None) -> Listed:
    """A page of what somebody looks for. Raises Forbidden."""
    require_reader(staff, Subject.QUARANTINE)
    found = await held_rows.page(session, sought=sought, after=after, limit=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    counts = tuple(await held_rows.counts(session))
    return Listed(tuple(found[:PAGE]), counts, (last.received_at, last.id) if last else None)


async def replay(session: AsyncSession, *, playbook: Playbook, doer: Doer, sought: Sought, now: datetime) -> Outcome:
    """Try the oldest of the messages meant again, `AT_ONCE` at most. Raises Forbidden."""
    _require(doer)
    taken = await held_rows.take(session, sought=sought, limit=AT_ONCE)
    return await _take_in(session, playbook, doer, taken, subject=sought.label, now=now)


async def replay_one(session: AsyncSession, *, playbook: Playbook, doer: Doer, message: UUID, now: datetime) -> Outcome:
    """Try one message again. Raises Forbidden, NotFound."""
    _require(doer)
    taken = await held_rows.take_one(session, message)
    if taken is None:
        raise NotFound(GONE)
    return await _take_in(session, playbook, doer, [taken], subject="one message", now=now)


async def discard(session: AsyncSession, *, doer: Doer, sought: Sought, now: datetime) -> Outcome:
    """Discard the messages meant. Raises Forbidden."""
    _require(doer)
    gone = await held_rows.remove(session, sought)
    act = Act("quarantine.discarded", sought.label, {}, {"messages": str(gone)})
    await audit.record(session, account_id=None, actor=doer.actor, act=act, now=now)
    return Outcome(discarded=gone)


async def discard_one(session: AsyncSession, *, doer: Doer, message: UUID, now: datetime) -> Outcome:
    """Discard one message. Raises Forbidden, NotFound."""
    _require(doer)
    code = await held_rows.remove_one(session, message)
    if code is None:
        raise NotFound(GONE)
    act = Act("quarantine.discarded", label_of(code), {}, {"messages": "1"})
    await audit.record(session, account_id=None, actor=doer.actor, act=act, now=now)
    return Outcome(discarded=1)


async def _take_in(
    session: AsyncSession, playbook: Playbook, doer: Doer, taken: Sequence[Taken], *, subject: str, now: datetime
) -> Outcome:
    """Take messages in as they came; those that still do not fit are set aside again, with the reason of today."""
    receipts = []
    if taken:
        parcels = await _parcels(session, taken)
        receipts = await take_in_each(session, playbook=playbook, parcels=parcels)
    again = sum(receipt.quarantined for receipt in receipts)
    outcome = Outcome(taken_in=len(taken) - again, again=again)
    told = {"taken_in": str(outcome.taken_in), "set_aside_again": str(again)}
    act = Act("quarantine.replayed", subject, {}, told)
    await audit.record(session, account_id=None, actor=doer.actor, act=act, now=now)
    return outcome


async def _parcels(session: AsyncSession, taken: Sequence[Taken]) -> list[Parcel]:
    """The messages as the requests they came in, by the times of then."""
    refs = await sources.by_id(session, {one.source_id for one in taken})
    requests: dict[Arrival, list[bytes]] = defaultdict(list)
    for one in taken:
        arrival = Arrival(refs[one.source_id], one.sent_at, one.received_at, one.call)
        requests[arrival].append(one.body.encode())
    return [Parcel(arrival, bodies) for arrival, bodies in requests.items()]


def _require(doer: Doer) -> None:
    if doer.capabilities.isdisjoint(Subject.QUARANTINE.readers):
        raise Forbidden(NOT_YOURS)


def _summed(counted: Sequence[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for name, messages in counted:
        sums[name] += messages
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))
