"""What an answer of a verdict's path was counted from: its rows, and the events behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import evidence, risk, runs
from portal.db.evidence import Asked, EventRow
from portal.domain import lifecycle
from portal.domain.errors import NotFound
from portal.domain.invites import INVITE_EVENTS
from portal.domain.lifecycle import Onboarding
from portal.domain.path import PathNode, from_json
from portal.domain.playbook import Catalogue

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Behind:
    """A question of the current verdict, and a page of the events behind its answer; none where it counts records.

    `since` is the first day that counts.
    """

    node: PathNode
    checked_at: datetime
    since: date | None
    events: tuple[EventRow, ...]
    older: int | None


async def behind(
    session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, node_id: str, before: int | None
) -> Behind:
    """What an answer was counted from, as of the last check. Raises NotFound where the path asks no such question."""
    kept = next(iter(await risk.history(session, account_id=account_id, limit=1)), None)
    node = next((one for one in from_json(kept.path) if one.id == node_id), None) if kept else None
    if kept is None or node is None:
        message = "The verdict of today does not ask this. Open the account to see what it asks."
        raise NotFound(message)
    run = (await runs.load_runs(session, accounts=[account_id], now=kept.checked_at))[account_id]
    asked = _asked(node, catalogue, run.onboarding, kept.checked_at)
    if asked is None:
        return Behind(node, kept.checked_at, None, (), None)
    found = await evidence.events(session, account_id=account_id, asked=asked, before=before, limit=PAGE + 1)
    older = found[PAGE - 1].id if len(found) > PAGE else None
    return Behind(node, kept.checked_at, asked.since, tuple(found[:PAGE]), older)


def _asked(node: PathNode, catalogue: Catalogue, onboarding: Onboarding, checked_at: datetime) -> Asked | None:
    """The events a question counts, by the windows it was asked with; None where it counts records."""
    today = checked_at.astimezone(UTC).date()
    match node.signal.name:
        case "responding":
            return Asked(INVITE_EVENTS, _window(node.thresholds, onboarding, today), checked_at, pilot=False)
        case "pilot_active":
            return Asked(catalogue.use_events, _window(node.thresholds, onboarding, today), checked_at, pilot=True)
        case "adoption_trend":
            return Asked(catalogue.use_events, onboarding.went_live_on or today, checked_at, pilot=False)
        case _:
            return None


def _window(thresholds: Mapping[str, float], onboarding: Onboarding, today: date) -> date:
    return min(lifecycle.last_days(onboarding.holds, today, int(thresholds["days"])))
