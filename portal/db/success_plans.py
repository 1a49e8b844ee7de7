"""Queries on success plans: what is written by hand, and the metrics that were agreed."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import SuccessPlan, SuccessTarget
from portal.domain.results import Target
from portal.domain.success_plan import Written


class Agreed(NamedTuple):
    """A metric with its goals; a name and a unit of its own where no events measure it."""

    target: Target
    name: str | None
    unit: str | None


async def of_account(session: AsyncSession, account_id: UUID) -> Written:
    """What was written of an account's plan; version 0 where nothing was."""
    of = SuccessPlan
    query = select(of.goal, of.use_cases, of.risks, of.shared_at, of.version, of.edited_by, of.edited_at)
    row = (await session.execute(query.where(of.account_id == account_id))).one_or_none()
    return Written(*row) if row else Written()


async def keep(session: AsyncSession, *, account_id: UUID, written: Written, by: str, now: datetime) -> bool:
    """Keep what was written, unless somebody has since changed it; whether it held."""
    values = {"goal": written.goal, "use_cases": written.use_cases, "risks": written.risks, "edited_at": now}
    keys = {"account_id": account_id}
    return await versions.save(session, SuccessPlan, keys, version=written.version, values=values, by=by)


async def share(session: AsyncSession, *, account_id: UUID, at: datetime | None) -> bool:
    """Let the customer's people read it from a moment on, or no longer; whether there is something to read."""
    statement = update(SuccessPlan).where(SuccessPlan.account_id == account_id).values(shared_at=at)
    return (await session.execute(statement.returning(SuccessPlan.account_id))).one_or_none() is not None


async def agreed(session: AsyncSession, account_id: UUID) -> list[Agreed]:
    """Every metric that was agreed with an account, the first agreed first."""
    of = SuccessTarget
    columns = (of.metric_id, of.baseline, of.baseline_source, of.goal_3, of.goal_6, of.goal_12, of.agreed_on)
    query = select(*columns, of.name, of.unit).where(of.account_id == account_id).order_by(of.agreed_on, of.metric_id)
    return [
        Agreed(Target(metric_id, start, source, (goal_3, goal_6, goal_12), on), name, unit)
        for metric_id, start, source, goal_3, goal_6, goal_12, on, name, unit in await session.execute(query)
    ]
