"""Taking in events: decode → dedupe → write → project, in the caller's one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import events as event_rows
from portal.db.events import SetAside
from portal.db.sources import SourceRef, ensure_source
from portal.domain.playbook import Catalogue
from portal.ingest.accounts import find_accounts
from portal.ingest.message import Arrival, Fact, Message, Poison, read
from portal.ingest.people import Located, describe_people, locate
from portal.ingest.project import Part, project
from portal.ingest.settle import Happening
from portal.jobs import QUEUE
from portal.jobs.kinds import ROLL_UP

PORTAL_SOURCE: Final = "portal"
"""The source of the portal's own events. Nobody else can send under this name."""


class Playbook(Protocol):
    """Where a batch finds the revisions its accounts are on."""

    async def revision(self, session: AsyncSession, number: int | None) -> Catalogue:
        """The catalogue of a revision; of the live one for None."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the messages of a batch: how many were new, known already, set aside."""

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
    """Store the new events among the messages and bring all progress up to date with them.

    Events count by the rules of the revision their account is on; one batch may be about several.
    `sent_at` is the request's time by the sender's clock; `call` the type where the messages need not say it.
    A message that cannot become an event goes to the quarantine alone and never fails the others.
    """
    bodies = [message if isinstance(message, bytes) else msgspec.json.encode(message) for message in messages]
    arrival = Arrival(sent_at, received_at, call)
    outcomes = [read(body, arrival, ordinal=ordinal) for ordinal, body in enumerate(bodies)]
    facts = [outcome for outcome in outcomes if isinstance(outcome, Fact)]
    poison = [outcome for outcome in outcomes if isinstance(outcome, Poison)]
    accounts = await find_accounts(session, facts, may_add=not source.browser, now=received_at)
    located, lost = await locate(session, facts, accounts, now=received_at)
    aside = [*poison, *lost]
    await event_rows.set_aside(
        session,
        source_id=source.id,
        messages=[_aside(one) for one in aside],
        call=call,
        sent_at=sent_at,
        received_at=received_at,
    )
    catalogues = {number: await playbook.revision(session, number) for number in {one.revision for one in located}}
    stored = await _store(session, catalogues, source, located, received_at, own=source.name == PORTAL_SOURCE)
    return Receipt(stored, len(located) - stored, len(aside))


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
        sent_at=now,
        at=now,
        clamped=False,
        properties=dict(properties),
        context={},
    )
    await _store(session, {None: catalogue}, source, [Located(fact, account_id, member_id)], now, own=True)


async def _store(
    session: AsyncSession,
    catalogues: Mapping[int | None, Catalogue],
    source: SourceRef,
    located: Sequence[Located],
    received_at: datetime,
    *,
    own: bool,
) -> int:
    """Write what is new and let it count; how many were new."""
    batch_id = uuid4()
    # Of two messages with one id in the same batch, the first is the event.
    unique = {one.fact.message_id: one for one in reversed(located)}
    rows = [_row(unique[key], source, batch_id, received_at) for key in sorted(unique)]
    ids = await event_rows.add_events(session, batch_id=batch_id, rows=rows)
    fresh = [one for one in located if one.fact.message_id in ids and unique[one.fact.message_id] is one]
    if fresh:
        await describe_people(session, fresh)
        parts = {number: Part(catalogue, []) for number, catalogue in catalogues.items()}
        for one in fresh:
            parts[one.revision].events.append(_happening(one, ids, own=own))
        await project(session, list(parts.values()))
        await QUEUE.enqueue(session, kind=ROLL_UP, payload={"batch_id": str(batch_id)}, now=received_at)
    return len(fresh)


def _row(one: Located, source: SourceRef, batch_id: UUID, received_at: datetime) -> dict[str, Any]:
    fact = one.fact
    return {
        "source_id": source.id,
        "message_id": fact.message_id,
        "batch_id": batch_id,
        "ordinal": fact.ordinal,
        "type": fact.type,
        "name": fact.name,
        "account_id": one.account_id,
        "member_id": one.member_id,
        "at": fact.at,
        "original_at": fact.original_at,
        "sent_at": fact.sent_at,
        "received_at": received_at,
        "clamped": fact.clamped,
        "properties": msgspec.json.encode(fact.properties).decode(),
        "context": msgspec.json.encode(fact.context).decode(),
    }


def _happening(one: Located, ids: Mapping[str, int], *, own: bool) -> Happening:
    fact = one.fact
    return Happening(
        event_id=ids[fact.message_id],
        account_id=one.account_id,
        member_id=one.member_id,
        name=fact.name,
        at=fact.at,
        properties=fact.properties,
        own=own,
    )


def _aside(poison: Poison) -> SetAside:
    body = poison.body.decode("utf-8", "backslashreplace").replace("\0", "\\u0000")
    return SetAside(poison.message_id, poison.code, poison.reason, body)
