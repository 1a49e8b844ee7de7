"""INSERT … ON CONFLICT, which both databases speak in their own dialect object."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import Base

Insert = postgresql.Insert | sqlite.Insert


def insert(session: AsyncSession, table: type[Base]) -> Insert:
    """An insert into `table` that can say what happens on a conflict."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
