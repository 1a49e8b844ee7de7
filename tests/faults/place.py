"""An installation to break: a database with a playbook and a write key, and the processes on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from portal.db.engine import open_database
from portal.resources import PLAYBOOK
from portal.services import content, keys
from tests.faults.postgres import Postgres
from tests.faults.processes import Running, Serving, serving, working
from tests.faults.report import Shown
from tests.faults.senders import Senders, senders
from tests.process import free_port

STORED: Final = """
    SELECT count(*) FROM events JOIN accounts ON accounts.id = events.account_id
    WHERE accounts.external_id = :account AND events.type = 'track'
"""
DOUBLED: Final = """
    SELECT (
        SELECT coalesce(sum(events), 0) FROM step_counters JOIN accounts ON accounts.id = step_counters.account_id
        WHERE accounts.external_id = :account AND milestone_id = 'shift_board' AND step_id = 'clear_oldest'
    ) - (
        SELECT count(*) FROM events JOIN accounts ON accounts.id = events.account_id
        LEFT JOIN step_completions AS tick
            ON tick.account_id = events.account_id AND tick.subject_id IN (events.account_id, events.member_id)
            AND milestone_id = 'shift_board' AND step_id = 'clear_oldest'
        WHERE accounts.external_id = :account AND events.type = 'track'
            AND (tick.verified_at IS NULL OR events.at <= tick.verified_at)
    )
"""
ROLLED_UP: Final = """
    SELECT coalesce(sum(events), 0) FROM activity_days JOIN accounts ON accounts.id = activity_days.account_id
    WHERE accounts.external_id = :account
"""
JUDGED: Final = """
    SELECT count(*) FROM verdicts JOIN accounts ON accounts.id = verdicts.account_id
    WHERE accounts.external_id = :account AND verdicts.superseded_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE kind = 'assess_account')
"""
QUARANTINED: Final = "SELECT count(*) FROM quarantine WHERE body LIKE '%\"' || :account || '%'"


@dataclass
class Place:
    """A database that lasts, where its write key is known. `postgres` is its server, if it has one."""

    url: str
    folder: Path
    key: str
    postgres: Postgres | None = None
    servers: list[Serving] = field(default_factory=list)
    workers: list[Running] = field(default_factory=list)

    @property
    def database(self) -> str:
        """What kind it is, as the table says it."""
        return "PostgreSQL" if self.postgres else "SQLite"

    async def serve(self, count: int = 1) -> list[Serving]:
        """Web servers that are ready; those that run already are among them."""
        while len(self.servers) < count:
            log = self.folder / f"server-{len(self.servers)}.log"
            self.servers.append(serving(self._process_url, free_port(), log))
        for server in self.servers[:count]:
            if not server.process.is_alive():
                server.begin()
            await server.ready()
        return self.servers[:count]

    def work(self) -> Running:
        """A worker more."""
        self.workers.append(working(self._process_url, self.folder / f"worker-{len(self.workers)}.log"))
        return self.workers[-1]

    @asynccontextmanager
    async def product(self, group: str, count: int = 1) -> AsyncIterator[Senders]:
        """Somebody who sends events about an account of that name, to so many servers."""
        servers = await self.serve(count)
        async with senders(self.key, [server.address for server in servers], group) as product:
            yield product

    async def shown(self, fault: str, product: Senders, seconds: float | None, times: int = 1) -> Shown:
        """What became of everything that was sent."""
        stored, doubled = await self.ask(STORED, product.group), await self.ask(DOUBLED, product.group)
        acknowledged = len(product.acknowledged)
        return Shown(fault, self.database, product.sent, acknowledged, stored, doubled, seconds, times)

    async def ask(self, query: str, account: str) -> int:
        """A number from the database, asked directly."""
        database = open_database(self.url)
        async with database.read() as session:
            found = (await session.execute(text(query), {"account": account})).scalar_one()
        await database.close()
        return int(found)

    async def tell(self, statement: str, **values: Any) -> None:  # noqa: ANN401 - whatever the statement takes
        """Change something in the database directly."""
        database = open_database(self.url)
        async with database.write() as session:
            await session.execute(text(statement), values)
        await database.close()

    def close(self) -> None:
        """Leave no process behind."""
        for running in (*self.servers, *self.workers):
            running.close()

    @property
    def _process_url(self) -> str:
        return self.postgres.by_wire if self.postgres else self.url


async def furnish(url: str) -> str:
    """Publish the playbook in a migrated database; a key that may send events."""
    now = datetime.now(UTC)
    database = open_database(url)
    async with database.write() as session:
        await content.publish(session, folder=PLAYBOOK, author="faults", note="", now=now)
        key = await keys.create(session, label="Product", source="product", scopes=[keys.EVENTS_WRITE], now=now)
    await database.close()
    return key
