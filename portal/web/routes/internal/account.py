"""The page of one account in the internal view."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from portal.domain.errors import NotFound
from portal.services import account, portfolio, waiting
from portal.web import charts
from portal.web.deps import NowDep, PortalDep, ReaderDep, StaffDep
from portal.web.mail import drafts
from portal.web.templating import page

CHART_WIDTH = 560
CHART_HEIGHT = 190

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.get("/accounts/{account_id}")
async def show(
    request: Request, session: ReaderDep, portal: PortalDep, *, staff: StaffDep, now: NowDep, account_id: str
) -> Response:
    """The verdict with its path, what to do about it, and what happened. Raises NotFound for an unknown id."""
    view = await account.show(session, playbook=portal.playbook, account_id=_parse(account_id), now=now)
    weekly = [week.people for week in view.weekly]
    return page(
        request,
        "internal/account.html",
        vendor=portal.playbook.current.vendor,
        staff=staff,
        nav="portfolio",
        accounts=await portfolio.total(session),
        today=view.today,
        view=view,
        asked=await waiting.asked(session, account_id=view.header.id, now=now),
        milestones=portal.playbook.current.milestones,
        drafts=drafts(view, staff),
        line=charts.line(weekly, width=CHART_WIDTH, height=CHART_HEIGHT, inset=24),
        width=CHART_WIDTH,
        height=CHART_HEIGHT,
        quiet=not any(weekly),
    )


def _parse(account_id: str) -> UUID:
    try:
        return UUID(account_id)
    except ValueError:
        message = "There is no account at this address. The portfolio lists every account there is."
        raise NotFound(message) from None
