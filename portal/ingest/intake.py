"""Taking in events: decode → dedupe → write → project, in the caller's one transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import events as event_rows
from portal.db import unrolled
from portal.db.events import NewEvent, SetAside
from portal.db.sources import SourceRef, ensure_source
from portal.domain.playbook import Catalogue
from portal.ingest.accounts import find_accounts
from portal.ingest.message import Arrival, Fact, Message, Poison, read
from portal.ingest.people import Located, describe_people, locate
from portal.ingest.plan import keep_to_plan
from portal.ingest.project import Part, project
from portal.ingest.settle import Happening
from portal.ingest.verified import Verified
from portal.logs import request_id

PORTAL_SOURCE: Final = "portal"
"""The source of the portal's own events. Nobody else can send under this name."""


class Playbook(Protocol):
    """Where a batch finds the revisions its accounts are on."""

    async def revision(self, session: AsyncSession, number: int | None) -> Catalogue:
        """The catalogue of a revision; of the live one for None."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The messages of one request, and how they came."""

    arrival: Arrival
    messages: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the messages of a parcel: how many were new, known already, set aside."""

    stored: int
    duplicates: int
    quarantined: int


async def take_in(
    session: AsyncSession,
    *,
    playbook: Playbook,
    source: SourceRef,
    messages: Sequence[bytes | Message],
    sent_at: datetime | None,
    received_at: datetime,
    call: str | None = None,
) -> Receipt:
    """Take in one parcel, as `take_in_each` does."""
    bodies = [message if isinstance(message, bytes) else msgspec.json.encode(message) for message in messages]
    parcel = Parcel(Arrival(source, sent_at, received_at, call), bodies)
    [receipt] = await take_in_each(session, playbook=playbook, parcels=[parcel])
    return receipt


async def take_in_each(
    session: AsyncSession, *, playbook: Playbook, parcels: Sequence[Parcel], verified: Verified | None = None
) -> list[Receipt]:
    """Store the new events among the messages and bring all progress up to date with them, once for all parcels.

    Events count by the rules of the revision their account is on; one batch may be about several.
    A message that cannot become an event goes to the quarantine alone and never fails the others.
    There is at least one parcel. `verified` is what the process knows of steps; it belongs to this database alone, and
    nothing else is written in the transaction before.
    """
    outcomes = [
        read(body, parcel.arrival, ordinal=ordinal)
        for parcel in parcels
        for ordinal, body in enumerate(parcel.messages)
    ]
    facts = [outcome for outcome in outcomes if isinstance(outcome, Fact)]
    poison = [outcome for outcome in outcomes if isinstance(outcome, Poison)]
    now = max(parcel.arrival.received_at for parcel in parcels)
    accounts = await find_accounts(session, facts, now=now)
    located, lost = await locate(session, facts, accounts, now=now)
    catalogues = {number: await playbook.revision(session, number) for number in {one.revision for one in located}}
    located, blocked = keep_to_plan(located, catalogues)
    aside = [*poison, *lost, *blocked]
    await event_rows.set_aside(session, [_aside(one) for one in aside])
    stored = _by_parcel(parcels, await _store(session, catalogues, located, now, verified))
    known = _by_parcel(parcels, [one.fact for one in located])
    set_aside = _by_parcel(parcels, aside)
    return [Receipt(new, all_ - new, bad) for new, all_, bad in zip(stored, known, set_aside, strict=True)]


def _by_parcel(parcels: Sequence[Parcel], things: Sequence[Fact | Poison]) -> list[int]:
    """How many of the things came in each parcel."""
    counts = Counter(thing.arrival for thing in things)
    return [counts[parcel.arrival] for parcel in parcels]


async def record(
    session: AsyncSession,
    *,
    catalogue: Catalogue,
    account_id: UUID,
    member_id: UUID | None,
    name: str,
    properties: Mapping[str, Any],
    now: datetime,
    message_id: str | None = None,
) -> None:
    """Store an event of the portal itself, through the same path as every other.

    `catalogue` is the one the account is on.
    `Step Ticked` {milestone, step} and `Milestone Celebrated` {milestone} change progress, `Discovery Answered`
    {question, chosen} the account's profile, those of `portal.ingest.acts` what members do besides; what they name
    and the playbook does not know is stored and changes nothing. A `message_id` seen before does nothing.
    """
    source = await ensure_source(session, name=PORTAL_SOURCE)
    fact = Fact(
        message_id=message_id or str(uuid4()),
        type="track",
        name=name,
        account=None,
        user=None,
        original_at=now,
        arrival=Arrival(source, now, now),
        at=now,
        clamped=False,
        properties=dict(properties),
        context={},
    )
    await _store(session, {None: catalogue}, [Located(fact, account_id, member_id)], now)


async def _store(
    session: AsyncSession,
    catalogues: Mapping[int | None, Catalogue],
    located: Sequence[Located],
    now: datetime,
    verified: Verified | None = None,
) -> list[Fact]:
    """Write what is new and let it count; the facts that were new."""
    batch_id = uuid4()
    keyed = [(one.fact.key, one) for one in located]
    # Of two messages with one id from the same source, the first is the event.
    unique = dict(reversed(keyed))
    rows = [_row(unique[key], batch_id) for key in sorted(unique)]
    ids = await event_rows.add_events(session, batch_id=batch_id, rows=rows)
    fresh = [(ids[key], one) for key, one in keyed if key in ids and unique[key] is one]
    if fresh:
        await describe_people(session, [one for _, one in fresh])
        parts = {number: Part(catalogue, []) for number, catalogue in catalogues.items()}
        for event_id, one in fresh:
            parts[one.revision].events.append(_happening(one, event_id))
        await project(session, list(parts.values()), now=now, verified=verified)
        await unrolled.add(session, batch_id=batch_id, events=len(fresh), request_id=request_id(), now=now)
    return [one.fact for _, one in fresh]


def _row(one: Located, batch_id: UUID) -> NewEvent:
    fact = one.fact
    return NewEvent(
        source_id=fact.arrival.source.id,
        message_id=fact.message_id,
        batch_id=batch_id,
        ordinal=fact.ordinal,
        type=fact.type,
        name=fact.name,
        account_id=one.account_id,
        member_id=one.member_id,
        at=fact.at,
        original_at=fact.original_at,
        sent_at=fact.arrival.sent_at,
        received_at=fact.arrival.received_at,
        clamped=fact.clamped,
        properties=msgspec.json.encode(fact.properties).decode(),
        context=msgspec.json.encode(fact.context).decode(),
    )


def _happening(one: Located, event_id: int) -> Happening:
    fact = one.fact
    return Happening(
        event_id=event_id,
        account_id=one.account_id,
        member_id=one.member_id,
        name=fact.name,
        at=fact.at,
        properties=fact.properties,
        own=fact.arrival.source.name == PORTAL_SOURCE,
    )


def _aside(poison: Poison) -> SetAside:
    arrival = poison.arrival
    body = poison.body.decode("utf-8", "backslashreplace").replace("\0", "\\u0000")
    return SetAside(
        arrival.source.id,
        poison.message_id,
        poison.code,
        poison.reason,
        body,
        arrival.call,
        arrival.sent_at,
        arrival.received_at,
    )
