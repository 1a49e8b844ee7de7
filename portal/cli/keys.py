"""`portal keys create`."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from portal.cli.database import with_database
from portal.db.engine import Database
from portal.domain.origins import parse_origins
from portal.services import keys
from portal.settings import DatabaseSettings, load

app = typer.Typer(help="Keys with which the vendor's product sends events or shows ladders.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keys with which the vendor's product sends events or shows ladders."""


@app.command()
def create(
    label: Annotated[str, typer.Option(help="What the key is for, as people will find it in the list.")],
    source: Annotated[
        str | None, typer.Option(help="Who sends events with it. Two keys of one source share its message ids.")
    ] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(help="A site whose pages hold the key, which is public then; repeat for several."),
    ] = None,
    scope: Annotated[list[str] | None, typer.Option(help="What the key may do; repeat for several.")] = None,
) -> None:
    """Make a key and print it, once: only its hash is kept."""
    origins = parse_origins(" ".join(origin or ()))

    async def work(database: Database) -> str:
        async with database.write() as session:
            return await keys.create(
                session,
                label=label,
                source=source,
                scopes=scope or [keys.EVENTS_WRITE],
                browser=bool(origins),
                origins=origins,
                now=datetime.now(UTC),
            )

    typer.echo(with_database(load(DatabaseSettings).database_url, work))
