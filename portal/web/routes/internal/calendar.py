"""The calendar of staff, by week or by month."""

from datetime import date
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.calendar import EARLIEST, LATEST, Span
from portal.domain.errors import NotFound
from portal.services import calendar, feeds
from portal.services.calendar import Asked
from portal.web.deps import ReaderDep, SessionDep
from portal.web.internal.work import Work, WorkDep

HERE: Final = "/internal/calendar"
MINE: Final = "mine"
ALL: Final = "all"
NOBODY: Final = "There is no such calendar. Yours shows all your accounts."

router = APIRouter(prefix=HERE, include_in_schema=False)


@router.get("")
async def show(
    work: WorkDep, session: ReaderDep, *, view: Span = Span.WEEK, day: date | None = None, who: str = MINE
) -> Response:
    """A week or a month around a day of one's own calendar, of a CSM's (`who`, an id), or of everybody's."""
    today = work.now.astimezone(work.zone).date()
    around = min(max(day or today, EARLIEST), LATEST)
    asked = Asked(_whose(work, who), view, around)
    found = await calendar.show(session, catalogue=work.catalogue, staff=work.staff, asked=asked, now=work.now)
    since = await feeds.since(session, staff=work.staff)
    return work.page(
        "internal/calendar/calendar.html", nav="calendar", calendar=found, who=who, spans=Span, feed_since=since
    )


@router.get("/due")
async def due(work: WorkDep) -> Response:
    """How much one's calendar has for today, with what is late; the calendar itself where a whole page is asked for."""
    return work.partial("internal/calendar/_due.html") if work.wants_partial else work.go(HERE)


@router.post("/feed")
async def renew_feed(work: WorkDep, session: SessionDep) -> Response:
    """Make a secret address to subscribe to, in place of the one before; it is shown this once."""
    token = await feeds.renew(session, staff=work.staff, doer=work.doer, now=work.now)
    base = work.request.app.state.portal.settings.base_url.rstrip("/")
    return await _feed(work, session, address=f"{base}/calendar/{token}.ics")


@router.post("/feed/end")
async def end_feed(work: WorkDep, session: SessionDep) -> Response:
    """Let nobody read the calendar under its secret address any more."""
    await feeds.end(session, staff=work.staff, doer=work.doer, now=work.now)
    return await _feed(work, session) if work.wants_partial else work.go(HERE)


async def _feed(work: Work, session: AsyncSession, address: str | None = None) -> Response:
    since = await feeds.since(session, staff=work.staff)
    if work.wants_partial:
        return work.partial("internal/calendar/_feed.html", feed_since=since, feed_address=address)
    return work.page("internal/calendar/feed.html", nav="calendar", feed_since=since, feed_address=address)


def _whose(work: Work, who: str) -> UUID | None:
    if who in {MINE, ALL}:
        return work.staff.id if who == MINE else None
    try:
        return UUID(who)
    except ValueError:
        raise NotFound(NOBODY) from None
