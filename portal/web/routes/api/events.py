"""The Segment HTTP Tracking API, so that existing clients work unmodified."""

import asyncio
import base64
import binascii
from datetime import datetime
from typing import Final, Literal

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.domain.errors import Forbidden, Invalid, Unauthenticated, Unavailable
from portal.ingest import SourceRef, take_in
from portal.ingest.clock import sent_time
from portal.ingest.envelope import Envelope, inflate, open_batch, open_single
from portal.services import keys
from portal.web.deps import Portal, PortalDep

PATIENCE: Final = 4.0
"""Seconds until a sender whose events are not stored yet is told to come back; clients wait at least five."""

MOST_AT_ONCE: Final = 64
"""Requests one process works on together; more are told to come back."""

COME_BACK: Final = {"retry-after": "2"}
PREFLIGHT: Final = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "authorization, content-type, content-encoding, x-retry-count, anonymousid, sentat",
    "access-control-max-age": "86400",
}
FOR_BROWSERS: Final = {"access-control-allow-origin": "*", "access-control-expose-headers": "retry-after"}

log = structlog.get_logger()
router = APIRouter(prefix="/v1")
Call = Literal["track", "identify", "group", "page", "screen", "alias"]


_at_work: set[asyncio.Task[Response]] = set()


@router.options("/{call}")
async def preflight(call: str) -> Response:
    """What a browser may send. Whether it may read the answer is up to its write key."""
    del call
    return Response(status_code=204, headers=PREFLIGHT)


@router.post("/batch")
async def batch(request: Request, portal: PortalDep) -> Response:
    """Take in many messages; answered only after they are stored."""
    return await _answer(request, portal, None)


@router.post("/{call}")
async def single(request: Request, portal: PortalDep, call: Call) -> Response:
    """Take in one message of the type the address names; answered only after it is stored."""
    return await _answer(request, portal, call)


async def _answer(request: Request, portal: Portal, call: Call | None) -> Response:
    """Store what the request brings, and answer; in time even when the database never does."""
    if len(_at_work) >= MOST_AT_ONCE:
        busy = {"code": "busy", "message": "Too many requests at once: send this one again in two seconds."}
        return JSONResponse(busy, 429, {**COME_BACK, **FOR_BROWSERS})
    body = inflate(await request.body(), request.headers.get("content-encoding", ""))
    envelope = open_batch(body) if call is None else open_single(body)
    key = _header_key(request.headers.get("authorization", ""))
    work = asyncio.create_task(_store(portal, envelope, envelope.write_key if key is None else key, call))
    _at_work.add(work)
    work.add_done_callback(_finished)
    # The work goes on: a connection that hangs also hangs while it is being closed, and what is stored
    # after all, the sender's next try finds as duplicates.
    done, _ = await asyncio.wait({work}, timeout=PATIENCE)
    if not done:
        raise TimeoutError
    return work.result()


def _finished(work: asyncio.Task[Response]) -> None:
    _at_work.discard(work)
    if not work.cancelled():
        # Looked at here, because nobody else does once the answer is out.
        work.exception()


async def _store(portal: Portal, envelope: Envelope, key: str | None, call: Call | None) -> Response:
    now = portal.clock()
    async with portal.database.write() as session:
        source = await _source(session, key, now)
        receipt = await take_in(
            session,
            playbook=_playbook(portal),
            source=source,
            messages=envelope.messages,
            sent_at=sent_time(envelope.sent_at),
            received_at=now,
            call=call,
        )
    # The transaction is committed here; only now may the sender forget the events.
    if receipt.quarantined:
        log.warning("events_quarantined", source=source.name, count=receipt.quarantined)
    return JSONResponse({"success": True}, headers=FOR_BROWSERS if source.browser else None)


def _playbook(portal: Portal) -> LivePlaybook:
    """The playbook; while there is none, senders keep their events and come back."""
    try:
        _ = portal.playbook.current
    except Invalid as missing:
        raise Unavailable(missing.message) from None
    return portal.playbook


async def _source(session: AsyncSession, key: str | None, now: datetime) -> SourceRef:
    if key is None:
        message = "Send the write key, as the user name of HTTP Basic authentication or as `writeKey` in the body."
        raise Unauthenticated(message)
    holder = await keys.authenticate(session, key=key, scope=keys.EVENTS_WRITE, now=now)
    if holder.source is None:
        message = "The API key belongs to no source of events: create one with `portal keys create`."
        raise Forbidden(message)
    return holder.source


def _header_key(authorization: str) -> str | None:
    """The key from `Basic base64(key:)` or `Bearer key`; None where there is no such header."""
    scheme, _, value = authorization.partition(" ")
    match scheme.lower():
        case "bearer":
            return value.strip()
        case "basic":
            try:
                return base64.b64decode(value, validate=True).decode("ascii").partition(":")[0] or None
            except (binascii.Error, UnicodeDecodeError):
                return ""
        case _:
            return None
