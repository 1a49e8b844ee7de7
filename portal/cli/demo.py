"""`portal demo`."""

from pathlib import Path
from typing import Annotated

import typer

from portal.demo.data import Order
from portal.demo.run import Options, run_demo
from portal.demo.story.companies import MOST_ACCOUNTS
from portal.resources import PLAYBOOK

LAST_PORT = 65534
"""The demo needs the next port too."""


def run(
    port: Annotated[
        int, typer.Option(help="The portal's port; the next one is taken too.", min=1, max=LAST_PORT)
    ] = 8000,
    data: Annotated[Path, typer.Option(help="The folder for the demo's data.")] = Path("demo-data"),
    accounts: Annotated[int, typer.Option(help="How many customers the vendor has.", min=1, max=MOST_ACCOUNTS)] = 42,
    database: Annotated[str | None, typer.Option(help="Another database than SQLite in the data folder.")] = None,
    *,
    reset: Annotated[bool, typer.Option("--reset", help="Forget the data of earlier runs.")] = False,
) -> None:
    """Run the portal with a made-up vendor, its customers, and an identity provider to sign in with."""
    run_demo(Options(port, data, database, Order(accounts, PLAYBOOK, reset=reset)))
