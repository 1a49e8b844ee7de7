"""The message ids that are known, on PostgreSQL: a unique index of the events could not span their partitions.

A migration makes the table; the classes of our own tables know nothing of it. On SQLite the events have that index.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.arrays import array_text

Key = tuple[int, str]
"""A source, and one of its message ids."""

CLAIM: Final = """
    INSERT INTO event_keys (source_id, message_id, event_id)
    SELECT source_id, message_id, nextval('events_id_seq')
    FROM unnest($1::text::integer[], $2::text::text[]) AS sent (source_id, message_id)
    ON CONFLICT DO NOTHING
    RETURNING source_id, message_id, event_id
"""
FORGET: Final = text("""
    WITH gone AS (
        DELETE FROM event_keys WHERE event_id = ANY (ARRAY(
            SELECT event_id FROM event_keys
            WHERE event_id < (SELECT coalesce(min(id), 9223372036854775807) FROM events)
            ORDER BY event_id LIMIT :limit
        ))
        RETURNING event_id
    )
    SELECT count(*) FROM gone
""")


async def claim(connection: Any, keys: Sequence[Key]) -> dict[Key, int]:  # noqa: ANN401 - the driver has no types
    """Keep the keys that are new, and return those with ids for their events.

    Whoever claims one that another transaction has just claimed waits for its end.
    """
    sources, messages = array_text(source for source, _ in keys), array_text(message for _, message in keys)
    claimed = await connection.fetch(CLAIM, sources, messages)
    return {(source, message): event_id for source, message, event_id in claimed}


async def forget(session: AsyncSession, *, limit: int) -> int:
    """Remove up to `limit` keys whose events are gone, the oldest first; how many it were.

    Ids grow as events come in, so those are the keys from before the first event that is left. One statement sees one
    moment: a batch that is committed meanwhile is neither among its events nor among its keys.
    """
    return int((await session.scalars(FORGET, {"limit": limit})).one())
