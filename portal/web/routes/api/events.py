"""The Segment HTTP Tracking API, so that existing clients work unmodified."""

import asyncio
from typing import Final, Literal

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from portal.content.live import LivePlaybook
from portal.domain.errors import Invalid, Unavailable
from portal.ingest.envelope import inflate, open_batch, open_single
from portal.web.api.cross_origin import ANYBODY, PREFLIGHT
from portal.web.api.intake import Delivery, Taken
from portal.web.api.write_keys import header_key
from portal.web.deps import Portal, PortalDep

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
    if portal.intake.load >= MOST_AT_ONCE:
        busy = {"code": "busy", "message": "Too many requests at once: send this one again in two seconds."}
        return JSONResponse(busy, 429, COME_BACK | ANYBODY)
    body = inflate(await request.body(), request.headers.get("content-encoding", ""))
    envelope = open_batch(body) if call is None else open_single(body)
    key = header_key(request)
    stored = await _stored(
        portal,
        Delivery(
            database=portal.database,
            playbook=_playbook(portal),
            envelope=envelope,
            key=envelope.write_key if key is None else key,
            origin=request.headers.get("origin"),
            call=call,
            received_at=portal.clock(),
        ),
    )
    portal.metrics.took_in(stored.receipt)
    if stored.receipt.quarantined:
        log.warning("events_quarantined", source=stored.source.name, count=stored.receipt.quarantined)
    return JSONResponse({"success": True}, headers=stored.headers)


async def _stored(portal: Portal, delivery: Delivery) -> Taken:
    """What became of a delivery. Raises TimeoutError where that takes too long; it may be stored all the same.

    The sender's next try then finds its events as duplicates.
    """
    answer = portal.intake.add(delivery)
    try:
        await asyncio.wait({answer}, timeout=PATIENCE)
        if not answer.done():
            raise TimeoutError
        return answer.result()
    finally:
        answer.cancel()


def _playbook(portal: Portal) -> LivePlaybook:
    """The playbook; while there is none, senders keep their events and come back."""
    try:
        _ = portal.playbook.current
    except Invalid as missing:
        raise Unavailable(missing.message) from None
    return portal.playbook
