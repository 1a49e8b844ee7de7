"""Overriding a verdict: a person's word, with a reason and an expiry, that never hides what was computed."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts as account_rows
from portal.db import audit
from portal.db import overrides as override_rows
from portal.db import risk as verdict_rows
from portal.domain.audit import Act, actor_of
from portal.domain.errors import Conflict, Forbidden, Invalid, NotFound
from portal.domain.people import SignedInStaff
from portal.domain.risk import Level
from portal.domain.roles import Capability
from portal.jobs import the_queue
from portal.jobs.consequences import account_changed
from portal.jobs.kinds import ASSESS

MAX_DAYS: Final = 90
MAX_REASON: Final = 500


async def override(
    session: AsyncSession,
    *,
    account_id: UUID,
    staff: SignedInStaff,
    level: Level,
    reason: str,
    days: int,
    now: datetime,
    request_id: str | None = None,
) -> datetime:
    """Let an account stand at `level` for some days, whatever its verdict; the verdict goes on being computed.

    Returns when it expires.
    Raises Forbidden without the capability, Invalid for a reason or a time that will not do, and Conflict where
    there is no verdict yet or an override counts already.
    """
    said = _reason(reason)
    _check_days(days)
    await account_rows.take_turn(session, account_id)
    verdict = (await verdict_rows.current(session, [account_id])).get(account_id)
    if verdict is None:
        message = "This account has no verdict yet, so there is nothing to override. Wait for its first check."
        raise Conflict(message)
    _require(staff, verdict)
    await _require_none(session, account_id, now)
    expires_at = now + timedelta(days=days)
    await override_rows.add(
        session,
        {
            "account_id": account_id,
            "level": level,
            "reason": said,
            "staff_id": staff.id,
            "started_at": now,
            "expires_at": expires_at,
        },
    )
    after = {"level": level.label, "until": f"{expires_at:%Y-%m-%d}", "reason": said}
    act = Act("verdict.overridden", verdict.level.label, after=after)
    await audit.record(session, account_id=account_id, actor=actor_of(staff, request_id), act=act, now=now)
    await account_changed(session, account_id, now)
    await _look_again(session, account_id, expires_at, now)
    return expires_at


async def end_override(
    session: AsyncSession, *, account_id: UUID, staff: SignedInStaff, now: datetime, request_id: str | None = None
) -> None:
    """Let the computed verdict count again. Raises Forbidden, and NotFound where nothing overrides it."""
    if staff.capabilities.isdisjoint({Capability.CSM, Capability.CSM_LEAD}):
        message = "Only a CSM or a CSM lead can end an override: ask one of them."
        raise Forbidden(message)
    await account_rows.take_turn(session, account_id)
    said = (await override_rows.current(session, accounts=[account_id], now=now)).get(account_id)
    if said is None:
        message = "Nothing overrides this account's verdict now, so there is nothing to end."
        raise NotFound(message)
    await override_rows.end(session, account_id=account_id, now=now)
    act = Act("verdict.override_ended", said.level.label, before={"by": said.by, "reason": said.reason})
    await audit.record(session, account_id=account_id, actor=actor_of(staff, request_id), act=act, now=now)
    await account_changed(session, account_id, now)


async def _look_again(session: AsyncSession, account_id: UUID, at: datetime, now: datetime) -> None:
    """Have the account assessed when the override expires, so that the portfolio ranks it as computed again."""
    key = f"{ASSESS}:{account_id}:expiry"
    await the_queue().enqueue(
        session, kind=ASSESS, payload={"account_id": str(account_id)}, now=now, run_at=at, dedupe_key=key
    )


async def account_of(session: AsyncSession, reference: str) -> UUID:
    """The account of an id, here or in the vendor's product. Raises NotFound."""
    found = await account_rows.find(session, reference)
    if found is None:
        message = f"There is no account {reference}: give its id, here or in your product."
        raise NotFound(message)
    return found


async def staff_of(session: AsyncSession, email: str) -> SignedInStaff:
    """One of the vendor's people by e-mail. Raises NotFound."""
    found = await override_rows.staff_by_email(session, email)
    if found is None:
        message = f"None of your staff has the address {email}: they are known from their first sign-in on."
        raise NotFound(message)
    return found


def _reason(given: str) -> str:
    reason = given.strip()
    if reason and reason[-1] not in ".!?":
        reason += "."
    if not reason:
        message = "An override needs a reason: say what the verdict does not know."
        raise Invalid(message)
    if len(reason) > MAX_REASON:
        message = f"The reason has {len(reason)} characters; the limit is {MAX_REASON}. Shorten it."
        raise Invalid(message)
    return reason


def _check_days(days: int) -> None:
    if not 1 <= days <= MAX_DAYS:
        message = f"An override lasts between 1 and {MAX_DAYS} days, not {days}. Give a day on which to look again."
        raise Invalid(message)


def _require(staff: SignedInStaff, verdict: verdict_rows.Current) -> None:
    """Raise Forbidden unless this person may say something against this verdict."""
    if verdict.blocks_start and Capability.CSM_LEAD not in staff.capabilities:
        message = "This verdict keeps the onboarding from starting. Only a CSM lead can override it: ask one."
        raise Forbidden(message)
    if staff.capabilities.isdisjoint({Capability.CSM, Capability.CSM_LEAD}):
        message = "Only a CSM or a CSM lead can override a verdict: ask one of them."
        raise Forbidden(message)


async def _require_none(session: AsyncSession, account_id: UUID, now: datetime) -> None:
    there = (await override_rows.current(session, accounts=[account_id], now=now)).get(account_id)
    if there:
        until = f"{there.expires_at:%Y-%m-%d}"
        message = f"{there.by} has overridden this verdict until {until}: {there.reason} End that override first."
        raise Conflict(message)
