"""The handoff as the vendor's CRM writes it, beside the people who fill in its sections in the portal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, handoffs
from portal.domain.audit import Act, Actor
from portal.domain.errors import NotFound
from portal.domain.handoff import Handoff
from portal.jobs.consequences import account_changed

OURS: Final = frozenset(
    {
        "sales_name",
        "sales_email",
        "deal_drivers",
        "promises",
        "technical_requirements",
        "hub_url",
        "handoff_meeting_on",
        "success_metric",
        "go_no_go",
        "decides_go_live",
    }
)
"""What another system may say: the rest names people, or is agreed with the customer in the portal."""


async def show(session: AsyncSession, account_id: UUID) -> Handoff:
    """The handoff of an account. Raises NotFound before sales has handed it over."""
    found = await handoffs.load(session, account_id)
    if found.received_on is None:
        message = "This account has not been handed over yet. Create the handoff with PUT at this address."
        raise NotFound(message)
    return found


async def taken(session: AsyncSession, account_id: UUID) -> Handoff | None:
    """The handoff as it stands once nobody else is changing the account; None where there is none yet."""
    await accounts.take_turn(session, account_id)
    found = await handoffs.load(session, account_id)
    return found if found.received_on else None


async def keep(
    session: AsyncSession,
    given: Mapping[str, Any],
    *,
    account_id: UUID,
    before: Handoff | None,
    actor: Actor,
    now: datetime,
) -> Handoff:
    """Keep some of the fields in `OURS`; forms that were opened before are told of what changed."""
    was = before or Handoff()
    after = replace(was, **given)
    changed = {name: value for name in OURS if (value := getattr(after, name)) != getattr(was, name)}
    if before and not changed:
        return before
    await handoffs.keep(session, account_id=account_id, given=changed, now=now)
    act = Act(
        "handoff.changed" if before else "handoff.received",
        "Handoff",
        before={name: _said(getattr(was, name)) for name in changed} if before else {},
        after={name: _said(value) for name, value in changed.items()},
    )
    await audit.record(session, account_id=account_id, actor=actor, act=act, now=now)
    await account_changed(session, account_id, now)
    return await show(session, account_id)


def _said(value: object) -> str | None:
    return None if value is None else str(value)
