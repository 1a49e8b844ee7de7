"""Which parts of the schema the classes of the tables declare; the others each database has in a way of its own."""

from collections.abc import MutableMapping
from typing import Any, Final

from portal.db.full_text import VIRTUAL_TABLE

OTHER_TABLES: Final = (VIRTUAL_TABLE, "pgqueuer", "event_keys", "events_")
"""How the names of tables begin that only a migration makes: for full-text search, the other queue, events."""

OTHER_PARTS: Final = {
    ("articles", "words"),
    ("articles", "ix_articles_words"),
    ("events", "uq_events_source_id_message_id"),
}


def is_declared(name: str | None, kind: str, parents: MutableMapping[Any, str | None]) -> bool:
    """Whether a part of the schema is one that the classes of the tables declare, for Alembic's comparison."""
    if kind == "table":
        return not (name or "").startswith(OTHER_TABLES)
    return (parents.get("table_name"), name) not in OTHER_PARTS
