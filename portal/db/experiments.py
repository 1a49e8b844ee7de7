"""Queries on assignments and exposures. Both are written once."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, String, Uuid, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.prepared import Prepared
from portal.db.tables import Assignment, Exposure
from portal.db.upsert import insert


class Arm(NamedTuple):
    """Where an account stands in an experiment, and whether this member has seen the difference."""

    variant: str | None
    exposed: bool


async def arms(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> dict[str, Arm]:
    """The account's stored assignments by experiment."""
    rows = await _arms.rows(session, account=account_id, member=member_id)
    return {row.experiment_id: Arm(row.variant_id, row.first_at is not None) for row in rows}


@Prepared
def _arms() -> Select[*tuple[Any, ...]]:
    seen = and_(
        Exposure.experiment_id == Assignment.experiment_id,
        Exposure.account_id == Assignment.account_id,
        Exposure.member_id == bindparam("member", type_=Uuid()),
    )
    return (
        select(Assignment.experiment_id, Assignment.variant_id, Exposure.first_at)
        .outerjoin(Exposure, seen)
        .where(Assignment.account_id == bindparam("account", type_=Uuid()))
    )


async def enrolled(session: AsyncSession, experiment_id: str) -> int:
    """How many accounts an experiment has been given."""
    (count,) = await _enrolled.row(session, experiment=experiment_id)
    return int(count)


@Prepared
def _enrolled() -> Select[*tuple[Any, ...]]:
    experiment = bindparam("experiment", type_=String())
    return select(func.count()).select_from(Assignment).where(Assignment.experiment_id == experiment)


async def assign(
    session: AsyncSession, *, experiment_id: str, account_id: UUID, variant: str | None, revision: int, now: datetime
) -> str | None:
    """Store an assignment unless there is one, and return the variant that is stored."""
    row = {
        "experiment_id": experiment_id,
        "account_id": account_id,
        "variant_id": variant,
        "revision": revision,
        "at": now,
    }
    await session.execute(insert(session, Assignment).values(row).on_conflict_do_nothing())
    query = select(Assignment.variant_id).where(
        Assignment.experiment_id == experiment_id, Assignment.account_id == account_id
    )
    return (await session.execute(query)).scalar_one()


async def expose(
    session: AsyncSession, *, experiment_id: str, account_id: UUID, member_id: UUID, now: datetime
) -> None:
    """Store a member's first exposure unless there is one."""
    row = {"experiment_id": experiment_id, "account_id": account_id, "member_id": member_id, "first_at": now}
    await session.execute(insert(session, Exposure).values(row).on_conflict_do_nothing())
