"""The Segment HTTP Tracking API, so that existing clients work unmodified."""

import asyncio
from dataclasses import dataclass
from typing import Final, Literal

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from portal.content.live import LivePlaybook
from portal.domain.errors import Invalid, Unavailable
from portal.ingest import take_in
from portal.ingest.clock import sent_time
from portal.ingest.envelope import Envelope, inflate, open_batch, open_single
from portal.web.cross_origin import ANYBODY, PREFLIGHT, readable
from portal.web.deps import Portal, PortalDep
from portal.web.write_keys import header_key, source_of

PATIENCE: Final = 4.0
"""Seconds until a sender whose events are not stored yet is told to come back; clients wait at least five."""

MOST_AT_ONCE: Final = 64
"""Requests one process works on together; more are told to come back."""

COME_BACK: Final = {"retry-after": "2"}
Call = Literal["track", "identify", "group", "page", "screen", "alias"]
Letter = Literal["t", "i", "g", "p", "s", "a"]
CALLS: Final[dict[str, str]] = {
    "t": "track",
    "i": "identify",
    "g": "group",
    "p": "page",
    "s": "screen",
    "a": "alias",
}
"""The calls by the letters browsers say them with."""

log = structlog.get_logger()
router = APIRouter(prefix="/v1")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, from which page if from any, and the type of the message where the address says it."""

    key: str | None
    origin: str | None
    call: str | None


_at_work: set[asyncio.Task[Response]] = set()


@router.options("/{call}")
async def preflight(call: str) -> Response:
    """What a browser may send. Whether it may read the answer is up to its write key."""
    del call
    return Response(status_code=204, headers=PREFLIGHT)


@router.post("/batch")
@router.post("/b")
async def batch(request: Request, portal: PortalDep) -> Response:
    """Take in many messages; answered only after they are stored."""
    return await _answer(request, portal, None)


@router.post("/{call}")
async def single(request: Request, portal: PortalDep, call: Call | Letter) -> Response:
    """Take in one message of the type the address names; answered only after it is stored."""
    return await _answer(request, portal, CALLS.get(call, call))


async def _answer(request: Request, portal: Portal, call: str | None) -> Response:
    """Store what the request brings, and answer; in time even when the database never does."""
    if len(_at_work) >= MOST_AT_ONCE:
        busy = {"code": "busy", "message": "Too many requests at once: send this one again in two seconds."}
        return JSONResponse(busy, 429, COME_BACK | ANYBODY)
    body = inflate(await request.body(), request.headers.get("content-encoding", ""))
    envelope = open_batch(body) if call is None else open_single(body)
    key = header_key(request)
    asked = Asked(envelope.write_key if key is None else key, request.headers.get("origin"), call)
    work = asyncio.create_task(_store(portal, envelope, asked))
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


async def _store(portal: Portal, envelope: Envelope, asked: Asked) -> Response:
    now = portal.clock()
    async with portal.database.write() as session:
        source = await source_of(session, key=asked.key, now=now)
        headers = readable(source, asked.origin)
        receipt = await take_in(
            session,
            playbook=_playbook(portal),
            source=source,
            messages=envelope.messages,
            sent_at=sent_time(envelope.sent_at),
            received_at=now,
            call=asked.call,
        )
    # The transaction is committed here; only now may the sender forget the events.
    portal.metrics.took_in(receipt)
    if receipt.quarantined:
        log.warning("events_quarantined", source=source.name, count=receipt.quarantined)
    return JSONResponse({"success": True}, headers=headers)


def _playbook(portal: Portal) -> LivePlaybook:
    """The playbook; while there is none, senders keep their events and come back."""
    try:
        _ = portal.playbook.current
    except Invalid as missing:
        raise Unavailable(missing.message) from None
    return portal.playbook
