"""The settings of the portal: one page a subject, for owners, and for whoever may read it."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_303_SEE_OTHER

from portal.domain.errors import Forbidden
from portal.domain.subjects import NOT_YOURS, open_to
from portal.web.deps import StaffDep
from portal.web.routes.internal.settings import (
    branding,
    installation,
    jobs,
    keys,
    quarantine,
    sources,
    staff,
    tracking,
    trees,
    webhooks,
)
from portal.web.routes.internal.settings.desk import HERE
from portal.web.routing import together

top = APIRouter(prefix=HERE, include_in_schema=False)


@top.get("")
async def begin(staff: StaffDep) -> Response:
    """The first subject that whoever asks may read. Raises Forbidden."""
    subjects = open_to(staff)
    if not subjects:
        raise Forbidden(NOT_YOURS)
    return RedirectResponse(f"{HERE}/{subjects[0]}", HTTP_303_SEE_OTHER)


router = together(
    branding.router,
    staff.router,
    trees.router,
    tracking.router,
    quarantine.router,
    sources.router,
    keys.router,
    webhooks.router,
    jobs.router,
    installation.router,
    top,
)
