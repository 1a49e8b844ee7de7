"""Sending a message as Standard Webhooks has it: signed, by the guarded way out, and what came of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Final

import httpx2
from standardwebhooks import Webhook

from portal.domain.webhooks import Answer
from portal.identity.outbound import FetchFailed, Outbound

MOST_SAID: Final = 500
"""So many characters of an answer are kept."""
LONGEST_REST: Final = timedelta(hours=24)
BUSY: Final = frozenset({429, 503})
"""The answers that may say how long to wait."""


def signed(message_id: str, body: str, secrets: Sequence[str], *, now: datetime) -> dict[str, str]:
    """The headers of a message; each secret adds its signature, so that one of them can be changed."""
    signatures = [Webhook(secret).sign(message_id, now, body) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


async def post(outbound: Outbound, url: str, body: str, headers: Mapping[str, str], *, now: datetime) -> Answer:
    """Send a message once; whatever happens is an answer."""
    told = {"Content-Type": "application/json", "User-Agent": "Onboarding-Portal", **headers}
    began = monotonic()
    try:
        async with httpx2.AsyncClient(transport=outbound.transport, trust_env=False, timeout=None) as client:
            response = await client.post(url, content=body.encode(), headers=told)
    except FetchFailed as failure:
        return Answer(None, _since(began), _printable(failure.reason))
    except httpx2.HTTPError as error:
        return Answer(None, _since(began), _printable(f"No answer: {error!r}"))
    rest = retry_after(response.headers.get("retry-after", ""), now=now) if response.status_code in BUSY else None
    return Answer(response.status_code, _since(began), _printable(response.text), rest)


def retry_after(header: str, *, now: datetime) -> timedelta | None:
    """How long an answer asks to wait, in seconds or until a moment; a day at most, None where it says nothing."""
    if header.isascii() and header.isdecimal():
        return min(timedelta(seconds=int(header[:9])), LONGEST_REST)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    until = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(until - now, timedelta()), LONGEST_REST)


def _since(began: float) -> int:
    return round((monotonic() - began) * 1000)


def _printable(text: str) -> str:
    """The first words of an answer, without what a page or a database could choke on."""
    return "".join(one if one.isprintable() or one == "\n" else "\ufffd" for one in text[:MOST_SAID])
