"""`portal content lint` and `portal content publish`."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from portal.cli import editor
from portal.cli.database import with_database
from portal.content.loader import load_catalogue
from portal.db.engine import Database
from portal.resources import PLAYBOOK
from portal.services import content
from portal.settings import DatabaseSettings, load

app = typer.Typer(help="Check the playbook's files, and put them live.", no_args_is_help=True)

Folder = Annotated[
    Path,
    typer.Argument(envvar="PORTAL_CONTENT_DIR", help="The playbook's folder.", show_default="the shipped playbook"),
]


app.command("schema")(editor.schema)


@app.command()
def lint(folder: Folder = PLAYBOOK) -> None:
    """Check a playbook; print every problem with file, line and mend."""
    found = load_catalogue(folder)
    ladders, milestones, trees = len(found.ladders), len(found.milestones), len(found.trees)
    typer.echo(f"{folder} is clean: {ladders} ladders, {milestones} milestones, {trees} risk trees.")


@app.command()
def publish(
    folder: Folder = PLAYBOOK,
    *,
    note: Annotated[str, typer.Option(help="What changes, for the history.")],
    author: Annotated[str, typer.Option(help="Who publishes.", default_factory=getpass.getuser)],
) -> None:
    """Check a playbook and put it live as the next revision."""

    async def work(database: Database) -> content.Published:
        async with database.write() as session:
            return await content.publish(session, folder=folder, author=author, note=note, now=datetime.now(UTC))

    published = with_database(load(DatabaseSettings).database_url, work)
    what = "is live now" if published.changed else "was live already: nothing has changed"
    typer.echo(f"Revision {published.number} ({published.hash[:12]}) {what}.")
