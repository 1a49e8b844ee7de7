import importlib
import pkgutil
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import Select, String, Uuid, bindparam, column, literal, select, table, text
from sqlalchemy.exc import DBAPIError

import portal.db
from portal.db import engine, prepared
from portal.db.engine import Database
from portal.db.prepared import Prepared
from portal.db.tables import Account

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@Prepared
def named() -> Select[UUID, datetime, str]:
    wanted = bindparam("wanted", type_=String())
    return select(Account.id, Account.created_at, literal("constant").label("word")).where(Account.name == wanted)


def test_no_prepared_query_has_a_list_for_a_parameter() -> None:
    modules = [importlib.import_module(f"portal.db.{found.name}") for found in pkgutil.iter_modules(portal.db.__path__)]
    queries = [one for module in modules for one in vars(module).values() if isinstance(one, Prepared)]
    assert queries
    # SQLAlchemy would fill in such a list at each call, and the driver gets the text as it is.
    dialects = (prepared.ON_POSTGRESQL, prepared.ON_SQLITE)
    written = [str(query.build().compile(dialect=dialect)) for query in queries for dialect in dialects]
    assert not [query for query in written if "POSTCOMPILE" in query]


async def test_a_prepared_query_sees_what_its_transaction_wrote(database: Database) -> None:
    async with database.write() as session:
        session.add(Account(external_id="acme", name="Acme", created_at=NOW))
        (row,) = await named.rows(session, wanted="Acme")
        assert (row.created_at, row.word) == (NOW, "constant")
        assert await named.row(session, wanted="Nobody") is None
    async with database.read() as session:
        assert await named.row(session, wanted="Acme") == row


@Prepared
def unheard_of() -> Select[UUID]:
    return select(column("id", Uuid())).select_from(table("nowhere"))


async def test_a_prepared_query_fails_as_any_other(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.read() as session:
            await unheard_of.row(session)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_connection_that_died_while_it_rested_is_not_lent(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "RESTED", 0)
    async with database.read() as session:
        resting = await session.scalar(text("SELECT pg_backend_pid()"))
    other = engine.open_database(database.engine.url.render_as_string(hide_password=False))
    async with other.write() as session:
        await session.execute(text(f"SELECT pg_terminate_backend({resting}, 5000)"))
    await other.close()
    async with database.read() as session:
        assert await session.scalar(text("SELECT pg_backend_pid()")) != resting
