"""Everything the portal sent people, what waits, and what it did not send: each with its reason."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_200_OK, HTTP_303_SEE_OTHER, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.deliveries import Sought
from portal.domain.doers import GUIDES
from portal.domain.roles import Capability
from portal.services import announcements, bounces, delivery_list
from portal.web.actor import DoerDep
from portal.web.deps import CatalogueDep, NowDep, PortalDep, ReaderDep, SessionDep, StaffDep
from portal.web.forms import submitted
from portal.web.internal.forms.deliveries import AddressForm, asked
from portal.web.templating import either, partial, wants_partial

router = APIRouter(prefix="/internal/deliveries", include_in_schema=False)


@router.get("")
async def show(
    request: Request,
    session: ReaderDep,
    portal: PortalDep,
    *,
    staff: StaffDep,
    catalogue: CatalogueDep,
    before: UUID | None = None,
) -> Response:
    """The latest deliveries of what is looked for, or those before one."""
    form = asked(request.query_params)
    valid = form.validate()
    listed = await delivery_list.page(session, sought=form.sought if valid else Sought(), before=before)
    return either(
        request,
        "internal/deliveries/deliveries.html",
        "internal/deliveries/_found.html",
        status=HTTP_200_OK if valid else HTTP_422_UNPROCESSABLE_CONTENT,
        vendor=catalogue.vendor,
        staff=staff,
        nav="deliveries",
        form=form,
        found=listed.found if valid else (),
        older=listed.older,
        begun=before,
        mail=portal.settings.smtp_url is not None,
        owns=staff.has(Capability.OWNER),
        guides=not staff.capabilities.isdisjoint(GUIDES),
        silenced=await bounces.silenced(session),
    )


@router.post("/test")
async def test(session: SessionDep, staff: StaffDep, doer: DoerDep, now: NowDep) -> Response:
    """Send an owner a letter, to see whether it arrives. Raises Forbidden."""
    await announcements.tested(session, doer=doer, staff=staff, now=now)
    return RedirectResponse("/internal/deliveries?topic=test", HTTP_303_SEE_OTHER)


@router.post("/silenced")
async def free(request: Request, session: SessionDep, *, staff: StaffDep, doer: DoerDep, now: NowDep) -> Response:
    """Let letters go to an address again. Raises Forbidden, NotFound."""
    form = await submitted(request, AddressForm)
    await bounces.free(session, doer=doer, email=form.email.data or "", now=now)
    if not wants_partial(request):
        return RedirectResponse("/internal/deliveries#silenced", HTTP_303_SEE_OTHER)
    left = await bounces.silenced(session)
    return partial(
        request, "internal/deliveries/_silenced.html", silenced=left, guides=not staff.capabilities.isdisjoint(GUIDES)
    )
