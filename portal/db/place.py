"""Where a database file is to be, checked before anything is opened."""

from pathlib import Path

from sqlalchemy import make_url

from portal.domain.errors import Invalid


def require_place(url: str) -> None:
    """Raise Invalid where an SQLite file cannot be at the address; servers are not looked at."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        return
    file = Path(str(parsed.database))
    if not file.parent.is_dir():
        message = f"There is no folder {file.parent} for the database: make it, or name another one."
        raise Invalid(message)
    if file.is_dir():
        message = f"The database's address names a folder, {file}: add the name of a file in it."
        raise Invalid(message)
