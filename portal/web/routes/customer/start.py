"""What the start page shows: the ladder, what keeps a member going, and what it was worth so far."""

from dataclasses import dataclass
from typing import Any

from portal.domain.results import Impact
from portal.services import ladder, momentum, results
from portal.services.ladder import LadderView
from portal.services.momentum import Momentum, Standing
from portal.web.customer.captions import captions
from portal.web.customer.changes import told
from portal.web.customer.hero import hero
from portal.web.customer.impact import bars
from portal.web.customer.nudges import Nudge, say
from portal.web.customer.outlook import chart
from portal.web.routes.customer.visit import Visit
from portal.web.words import words_of


@dataclass(frozen=True, slots=True)
class Start:
    """A member's start page."""

    view: LadderView
    momentum: Momentum
    impact: Impact | None


async def look(visit: Visit) -> Start:
    """A member's start page; what showing it means to experiments is recorded."""
    found = await read(visit)
    await visit.record(found.view)
    return found


async def read(visit: Visit) -> Start:
    """A member's start page, in one snapshot."""
    catalogue, member, now = visit.catalogue, visit.member, visit.now
    async with visit.portal.database.read() as session:
        view = await ladder.home(session, catalogue=catalogue, member=member, now=now)
        standing = Standing(view.progress, view.run, view.profile, view.planned)
        around = await momentum.look_around(session, catalogue=catalogue, member=member, standing=standing, now=now)
        impact = await results.impact(session, catalogue=catalogue, account_id=member.account_id, now=now)
    return Start(view, around, impact)


async def arrive(visit: Visit, start: Start) -> None:
    """Keep that the member is here and what they are shown; pages that come or refresh by themselves are no visit."""
    ahead = visit.request.headers.get("sec-purpose", "").startswith("prefetch")
    if ahead or not (start.momentum.visit_moved or start.momentum.news):
        return
    nudge = _nudge(visit, start)
    title = nudge.title if nudge else None
    async with visit.portal.database.write() as session:
        await momentum.see(session, member=visit.member, momentum=start.momentum, title=title, now=visit.now)


def names(visit: Visit, start: Start) -> dict[str, Any]:
    """The names the templates of the start page use."""
    words, today, around = words_of(visit.request), visit.now.date(), start.momentum
    outlook = {one.milestone.id: one for one in around.outlook}
    return {
        **visit.names(start.view),
        "hero": hero(start.view, visit.member, visit.now, words, days_ahead=around.days_ahead),
        "momentum": around,
        "impact": start.impact,
        "content": visit.catalogue.language,
        "bars": bars(start.impact, words) if start.impact else None,
        "today": today,
        "chart": chart(around.outlook, today, words),
        "outlook": outlook,
        "captions": captions(start.view.progress, around.busy, outlook, words),
        "nudge": _nudge(visit, start),
        "changes": told(around.changes, start.view.progress, visit.catalogue, words),
    }


def _nudge(visit: Visit, start: Start) -> Nudge | None:
    """The nudge to show now, in words."""
    chosen, words = start.momentum.nudge, words_of(visit.request)
    return say(chosen, visit.catalogue, visit.now.date(), words) if chosen else None
