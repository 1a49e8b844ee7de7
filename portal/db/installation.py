"""What a database says about itself."""

from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.bulk import is_postgresql
from portal.db.tables import Account, EventName, Member

POSTGRESQL = "SELECT current_setting('server_version'), pg_database_size(current_database())"
SQLITE = "SELECT sqlite_version(), page_count * page_size FROM pragma_page_count(), pragma_page_size()"


@dataclass(frozen=True, slots=True)
class Stored:
    """Which database it is, how many bytes it takes, the revision of its schema, and what it holds."""

    kind: str
    version: str
    size: int
    schema: str
    accounts: int
    members: int
    events: int


async def look(session: AsyncSession) -> Stored:
    """The database as it is now. The events are counted as they come, so that nobody has to wait for the number."""
    postgresql = is_postgresql(session)
    version, size = (await session.execute(text(POSTGRESQL if postgresql else SQLITE))).one()
    return Stored(
        kind="PostgreSQL" if postgresql else "SQLite",
        version=version,
        size=size,
        schema=str(await session.scalar(text("SELECT version_num FROM alembic_version"))),
        accounts=await session.scalar(select(func.count()).select_from(Account)) or 0,
        members=await session.scalar(select(func.count()).select_from(Member)) or 0,
        events=int(await session.scalar(select(func.sum(EventName.count))) or 0),
    )
