"""Addresses that hear of things: added, changed, tried out, given another secret, switched off and on."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit
from portal.db import webhooks as rows
from portal.db.webhooks import Attempt, Endpoint, Message
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, Invalid, NotFound, Stale
from portal.domain.people import SignedInStaff
from portal.domain.subjects import Subject, require_reader
from portal.domain.webhooks import ATTEMPTS, SEALED_FOR, Kind, MessageState, Topic
from portal.identity.outbound import FetchFailed, Outbound
from portal.identity.sealing import Sealer
from portal.jobs.news import body_of, row

BOTH_SIGN: Final = timedelta(hours=24)
"""So long the secret before it signs, too."""
SHOWN: Final = 50
"""So many messages the log shows."""
SECRET_BYTES: Final = 32
NO_SUCH: Final = "There is no such address any more. The list shows every address there is."
NO_MESSAGE: Final = "There is no such message any more. Messages are kept for 30 days."
OFF: Final = "This address is switched off. Switch it on first."
UNDER_WAY: Final = "This message is under way already. The log shows when it is tried next."
NOT_THERE: Final = "The portal may not write to this address: %(reason)s. Give one that begins with https://."
ROTATING: Final = "Two secrets sign already. Wait until the older one no longer does."


@dataclass(frozen=True, slots=True)
class Given:
    """What an owner enters about an address; of Slack an empty `url` leaves the one there is."""

    label: str
    url: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clerk:
    """Whoever changes addresses, with what it takes: the key that seals secrets, and the way out."""

    doer: Doer
    secret_key: str
    outbound: Outbound
    now: datetime

    def seal(self, text: str) -> bytes:
        """A secret as it is kept."""
        return Sealer(self.secret_key, SEALED_FOR).seal(text, self.now)

    def check(self, url: str) -> None:
        """Raise Invalid for an address the portal may not write to."""
        try:
            self.outbound.check(url)
        except FetchFailed as failure:
            raise Invalid(NOT_THERE, reason=failure.reason) from None


@dataclass(frozen=True, slots=True)
class Logged:
    """A message of the log, with every attempt to deliver it."""

    message: Message
    attempts: tuple[Attempt, ...]


async def every(session: AsyncSession, *, staff: SignedInStaff) -> Sequence[Endpoint]:
    """Every address. Raises Forbidden."""
    require_reader(staff, Subject.WEBHOOKS)
    return await rows.every(session)


async def one(session: AsyncSession, *, staff: SignedInStaff, endpoint_id: UUID) -> tuple[Endpoint, Sequence[Logged]]:
    """An address, and what it was told last. Raises Forbidden, NotFound."""
    require_reader(staff, Subject.WEBHOOKS)
    found = await _found(session, endpoint_id)
    messages = await rows.log(session, endpoint_id, limit=SHOWN)
    attempts = await rows.attempts(session, [message.id for message in messages])
    return found, [Logged(message, tuple(attempts.get(message.id, ()))) for message in messages]


async def add(session: AsyncSession, *, clerk: Clerk, kind: Kind, given: Given) -> tuple[UUID, str | None]:
    """Keep a new address; returns its id and, of a webhook, the secret: the only time it can be read.

    Raises Forbidden, and Invalid for an address the portal may not write to.
    """
    clerk.doer.require_owner()
    clerk.check(given.url)
    secret = None if kind is Kind.SLACK else new_secret()
    endpoint_id = uuid4()
    values: dict[str, Any] = {"kind": kind, "label": given.label, "topics": list(given.topics), "created_at": clerk.now}
    values |= _address(clerk, kind, given.url) | ({"secret": clerk.seal(secret)} if secret else {})
    await rows.add(session, {"id": endpoint_id, **values, "version": 1, "edited_by": clerk.doer.name})
    await _record(session, clerk, "webhook.added", given.label, told=_told(values["url"], given.topics))
    return endpoint_id, secret


async def change(session: AsyncSession, *, clerk: Clerk, endpoint_id: UUID, given: Given, version: int) -> None:
    """Change what is entered about an address. Raises Forbidden, NotFound, Invalid, Stale."""
    clerk.doer.require_owner()
    there = await _found(session, endpoint_id)
    url = given.url or ("" if there.kind is Kind.SLACK else there.url)
    values: dict[str, Any] = {"label": given.label, "topics": list(given.topics)}
    if url:
        clerk.check(url)
        values |= _address(clerk, there.kind, url)
    if not await rows.change(session, endpoint_id, version=version, values=values, by=clerk.doer.name):
        raise Stale(version=there.version, now=fields(there), by=there.edited_by)
    before, after = _told(there.url, there.topics), _told(values.get("url", there.url), given.topics)
    changed = [name for name in before if before[name] != after[name]]
    told = [{name: said[name] for name in changed} for said in (before, after)]
    act = Act("webhook.changed", given.label, *told)
    await audit.record(session, account_id=None, actor=clerk.doer.actor, act=act, now=clerk.now)


def fields(there: Endpoint) -> dict[str, object]:
    """What is entered about an address, by the names of the form's fields."""
    url = "" if there.kind is Kind.SLACK else there.url
    return {"label": there.label, "url": url, "topics": sorted(there.topics)}


async def rotate(session: AsyncSession, *, clerk: Clerk, endpoint_id: UUID) -> str:
    """Make a new secret and return it, the only time it can be read; for a day the one before signs too.

    Raises Forbidden, NotFound, and Conflict while two sign already.
    """
    clerk.doer.require_owner()
    there = await _found(session, endpoint_id)
    if there.kind is Kind.SLACK:
        raise NotFound(NO_SUCH)
    if there.earlier_until and there.earlier_until > clerk.now:
        raise Conflict(ROTATING)
    secret = new_secret()
    await rows.rotate(session, endpoint_id, secret=clerk.seal(secret), until=clerk.now + BOTH_SIGN)
    await _record(session, clerk, "webhook.rotated", there.label)
    return secret


async def test(session: AsyncSession, *, clerk: Clerk, endpoint_id: UUID) -> None:
    """Have a message sent that tells nothing. Raises Forbidden, NotFound, and Conflict where it is switched off."""
    clerk.doer.require_owner()
    there = await _found(session, endpoint_id)
    if there.disabled_at:
        raise Conflict(OFF)
    body = body_of(Topic.TEST, clerk.now, {"by": clerk.doer.name})
    await rows.put_out(session, [row(uuid4(), endpoint_id, Topic.TEST, body, now=clerk.now)])
    await _record(session, clerk, "webhook.tested", there.label)


async def send_again(session: AsyncSession, *, clerk: Clerk, endpoint_id: UUID, message_id: UUID) -> None:
    """Have a message sent once more, under the same id. Raises Forbidden, NotFound, and Conflict while it is sent."""
    clerk.doer.require_owner()
    there = await _found(session, endpoint_id)
    message = await rows.message(session, endpoint_id, message_id)
    if message is None:
        raise NotFound(NO_MESSAGE)
    if there.disabled_at:
        raise Conflict(OFF)
    if message.state is MessageState.WAITING:
        raise Conflict(UNDER_WAY)
    await rows.try_again(session, message_id, more=ATTEMPTS, now=clerk.now)
    await _record(session, clerk, "webhook.sent_again", there.label, told={"message": f"msg_{message_id.hex}"})


async def switch_off(session: AsyncSession, *, clerk: Clerk, endpoint_id: UUID) -> None:
    """Tell an address nothing from now on; what waits goes out once it is on again. Raises Forbidden, NotFound."""
    clerk.doer.require_owner()
    there = await _found(session, endpoint_id)
    if there.disabled_at is None:
        reason = f"{clerk.doer.name} switched it off."
        await rows.mark(session, endpoint_id, disabled_at=clerk.now, disabled_reason=reason)
        await _record(session, clerk, "webhook.switched_off", there.label)


async def switch_on(session: AsyncSession, *, clerk: Clerk, endpoint_id: UUID) -> None:
    """Tell an address things again. Raises Forbidden, NotFound."""
    clerk.doer.require_owner()
    there = await _found(session, endpoint_id)
    if there.disabled_at:
        await rows.mark(session, endpoint_id, disabled_at=None, disabled_reason=None, resting_until=None)
        await _record(session, clerk, "webhook.switched_on", there.label)


def new_secret() -> str:
    """A secret as Standard Webhooks writes it."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def _address(clerk: Clerk, kind: Kind, url: str) -> dict[str, Any]:
    """An address as it is kept: of Slack the whole of it is the secret, and people read only where it leads."""
    if kind is Kind.SLACK:
        return {"url": f"https://{urlsplit(url).hostname}/…", "secret": clerk.seal(url)}
    return {"url": url}


def _told(url: str, topics: Sequence[str]) -> dict[str, str]:
    """An address as the audit tells of it."""
    return {"address": url, "topics": ", ".join(sorted(topics))}


async def _found(session: AsyncSession, endpoint_id: UUID) -> Endpoint:
    found = await rows.find(session, endpoint_id)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


async def _record(
    session: AsyncSession, clerk: Clerk, name: str, label: str, told: Mapping[str, str] | None = None
) -> None:
    act = Act(name, label, {}, told or {})
    await audit.record(session, account_id=None, actor=clerk.doer.actor, act=act, now=clerk.now)
