"""An account's active people week by week, against accounts like it at the same week of their own clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import runs, usage
from portal.db import similar as rows
from portal.domain.lifecycle import Onboarding
from portal.domain.similar import BandWeek, band, is_live, like, weeks_elapsed, weeks_of

SAMPLE: Final = 60
"""So many similar accounts are looked at, the latest ones."""
WEEKS: Final = 26
AHEAD: Final = 3
"""So many weeks of the band are shown beyond the account's own."""


@dataclass(frozen=True, slots=True)
class Activity:
    """How many people were active in each full week of the account's clock, and in the last seven days.

    Weeks are counted from go-live where it is `live`, else from kickoff; `elapsed` is how many have passed. `like`
    says what makes the accounts of the band alike, or would if there were enough of them.
    """

    live: bool
    weeks: tuple[int, ...]
    now: int
    elapsed: float
    band: tuple[BandWeek, ...]
    like: tuple[str, ...]

    @property
    def quiet(self) -> bool:
        """Whether nobody has used the product in any of the weeks."""
        return not self.now and not any(self.weeks)


async def activity(
    session: AsyncSession,
    *,
    account_id: UUID,
    onboarding: Onboarding,
    industry: str | None,
    seats: int | None,
    now: datetime,
) -> Activity:
    """The account's activity, against accounts of like size in its industry, or, where they are few, in any."""
    today = now.astimezone(UTC).date()
    live = is_live(onboarding, today)
    last = [today - timedelta(days=n) for n in reversed(range(7))]
    spans = [*weeks_of(onboarding, today, live=live, most=WEEKS), last]
    *weeks, people = (await usage.people_in(session, {account_id: spans}))[account_id]
    elapsed = weeks_elapsed(onboarding, today, live=live)
    for trade in (industry, None) if industry else (None,):
        found = await rows.accounts_like(session, account_id, industry=trade, seats=seats, live=live, limit=SAMPLE)
        shown = band(await _people(session, found, now, live=live), min(len(weeks) + AHEAD, WEEKS))
        if shown:
            return Activity(live, tuple(weeks), people, elapsed, shown, tuple(like(trade, seats)))
    return Activity(live, tuple(weeks), people, elapsed, (), tuple(like(industry, seats)))


async def _people(session: AsyncSession, accounts: list[UUID], now: datetime, *, live: bool) -> list[tuple[int, ...]]:
    """The active people of each of these accounts, week by week of its own clock."""
    today: date = now.astimezone(UTC).date()
    found = await runs.load_runs(session, accounts=accounts, now=now)
    spans = {account: weeks_of(run.onboarding, today, live=live, most=WEEKS) for account, run in found.items()}
    return list((await usage.people_in(session, spans)).values())
