"""The demo's numbers and reports, as the worker would have left them: counted, and written on the day each was due."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from uuid import UUID

from portal.db import onboarding
from portal.db.engine import Database
from portal.domain.lifecycle import DAY, Onboarding
from portal.domain.playbook import Catalogue
from portal.domain.reports import TOUCHPOINT, newest_due
from portal.services import measures, value_reports

EARLY = time(6)


async def take_stock(database: Database, catalogue: Catalogue, accounts: Iterable[UUID], now: datetime) -> None:
    """Count every account's weeks, and write the reports that were due until now."""
    for account_id in accounts:
        async with database.write() as session:
            await measures.recount(session, catalogue=catalogue, account_id=account_id, now=now)
            run = (await onboarding.run(session, account_id)).onboarding
            for day in _due(catalogue, run, now.date()):
                at = min(datetime.combine(day, EARLY, UTC), now)
                await value_reports.write_due(session, catalogue=catalogue, account_id=account_id, now=at)


def _due(catalogue: Catalogue, run: Onboarding, today: date) -> list[date]:
    """The days on which reports were due, the first at the start."""
    first, live = catalogue.lifecycle.touchpoint(TOUCHPOINT), run.went_live_on
    if first is None or live is None:
        return []
    days = [live + n * DAY for n in range((today - live).days + 1)]
    found = [newest_due(run, first.weeks[0], day) for day in days]
    return sorted({due.on for due in found if due})
