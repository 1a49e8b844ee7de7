"""The calendar of one of the staff as a feed that other calendars subscribe to, under a secret address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, calendar, feeds, meetings, runs, touchpoints
from portal.db.calendar import KickoffTime, Session
from portal.db.feeds import Subscriber
from portal.domain import lifecycle
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import NotFound
from portal.domain.meetings import CANCELLED_STAYS, Meeting
from portal.domain.people import SignedInStaff
from portal.domain.playbook import Catalogue
from portal.domain.touchpoints import Settled, Touchpoint, put_together
from portal.identity.opaque import hash_token, new_token

NO_SUCH: Final = "There is no calendar at this address any more. Make a new one on the calendar page."
MOST: Final = 200
BEHIND: Final = timedelta(days=60)
AHEAD: Final = timedelta(days=400)
"""So far back, and so far ahead, a feed goes."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A touchpoint in a feed, and the edition its account is in."""

    touchpoint: Touchpoint
    edition: int


@dataclass(frozen=True, slots=True)
class Feed:
    """What stands in somebody's calendar, with the names of the accounts it is about."""

    of: Subscriber
    names: Mapping[UUID, str]
    touchpoints: tuple[Planned, ...]
    meetings: tuple[Meeting, ...]
    kickoffs: tuple[KickoffTime, ...]
    sessions: tuple[Session, ...]


async def since(session: AsyncSession, *, staff: SignedInStaff) -> datetime | None:
    """Since when somebody's calendar can be subscribed to; None where it cannot."""
    return await feeds.since(session, staff.id)


async def renew(session: AsyncSession, *, staff: SignedInStaff, doer: Doer, now: datetime) -> str:
    """A token that opens one's own calendar from now on; the one before ends. It is not kept anywhere."""
    token = new_token()
    await feeds.keep(session, staff_id=staff.id, token_hash=hash_token(token), now=now)
    await audit.record(session, account_id=None, actor=doer.actor, act=Act("feed.renewed", staff.name), now=now)
    return token


async def end(session: AsyncSession, *, staff: SignedInStaff, doer: Doer, now: datetime) -> None:
    """Let nobody subscribe to one's own calendar any more."""
    await feeds.end(session, staff.id)
    await audit.record(session, account_id=None, actor=doer.actor, act=Act("feed.ended", staff.name), now=now)


async def read(session: AsyncSession, *, catalogue: Catalogue, token: str, now: datetime) -> Feed:
    """The calendar a token opens: that of the accounts its owner guides. Raises NotFound."""
    owner = await feeds.by_token(session, hash_token(token))
    if owner is None:
        raise NotFound(NO_SUCH)
    mine = await calendar.guided_by(session, owner.id, limit=MOST)
    since = now - BEHIND
    return Feed(
        of=owner,
        names=await calendar.names(session, mine),
        touchpoints=tuple(await _planned(session, catalogue, mine, now)),
        meetings=tuple(await meetings.of_staff(session, owner.id, mine, since, now - CANCELLED_STAYS)),
        kickoffs=tuple(await calendar.kickoffs(session, mine, since, now + AHEAD)),
        sessions=tuple(await calendar.sessions(session, mine, since, now + AHEAD)),
    )


async def _planned(session: AsyncSession, catalogue: Catalogue, mine: Sequence[UUID], now: datetime) -> list[Planned]:
    playbook, today = catalogue.lifecycle, now.astimezone(UTC).date()
    found = await runs.load_runs(session, accounts=mine, now=now)
    noted = await touchpoints.records(session, mine)
    editions = await accounts.versions(session, mine)
    plans = {one.id: one for one in playbook.touchpoints}
    planned = []
    for account, run in found.items():
        stations = lifecycle.touchpoints(run.onboarding, playbook.schedule, today)
        together = put_together(account, stations, plans, noted.get(account, {}))
        some = (one for one in together if now.date() - BEHIND <= one.on <= now.date() + AHEAD)
        planned += [Planned(one, editions.get(account, 0)) for one in some if not _dropped(one, now)]
    return planned


def _dropped(touchpoint: Touchpoint, now: datetime) -> bool:
    """Whether it was skipped so long ago that every calendar has heard of it."""
    record = touchpoint.record
    skipped_on = record.settled_on if record.settled is Settled.SKIPPED else None
    return skipped_on is not None and skipped_on < (now - CANCELLED_STAYS).date()
