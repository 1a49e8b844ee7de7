"""`portal risk`: what the trees say of all accounts, what a changed tree would say, and people's overrides."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from portal.cli import simulated
from portal.cli.database import with_database
from portal.content.live import LivePlaybook
from portal.content.trial import Trial, try_tree
from portal.db.engine import Database
from portal.domain.risk import Level
from portal.domain.simulation import Outcome
from portal.services import overrides, portfolio, risk
from portal.services.simulation import moments
from portal.services.simulation import simulate as run_simulation
from portal.settings import DatabaseSettings, load

app = typer.Typer(help="Judge all accounts, try a changed tree, override a verdict.", no_args_is_help=True)

TreeFile = typer.Option("--tree", exists=True, dir_okay=False, readable=True, help="A changed tree, as a YAML file.")
Reference = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's id, here or in your product.")]
By = Annotated[str, typer.Option("--by", metavar="EMAIL", help="The e-mail of the CSM or CSM lead whose word it is.")]


@app.command()
def tally(tree: Annotated[Path | None, TreeFile] = None) -> None:
    """Count the accounts at each verdict by their last numbers; with --tree, also as a changed tree would."""

    async def work(database: Database) -> list[str]:
        async with database.read() as session:
            return await _tally(session, tree, datetime.now(UTC))

    _print(with_database(load(DatabaseSettings).database_url, work))


async def _tally(session: AsyncSession, tree: Path | None, now: datetime) -> list[str]:
    total = await portfolio.total(session)
    if tree is None:
        playbook = LivePlaybook()
        await playbook.refresh(session)
        stand = await risk.tally(session, catalogue=playbook.current, now=now)
        return [*simulated.tally(playbook.current.trees, stand, total)]
    trial = await _trial(session, tree)
    before = await risk.tally(session, catalogue=trial.live, now=now)
    after = await risk.tally(session, catalogue=trial.tried, now=now)
    moved = await risk.moved(session, catalogue=trial.tried, now=now)
    return [*simulated.compared(trial, before, after, moved=len(moved), total=total)]


@app.command()
def simulate(
    tree: Annotated[Path, TreeFile],
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day to look back to.")],
) -> None:
    """Run a changed tree over past accounts, week by week, against the live one. Nothing is stored."""
    now = datetime.now(UTC)
    at = moments(since.date(), now)

    async def work(database: Database) -> tuple[Trial, Outcome]:
        async with database.read() as session:
            trial = await _trial(session, tree)
            with typer.progressbar(length=len(at), label="Looking back", file=typer.get_text_stream("stderr")) as shown:
                live, tried = trial.live.trees, trial.tried.trees
                return trial, await run_simulation(
                    session, live=live, tried=tried, at=at, passed=lambda: shown.update(1)
                )

    trial, outcome = with_database(load(DatabaseSettings).database_url, work)
    _print(simulated.outcome(trial, outcome, at))


async def _trial(session: AsyncSession, tree: Path) -> Trial:
    return await try_tree(session, body=await asyncio.to_thread(tree.read_bytes), file=str(tree))


@app.command()
def override(
    account: Reference,
    level: Annotated[Level, typer.Option(help="Where the account stands in truth.")],
    reason: Annotated[str, typer.Option(help="What the verdict does not know.")],
    days: Annotated[int, typer.Option(help="After how many days it stops counting.", min=1, max=overrides.MAX_DAYS)],
    by: By,
) -> None:
    """Let an account stand at another level for some days; its verdict goes on being computed beneath."""

    async def work(database: Database) -> datetime:
        now = datetime.now(UTC)
        async with database.write() as session:
            account_id = await overrides.account_of(session, account)
            staff = await overrides.staff_of(session, by)
            return await overrides.override(
                session, account_id=account_id, staff=staff, level=level, reason=reason, days=days, now=now
            )

    until = with_database(load(DatabaseSettings).database_url, work)
    typer.echo(f"{account} stands at “{level.label}” until {until:%Y-%m-%d %H:%M} UTC.")


@app.command("end-override")
def end_override(account: Reference, by: By) -> None:
    """Let the computed verdict of an account count again."""

    async def work(database: Database) -> None:
        async with database.write() as session:
            account_id = await overrides.account_of(session, account)
            staff = await overrides.staff_of(session, by)
            await overrides.end_override(session, account_id=account_id, staff=staff, now=datetime.now(UTC))

    with_database(load(DatabaseSettings).database_url, work)
    typer.echo(f"The computed verdict of {account} counts again.")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
