"""The audit of the whole installation: everything anybody with power did, to search and to keep."""

from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.status import HTTP_200_OK, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.audit import Sought, require_auditor
from portal.domain.errors import Invalid
from portal.services import audit_log
from portal.web.deps import CatalogueDep, PortalDep, ReaderDep, StaffDep
from portal.web.internal.audit_table import table
from portal.web.internal.audit_words import line
from portal.web.internal.forms.audit import asked
from portal.web.templating import either
from portal.web.words import words_of

LARGEST_ID: Final = 2**63 - 1
UNFIT: Final = "This filter does not fit. Set it on the page of the audit log, and save the table from there."
HEADERS: Final = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"}

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.get("/audit")
async def show(
    request: Request,
    session: ReaderDep,
    *,
    staff: StaffDep,
    catalogue: CatalogueDep,
    before: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
) -> Response:
    """The latest entries of what is looked for, or those before one. Raises Forbidden."""
    form = asked(request.query_params)
    valid = form.validate()
    sought = form.sought(staff.time_zone) if valid else Sought()
    listed = await audit_log.page(session, staff=staff, sought=sought, before=before)
    return either(
        request,
        "internal/audit/audit.html",
        "internal/audit/_entries.html",
        status=HTTP_200_OK if valid else HTTP_422_UNPROCESSABLE_CONTENT,
        vendor=catalogue.vendor,
        staff=staff,
        nav="audit",
        form=form,
        lines=[line(words_of(request), found) for found in listed.found] if valid else [],
        older=listed.older,
        begun=before,
    )


@router.get("/audit.csv")
async def export(request: Request, portal: PortalDep, staff: StaffDep) -> Response:
    """Every entry of what is looked for, as a table for a spreadsheet. Raises Forbidden, Invalid."""
    require_auditor(staff)
    form = asked(request.query_params)
    if not form.validate():
        raise Invalid(UNFIT)
    sought = form.sought(staff.time_zone)

    async def rows() -> AsyncIterator[str]:
        async with portal.database.read() as session:
            async for row in table(audit_log.every(session, staff=staff, sought=sought)):
                yield row

    return StreamingResponse(rows(), media_type="text/csv; charset=utf-8", headers=HEADERS)
