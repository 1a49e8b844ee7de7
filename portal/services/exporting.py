"""Everything known about a person as plain values: made by a job, kept for some days, to be fetched."""

import zlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, own_data, preferences, privacy
from portal.domain.privacy import COPY_KEPT


async def make(session: AsyncSession, *, request_id: UUID, now: datetime) -> None:
    """Make the copy that a request asks for; nothing where it is done, or the person deleted meanwhile."""
    asked = await privacy.take(session, request_id)
    if asked is None or asked.member_id is None:
        return
    values = await everything(session, account_id=asked.account_id, member_id=asked.member_id, now=now)
    counts = {name: len(rows) for name, rows in values.items() if isinstance(rows, list) and rows}
    kept = {"copy": packed(values), "expires_at": now + COPY_KEPT, "done_at": now, "counts": {"copied": counts}}
    await privacy.change(session, request_id, kept)


async def everything(session: AsyncSession, *, account_id: UUID, member_id: UUID, now: datetime) -> dict[str, Any]:
    """Everything the portal knows of one of an account's people."""
    who = {"account_id": account_id, "member_id": member_id}
    chosen = (await preferences.find(session, **who)).preferences
    channels = {str(occasion): sorted(ways) for occasion, ways in chosen.channels.items()}
    return {
        "written_at": now,
        "account": await accounts.name_of(session, account_id),
        "profile": await own_data.person(session, **who),
        "preferences": asdict(replace(chosen, channels={})) | {"channels": channels},
        **await own_data.records(session, **who),
    }


def packed(values: Mapping[str, Any]) -> bytes:
    """A copy as it is kept."""
    return zlib.compress(msgspec.json.encode(values))


def unpacked(copy: bytes) -> dict[str, Any]:
    """A kept copy as plain values again."""
    values: dict[str, Any] = msgspec.json.decode(zlib.decompress(copy))
    return values
