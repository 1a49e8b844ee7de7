"""`portal backup` and `portal restore`."""

from pathlib import Path
from typing import Annotated, Final

import typer

from portal.db import backup
from portal.db.place import require_place
from portal.settings import DatabaseSettings, load

MEGABYTE: Final = 1_000_000
KEEP_KEY: Final = "Keep PORTAL_SECRET_KEY somewhere else: without it, the secrets in the backup stay sealed."


def back_up(file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Copy the SQLite database at PORTAL_DATABASE_URL into a file, while the portal runs."""
    database = backup.file_of(load(DatabaseSettings).database_url)
    revision = backup.back_up(database, file)
    typer.echo(f"Backed up {database} at schema {revision} to {file}, {file.stat().st_size / MEGABYTE:.1f} MB.")
    typer.echo(KEEP_KEY)


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Lose the database that is there.")] = False,
) -> None:
    """Put a backup in the place of the SQLite database at PORTAL_DATABASE_URL, while the portal is stopped."""
    url = load(DatabaseSettings).database_url
    database = backup.file_of(url)
    require_place(url)
    revision = backup.restore(file, database, force=force)
    typer.echo(f"Restored {file} at schema {revision} to {database}.")
    if backup.is_old(revision):
        typer.echo("This version needs a newer schema: run `portal migrate`.")
