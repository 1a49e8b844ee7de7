"""The key with which a sender of events comes, and the source it stands for."""

import base64
import binascii
from datetime import datetime

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.sources import SourceRef
from portal.domain.errors import Forbidden, Unauthenticated
from portal.services import keys


def header_key(request: Request) -> str | None:
    """The key from `Basic base64(key:)` or `Bearer key`; None where there is no such header, "" where it is broken."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
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


async def source_of(session: AsyncSession, *, key: str | None, now: datetime) -> SourceRef:
    """The source whose events a key sends. Raises Unauthenticated, Forbidden."""
    if key is None:
        message = "Send the write key, as the user name of HTTP Basic authentication or as `writeKey` in the body."
        raise Unauthenticated(message)
    holder = await keys.authenticate(session, key=key, scope=keys.EVENTS_WRITE, now=now)
    if holder.source is None:
        message = "The API key belongs to no source of events: create one with `portal keys create`."
        raise Forbidden(message)
    return holder.source
