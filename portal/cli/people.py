"""`portal people`: a copy of what is known about one person, silence about them, deletion."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from portal.cli.database import with_database
from portal.db import accounts, privacy
from portal.db.engine import Database
from portal.domain.audit import Actor, ActorKind
from portal.domain.doers import Doer
from portal.domain.errors import NotFound
from portal.domain.privacy import Wish
from portal.domain.roles import Capability
from portal.services import exporting
from portal.services import privacy as service
from portal.services.privacy import Asked
from portal.settings import DatabaseSettings, load
from portal.web.copies import archive

app = typer.Typer(help="What is known about one person: copied, not added to any more, deleted.", no_args_is_help=True)

Reference = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's id, here or in your product.")]
Who = Annotated[str, typer.Argument(metavar="PERSON", help="Their e-mail, or their id, here or in your product.")]
Reason = Annotated[str, typer.Option(help="Who asked, and how. It stays on the receipt.")]

RUNNER = Doer(Actor(ActorKind.SYSTEM, None, "portal people"), frozenset({Capability.OWNER}))


@app.command()
def export(
    account: Reference,
    person: Who,
    to: Annotated[Path, typer.Option(help="The archive to write.", dir_okay=False, writable=True)],
    reason: Reason,
) -> None:
    """Write everything known about a person into an archive: a page to read, and a file for machines."""
    now = datetime.now(UTC)

    async def work(database: Database) -> bytes:
        async with database.write() as session:
            account_id, member_id = await _find(session, account, person)
            asked = Asked(member_id, Wish.EXPORT, reason)
            request_id = await service.ask(session, doer=RUNNER, account_id=account_id, asked=asked, now=now)
            await exporting.make(session, request_id=request_id, now=now)
            return await service.copy_for(session, doer=RUNNER, account_id=account_id, request_id=request_id, now=now)

    copy = with_database(load(DatabaseSettings).database_url, work)
    to.write_bytes(archive(exporting.unpacked(copy)))
    typer.echo(f"{to} holds everything known about {person}.")


@app.command()
def suppress(account: Reference, person: Who, reason: Reason) -> None:
    """Drop what the product sends about a person from now on. What is known stays."""
    typer.echo(f"Receipt {_ask(account, person, Wish.SUPPRESS, reason)}: nothing more is taken in about them.")


@app.command()
def resume(
    account: Reference,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Their id in your product.")],
) -> None:
    """Take in what the product sends about a person again, also about one who was deleted."""

    async def work(database: Database) -> None:
        async with database.write() as session:
            account_id = await _account(session, account)
            await service.resume(session, doer=RUNNER, account_id=account_id, user=person, now=datetime.now(UTC))

    with_database(load(DatabaseSettings).database_url, work)
    typer.echo("What the product sends about them counts again.")


@app.command()
def delete(account: Reference, person: Who, reason: Reason) -> None:
    """Delete a person: a worker removes who they are and what they wrote. There is no way back."""
    number = _ask(account, person, Wish.DELETE, reason)
    typer.echo(f"Receipt {number}: they are kept out from now on, and a worker removes what is known about them.")


def _ask(account: str, person: str, wish: Wish, reason: str) -> str:
    """Ask for something about somebody; the number of the receipt."""

    async def work(database: Database) -> UUID:
        async with database.write() as session:
            account_id, member_id = await _find(session, account, person)
            asked = Asked(member_id, wish, reason)
            return await service.ask(session, doer=RUNNER, account_id=account_id, asked=asked, now=datetime.now(UTC))

    return with_database(load(DatabaseSettings).database_url, work).hex[:8]


async def _account(session: AsyncSession, reference: str) -> UUID:
    found = await accounts.find(session, reference)
    if found is None:
        message = f"There is no account “{reference}”."
        raise NotFound(message)
    return found


async def _find(session: AsyncSession, account: str, person: str) -> tuple[UUID, UUID]:
    account_id = await _account(session, account)
    found = await privacy.find_by_reference(session, account_id=account_id, reference=person)
    if found is None:
        message = f"Nobody in this account is known as “{person}”."
        raise NotFound(message)
    return account_id, found
