"""What a database holds when the demo starts, and emptying one that is the demo's own."""

from enum import Enum, auto

from alembic.util import CommandError
from sqlalchemy import Connection, exists, inspect, select, text

from portal.db.engine import Database
from portal.db.full_text import VIRTUAL_TABLE
from portal.db.migrate import migrate
from portal.db.tables import Account, ApiKey, Base, Source
from portal.demo.story.vendor import KEY_LABEL, PRODUCT_SOURCE
from portal.domain.errors import Conflict


class Held(Enum):
    """What a database holds."""

    NOTHING = auto()
    UNFINISHED = auto()
    DEMO = auto()
    SOMETHING_ELSE = auto()


async def prepare(database: Database, *, reset: bool) -> Held:
    """Bring the schema up to date, after emptying the database where that is asked for or needed.

    Raises Conflict for a database that the demo did not fill, and for one of another version.
    """
    held = await look(database)
    if held is Held.SOMETHING_ELSE:
        message = "This database holds accounts the demo did not make. Name an empty one with --database."
        raise Conflict(message)
    if reset or held is Held.UNFINISHED:
        await _empty(database)
    try:
        await migrate(database)
    except CommandError as error:
        message = f"The demo data were made by another version ({error}): start afresh with --reset."
        raise Conflict(message) from error
    return await look(database)


async def look(database: Database) -> Held:
    """What the database holds now. The marker of an interrupted run is there without its end."""
    async with database.engine.connect() as connection:
        if not await connection.run_sync(_has_tables):
            return Held.NOTHING
        begun = await connection.scalar(select(exists().where(Source.name == PRODUCT_SOURCE)))
        complete = await connection.scalar(select(exists().where(ApiKey.label == KEY_LABEL)))
        accounts = await connection.scalar(select(exists().where(Account.id.is_not(None))))
    if complete:  # Its source may have been given another name meanwhile.
        return Held.DEMO
    if begun:
        return Held.UNFINISHED
    return Held.SOMETHING_ELSE if accounts else Held.NOTHING


ONLY_POSTGRESQL = (
    "DROP TABLE IF EXISTS event_keys, pgqueuer, pgqueuer_log, pgqueuer_schedules, pgqueuer_statistics",
    "DROP FUNCTION IF EXISTS fn_pgqueuer_changed",
    "DROP TYPE IF EXISTS pgqueuer_status",
)
"""What removes the ids of messages and the other queue, which are no tables of ours."""


async def _empty(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        for left in (VIRTUAL_TABLE, "alembic_version"):
            await connection.execute(text(f"DROP TABLE IF EXISTS {left}"))
        if connection.dialect.name == "postgresql":
            for statement in ONLY_POSTGRESQL:
                await connection.execute(text(statement))


def _has_tables(connection: Connection) -> bool:
    found = set(inspect(connection).get_table_names())
    return {Source.__tablename__, ApiKey.__tablename__, Account.__tablename__} <= found
