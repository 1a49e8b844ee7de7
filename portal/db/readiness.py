"""Loading what the checks of readiness are judged by."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import check_answers, handoffs
from portal.db.signals import load_facts
from portal.domain.readiness import Record


async def load(session: AsyncSession, account_id: UUID, now: datetime) -> Record:
    """The record of an account, as of `now`."""
    facts = (await load_facts(session, accounts=[account_id], now=now, window_days=1))[account_id]
    return Record(
        handoff=await handoffs.load(session, account_id),
        facts=facts,
        technical_lead=await handoffs.technical_lead(session, account_id, facts.today),
        replies=await check_answers.of_account(session, account_id),
    )
