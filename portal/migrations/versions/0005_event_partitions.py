"""each message id of a source is stored once; on PostgreSQL the events lie in partitions by month.

There the ids are in a table of their own: a unique index of the events would have to hold the month too.
The months themselves are added as they come, by `portal migrate` and by a job.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ONCE = "CREATE UNIQUE INDEX uq_events_source_id_message_id ON events (source_id, message_id)"
PARTS = 8
KEYS = (
    """
CREATE TABLE event_keys (
    source_id integer NOT NULL,
    message_id varchar(100) NOT NULL,
    event_id bigint NOT NULL
) PARTITION BY HASH (source_id, message_id)
""",
    *(
        f"CREATE TABLE event_keys_{part} PARTITION OF event_keys FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
        for part in range(PARTS)
    ),
    "INSERT INTO event_keys SELECT source_id, message_id, id FROM events",
    "CREATE UNIQUE INDEX uq_event_keys_source_id_message_id ON event_keys (source_id, message_id)",
    "CREATE INDEX ix_event_keys_event_id ON event_keys (event_id)",
)
INDEXES = (
    "CREATE INDEX ix_events_account_id_name_at ON events (account_id, name, at)",
    "CREATE INDEX ix_events_batch_id ON events (batch_id)",
)


def upgrade() -> None:
    """Store each message id once, the way the database at hand does it."""
    if op.get_context().dialect.name != "postgresql":
        op.execute(ONCE)
        return
    default = "CREATE TABLE events_default PARTITION OF events DEFAULT"
    for statement in (*KEYS, *_rebuilt("PARTITION BY RANGE (received_at)", default, key="id, received_at")):
        op.execute(statement)


def downgrade() -> None:
    """Make one plain table of the events again."""
    if op.get_context().dialect.name != "postgresql":
        op.drop_index("uq_events_source_id_message_id", "events")
        return
    for statement in (*_rebuilt("", key="id"), ONCE, "DROP TABLE event_keys"):
        op.execute(statement)


def _rebuilt(shape: str, *parts: str, key: str) -> tuple[str, ...]:
    """What makes the table of events anew in a shape, with the events in it."""
    return (
        "ALTER TABLE events RENAME TO events_before",
        f"CREATE TABLE events (LIKE events_before INCLUDING DEFAULTS) {shape}",
        *parts,
        "ALTER SEQUENCE events_id_seq OWNED BY events.id",
        "INSERT INTO events SELECT * FROM events_before",
        "DROP TABLE events_before",
        f"ALTER TABLE events ADD CONSTRAINT pk_events PRIMARY KEY ({key})",
        *INDEXES,
    )
