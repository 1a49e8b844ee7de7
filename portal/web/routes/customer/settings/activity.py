"""Activity: what admins and colleagues changed about the account, to read and to keep."""

from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from portal.services import audit
from portal.web.customer.activity import lines, table
from portal.web.deps import ReaderDep
from portal.web.routes.customer.settings.admin import AdminVisitDep, frame
from portal.web.templating import page
from portal.web.words import words_of

LARGEST_ID: Final = 2**63 - 1

router = APIRouter(prefix="/settings", include_in_schema=False)


@router.get("/activity")
async def show(
    visit: AdminVisitDep, session: ReaderDep, before: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None
) -> Response:
    """The latest entries, or those before one."""
    listed = await audit.page(session, member=visit.member, before=before)
    told = lines(words_of(visit.request), listed.entries)
    names = frame(visit, "activity")
    return page(visit.request, "customer/settings/activity.html", told=told, older=listed.older, begun=before, **names)


@router.get("/activity.csv")
async def export(visit: AdminVisitDep) -> Response:
    """Every entry, as a table for a spreadsheet."""

    async def rows() -> AsyncIterator[str]:
        async with visit.portal.database.read() as session:
            async for row in table(audit.every(session, member=visit.member)):
                yield row

    headers = {"Content-Disposition": 'attachment; filename="activity.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(rows(), media_type="text/csv; charset=utf-8", headers=headers)
