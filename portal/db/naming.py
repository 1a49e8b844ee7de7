"""How other systems name a row of an account."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_

from portal.db.base import Base, table_of


def named(kind: type[Base], account_id: UUID, name: str) -> ColumnElement[bool]:
    """The row of an account with this external id; one that has none goes by its own id."""
    row = table_of(kind)
    called = row.c.external_id == name
    own = _id(name)
    if own:
        called = or_(called, and_(row.c.external_id.is_(None), row.c.id == own))
    return and_(row.c.account_id == account_id, called)


def _id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
