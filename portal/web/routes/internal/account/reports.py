"""An account's value reports, as its people read them."""

from uuid import UUID

from fastapi import APIRouter, Response

from portal.services import value_reports
from portal.web.customer import result_charts
from portal.web.internal.opened import SeenDep
from portal.web.templating import page

router = APIRouter(prefix="/internal/accounts/{account_id}/reports", include_in_schema=False)


@router.get("")
async def every(opened: SeenDep) -> Response:
    """All of them, the latest first."""
    found = await value_reports.every(opened.session, account_id=opened.id)
    return page(opened.request, "internal/reports/reports.html", **await opened.frame(), reports=found)


@router.get("/{report_id}")
async def one(opened: SeenDep, report_id: UUID) -> Response:
    """One as it was written. Raises NotFound for one of another account."""
    letter = await value_reports.read(opened.session, account_id=opened.id, report_id=report_id)
    drawn = {"letter": letter, "bars": result_charts.before_after, "mirrored": False, "results": None}
    return page(opened.request, "internal/reports/report.html", **await opened.frame() | drawn)
