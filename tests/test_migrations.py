import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from portal.db.declared import is_declared
from portal.db.engine import Database
from portal.db.migrate import expected_head, is_current, migrate
from portal.db.tables import Base, Event
from portal.ingest import Receipt
from tests.ingest.world import account, rows, send, track

OPTIONS = {"compare_type": True, "compare_server_default": True, "include_name": is_declared}

# The `database` fixture has been upgraded from empty by the same migrations.


def drift(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts=OPTIONS)
    return list(compare_metadata(context, Base.metadata))


def declared_checks() -> dict[str, set[str]]:
    return {
        name: {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        for name, table in Base.metadata.tables.items()
    }


def stored_checks(connection: Connection) -> dict[str, set[str]]:
    inspector = inspect(connection)
    return {
        name: {str(c["name"]) for c in inspector.get_check_constraints(name)}
        for name in inspector.get_table_names()
        if name != "alembic_version" and is_declared(name, "table", {})
    }


async def test_migrations_lead_to_the_tables_the_code_declares(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(drift) == []


async def test_the_database_checks_the_words_the_code_declares(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(stored_checks) == declared_checks()


async def test_drift_would_be_seen(database: Database) -> None:
    def change(connection: Connection) -> list[object]:
        connection.execute(text("CREATE INDEX ix_accounts_name ON accounts (name)"))
        connection.execute(text("ALTER TABLE accounts ADD COLUMN nickname VARCHAR(9)"))
        return drift(connection)

    async with database.engine.connect() as connection:
        found = await connection.run_sync(change)
    assert len(found) == 2


async def test_going_down_leaves_nothing_and_going_up_again_works(database: Database) -> None:
    def tables(connection: Connection) -> list[str]:
        return inspect(connection).get_table_names()

    await migrate(database, "base")
    assert not await is_current(database)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(tables) == ["alembic_version"]
    await migrate(database)
    assert await is_current(database)


async def test_migrating_what_is_current_changes_nothing(database: Database) -> None:
    await migrate(database)
    async with database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar() == expected_head()


async def test_events_and_their_ids_outlast_how_they_are_stored(database: Database) -> None:
    await account(database)
    message = track("Opened", message_id="m")
    assert await send(database, message) == Receipt(1, 0, 0)
    stored = await rows(database, Event, "id", "at", "properties")
    for revision in ("0004", "head"):
        await migrate(database, revision)
        assert await rows(database, Event, "id", "at", "properties") == stored
    assert await send(database, message) == Receipt(0, 1, 0)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_table_in_use_is_waited_for_only_so_long(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.db.migrate.LOCK_TIMEOUT", "50ms")
    async with database.read() as session:
        await session.execute(text("SELECT count(*) FROM accounts"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            await migrate(database, "base")
    assert await is_current(database)
