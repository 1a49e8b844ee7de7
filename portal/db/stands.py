"""Queries on where accounts stand: computed, or as somebody overrode it, and whose they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from portal.db.overrides import holds_at
from portal.db.tables import Account, Onboarding, VerdictOverride, VerdictRecord
from portal.domain.path import deciding, from_json
from portal.domain.risk import Level
from portal.domain.urgency import Stands


class About(NamedTuple):
    """An account by its names, its CSM, and where it stands. One that nobody has judged is unknown."""

    name: str
    external_id: str
    industry: str | None
    csm_id: UUID | None
    stands: Stands


async def load(session: AsyncSession, accounts: Sequence[UUID], now: datetime) -> dict[UUID, About]:
    """Where these accounts stand at a moment."""
    found = await session.execute(_query(now).where(Account.id.in_(accounts)))
    return {row.id: About(row.name, row.external_id, row.industry, row.csm_id, _stands(row)) for row in found}


def _query(now: datetime) -> Select[*tuple[Any, ...]]:
    """Each account with its current verdict, the one that this superseded, and the override that counts."""
    before = aliased(VerdictRecord)
    return (
        select(
            Account.id,
            Account.name,
            Account.external_id,
            Account.industry,
            Account.created_at,
            Onboarding.csm_id,
            VerdictRecord.level,
            VerdictRecord.as_of,
            VerdictRecord.path,
            VerdictOverride.level.label("said"),
            VerdictOverride.reason,
            VerdictOverride.started_at,
            before.level.label("before"),
        )
        .outerjoin(Onboarding, Onboarding.account_id == Account.id)
        .outerjoin(VerdictRecord, (VerdictRecord.account_id == Account.id) & VerdictRecord.superseded_at.is_(None))
        .outerjoin(before, (before.account_id == Account.id) & (before.superseded_at == VerdictRecord.as_of))
        .outerjoin(VerdictOverride, (VerdictOverride.account_id == Account.id) & holds_at(now))
    )


def _stands(row: Any) -> Stands:  # noqa: ANN401 - the columns of `_query`
    if row.said:
        return Stands(row.said, row.started_at, row.reason)
    if row.level is None:
        return Stands(Level.UNKNOWN, row.created_at, "Nobody has checked it yet.")
    return Stands(row.level, row.as_of, deciding(from_json(row.path)).signal.says, row.before)
