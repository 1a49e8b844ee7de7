"""`portal content`: check, publish, look at and write back revisions of the playbook."""

import getpass
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from portal.cli import changes, editor, moves
from portal.cli.database import with_database
from portal.content.loader import load_catalogue
from portal.db.engine import Database
from portal.domain.errors import Invalid
from portal.domain.wording import count_of
from portal.resources import PLAYBOOK
from portal.services import content, revisions
from portal.settings import DatabaseSettings, load

app = typer.Typer(help="Check the playbook's files, put them live, and look after revisions.", no_args_is_help=True)
app.command()(moves.impact)
app.command()(moves.move)
app.command()(moves.edit)

Folder = Annotated[
    Path,
    typer.Argument(envvar="PORTAL_CONTENT_DIR", help="The playbook's folder.", show_default="the shipped playbook"),
]
Note = Annotated[str, typer.Option(help="What changes, for the history.")]
Author = Annotated[str, typer.Option(help="Who publishes.", default_factory=getpass.getuser)]


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
    note: Note,
    author: Author,
) -> None:
    """Check a playbook and put it live as the next revision."""

    async def work(database: Database) -> content.Published:
        async with database.write() as session:
            return await content.publish(session, folder=folder, author=author, note=note, now=datetime.now(UTC))

    _say(with_database(load(DatabaseSettings).database_url, work))


@app.command("list")
def list_all() -> None:
    """List the revisions, the newest first, with the accounts in flight that stay on each."""

    async def work(database: Database) -> Sequence[revisions.Listed]:
        async with database.read() as session:
            return await revisions.every(session)

    found = with_database(load(DatabaseSettings).database_url, work)
    for one in found:
        live = "  live" if one.live else ""
        pinned = f"  {count_of(one.pinned, 'account')}" if one.pinned else ""
        when = f"{one.published_at:%Y-%m-%d %H:%M}"
        typer.echo(f"{one.number:>4}  {one.hash[:12]}  {when} UTC  {one.author}: {one.note}{live}{pinned}")
    if not found:
        typer.echo("No playbook has been published: run `portal content publish`.")


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="A revision's number, or a folder.")],
    after: Annotated[str | None, typer.Argument(help="The same.", show_default="the live revision")] = None,
) -> None:
    """Show how two revisions differ, field by field."""

    async def work(database: Database) -> revisions.Comparison:
        async with database.read() as session:
            return await revisions.compare(session, before=before, after=after)

    found = with_database(load(DatabaseSettings).database_url, work)
    typer.echo("\n".join(changes.comparison(found)))


@app.command()
def export(
    places: Annotated[list[str], typer.Argument(metavar="[N] DIR", help="A revision (the live one), and a folder.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Write over whatever playbook lies there.")] = False,
) -> None:
    """Write a revision back as files: the same bytes that were published."""
    number, folder = _number_and_folder(places)

    async def work(database: Database) -> int:
        async with database.read() as session:
            return await revisions.export(session, number=number, folder=folder, force=force)

    exported = with_database(load(DatabaseSettings).database_url, work)
    typer.echo(f"Revision {exported} is in {folder}.")


@app.command()
def rollback(
    number: Annotated[int, typer.Argument(help="The revision whose content goes live again.", min=1)],
    *,
    note: Note,
    author: Author,
) -> None:
    """Publish an earlier revision's content again, as a new revision."""

    async def work(database: Database) -> content.Published:
        async with database.write() as session:
            return await content.rollback(session, number=number, author=author, note=note, now=datetime.now(UTC))

    _say(with_database(load(DatabaseSettings).database_url, work))


def _number_and_folder(places: Sequence[str]) -> tuple[int | None, Path]:
    match places:
        case [folder] if not folder.isdecimal():
            return None, Path(folder)
        case [number, folder] if number.isdecimal():
            return int(number), Path(folder)
        case _:
            message = "Name a folder, or a revision's number and a folder, as `portal content export 3 playbook`."
            raise Invalid(message)


def _say(published: content.Published) -> None:
    what = "is live now" if published.changed else "was live already: nothing has changed"
    typer.echo(f"Revision {published.number} ({published.hash[:12]}) {what}.")
    if published.staying:
        number = count_of(published.staying, "account")
        typer.echo(
            f"{number} in flight on earlier revisions: `portal content move {published.number} --all` moves them."
        )
