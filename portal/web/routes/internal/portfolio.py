"""The portfolio: the start page of the internal view."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from portal.domain.portfolio import Asked, View
from portal.domain.risk import Level
from portal.services import portfolio
from portal.web import charts
from portal.web.deps import NowDep, PortalDep, ReaderDep, StaffDep
from portal.web.templating import page

LONGEST_SEARCH = 100
BAR_WIDTH = 1000

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.get("/")
async def show(
    request: Request,
    session: ReaderDep,
    portal: PortalDep,
    *,
    staff: StaffDep,
    now: NowDep,
    view: View = View.RISKIEST,
    level: Level | None = None,
    q: Annotated[str, Query(max_length=LONGEST_SEARCH)] = "",
    after: UUID | None = None,
) -> Response:
    """Every account by risk; `view`, `level` and `q` narrow it, `after` turns the page."""
    asked = Asked(view, level, q.replace("\0", "").strip(), after)
    shown = await portfolio.show(session, playbook=portal.playbook, asked=asked, now=now)
    bars = charts.stacked([count for _, count in shown.levels], width=BAR_WIDTH, gap=3)
    return page(
        request,
        "internal/portfolio.html",
        vendor=portal.playbook.current.vendor,
        staff=staff,
        nav="portfolio",
        accounts=shown.total,
        today=now.date(),
        portfolio=shown,
        asked=asked,
        views=View,
        bars=[(*level, bar) for level, bar in zip(shown.levels, bars, strict=True)],
        sparks={line.id: charts.line(line.weekly, width=94, height=28, inset=3) for line in shown.lines},
        address=_address(asked),
    )


def _address(asked: Asked) -> Callable[..., str]:
    """Makes the address of a neighbouring question: the same one, with some parts of it changed."""

    def address(**changes: object) -> str:
        parts = asked._asdict() | {"after": None} | changes
        given = {name: value for name, value in parts.items() if value and value != View.RISKIEST}
        return f"/internal/?{urlencode(given)}" if given else "/internal/"

    return address
