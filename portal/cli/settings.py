"""`portal settings`."""

import typer

from portal.settings import described


def show() -> None:
    """List every setting, as a table in Markdown. It says nothing of how they are set here."""
    typer.echo("| Environment variable | Default | Set it to |\n|---|---|---|")
    for setting in described():
        default = "needed" if setting.needed else setting.default or "none"
        typer.echo(f"| `{setting.name}` | {default} | {setting.mend} |")
