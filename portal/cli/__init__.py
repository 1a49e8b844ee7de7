"""The `portal` command. Every refusal becomes its message on stderr, and exit code 1."""

import sys
from collections.abc import Sequence

import typer
from sqlalchemy.exc import DBAPIError

from portal.cli import (
    backup,
    content,
    demo,
    events,
    importing,
    keys,
    mail,
    people,
    risk,
    running,
    schema,
    settings,
    words,
)
from portal.domain.errors import PortalError

app = typer.Typer(
    name="portal",
    help="Milestones customers climb, and verdicts customer-success teams can trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.run)
app.command("serve")(running.serve)
app.command("worker")(running.worker)
app.command("migrate")(schema.migrate)
app.command("settings")(settings.show)
app.command("backup")(backup.back_up)
app.command("restore")(backup.restore)
app.add_typer(content.app, name="content")
app.add_typer(events.app, name="events")
app.add_typer(importing.app, name="import")
app.add_typer(keys.app, name="keys")
app.add_typer(mail.app, name="mail")
app.add_typer(people.app, name="people")
app.add_typer(risk.app, name="risk")
app.add_typer(words.app, name="words")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command, by default the one the process was started with. Always ends in SystemExit."""
    try:
        app(arguments)
    except PortalError as refused:
        _fail(refused.message)
    except DBAPIError as error:
        _fail(f"The database refused: {error.orig}. Look at PORTAL_DATABASE_URL, or run `portal migrate`.")
    except OSError as error:
        _fail(f"{error}. If this is the database: look at PORTAL_DATABASE_URL, and whether it is running.")


def _fail(message: str) -> None:
    typer.echo(message, err=True)
    sys.exit(1)
