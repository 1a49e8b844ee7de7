"""Keeping in the ledger of deliveries what members were shown in the portal, or were not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import upsert
from portal.db.tables import Delivery
from portal.domain.deliveries import State
from portal.domain.nudges import Candidate
from portal.domain.people import SignedInMember
from portal.domain.preferences import Channel
from portal.domain.shown_nudges import TOPICS, Entry, facts_of, key_of


async def note(
    session: AsyncSession, *, member: SignedInMember, news: Mapping[Candidate, Entry], title: str | None, now: datetime
) -> None:
    """Keep how far nudges have come; `title` is what the one that is shown said. The first showing stays its time."""
    for candidate, entry in news.items():
        values = _values(candidate, entry, member, title if entry.state is State.SENT else None, now)
        added = upsert.insert(session, Delivery).values(values)
        of = added.excluded
        changed = {
            "state": of.state,
            "reason": of.reason,
            "subject": func.coalesce(of.subject, Delivery.subject),
            "sent_at": func.coalesce(Delivery.sent_at, of.sent_at),
        }
        await session.execute(added.on_conflict_do_update(index_elements=[Delivery.dedupe_key], set_=changed))


def _values(
    candidate: Candidate, entry: Entry, member: SignedInMember, title: str | None, now: datetime
) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "dedupe_key": key_of(candidate, member.id),
        "account_id": member.account_id,
        "member_id": member.id,
        "email": member.email or "",
        "channel": Channel.IN_APP,
        "topic": TOPICS[candidate.source],
        "state": entry.state,
        "reason": entry.reason,
        "attempts": 0,
        "next_at": now,
        "subject": title,
        "facts": facts_of(candidate),
        "created_at": now,
        "sent_at": now if entry.state is State.SENT else None,
    }
