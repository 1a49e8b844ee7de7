"""`portal content schema`."""

from pathlib import Path
from typing import Annotated

import typer

from portal.content.json_schema import schema_files

Target = Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go; it is made where it is missing.")]


def schema(folder: Target = Path("docs/schema")) -> None:
    """Write a JSON Schema file for each kind of YAML file, for editors that check while one types."""
    folder.mkdir(parents=True, exist_ok=True)
    files = schema_files()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    typer.echo(f"{len(files)} schemas are in {folder}. docs/playbook.md says how an editor finds them.")
