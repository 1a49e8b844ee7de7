"""The deletion of a person, in steps short enough that nobody else waits for them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import erasure, privacy
from portal.domain.playbook import Catalogue
from portal.domain.privacy import counted_properties, unnamed
from portal.ingest import PORTAL_SOURCE
from portal.jobs import JobQueue
from portal.jobs.consequences import account_changed
from portal.jobs.kinds import ERASE

AT_ONCE: Final = 500
"""How many events a step takes the person out of."""


async def step(
    session: AsyncSession, *, catalogue: Catalogue, queue: JobQueue, payload: Mapping[str, Any], now: datetime
) -> None:
    """Take the person out of some of their events and promise the next step, or, at the end, out of everything else.

    The payload carries who they are called instead: a name nobody can trace back, the same in every step.
    """
    request_id = UUID(payload["request_id"])
    nobody = UUID(payload["nobody"]) if "nobody" in payload else uuid4()
    asked = await privacy.take(session, request_id)
    if asked is None or asked.member_id is None:
        return
    who = {"account_id": asked.account_id, "member_id": asked.member_id}
    total = payload.get("total") or await erasure.count_events(session, **who)
    events = await erasure.some_events(session, **who, portal_source=PORTAL_SOURCE, limit=AT_ONCE)
    read = counted_properties(catalogue)
    left = {one.id: unnamed(one.properties, own=one.own, counted=read.get(one.name, frozenset())) for one in events}
    await erasure.unname_events(session, nobody, left)
    done = asked.done + len(events)
    await privacy.change(session, request_id, {"done": done, "total": max(total, done)})
    if len(events) == AT_ONCE:
        onward = {"nobody": str(nobody), "done": done, "total": total}
        await queue.enqueue(session, kind=ERASE, payload={**payload, **onward}, now=now)
    else:
        await _finish(session, request_id, nobody=nobody, events=done, now=now, **who)


async def _finish(
    session: AsyncSession,
    request_id: UUID,
    *,
    account_id: UUID,
    member_id: UUID,
    nobody: UUID,
    events: int,
    now: datetime,
) -> None:
    """Take the person out of everything else, and write down what it came to."""
    known = await erasure.known_as(session, account_id=account_id, member_id=member_id)
    if known is None:
        return
    counts = await erasure.erase(session, account_id=account_id, member_id=member_id, nobody=nobody, known=known)
    if events:
        counts["unnamed"]["events"] = events
    await privacy.change(session, request_id, {"counts": counts, "done_at": now})
    await privacy.forget_person(session, member_id, now=now)
    await account_changed(session, account_id, now)
