"""What one of the staff is to the portal, and the time zone they read it in."""

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_303_SEE_OTHER, HTTP_422_UNPROCESSABLE_CONTENT
from wtforms import Form, StringField, ValidationError

from portal.domain.people import SignedInStaff
from portal.services import staff as staff_service
from portal.web.deps import CatalogueDep, NowDep, SessionDep, StaffDep
from portal.web.forms import submitted
from portal.web.preferences import UNKNOWN_ZONE, known_zone, time_zones
from portal.web.templating import page

HERE: Final = "/internal/you"

router = APIRouter(prefix=HERE, include_in_schema=False)


class ZoneForm(Form):
    """The time zone somebody reads moments in."""

    time_zone = StringField("Your time zone", filters=[known_zone])

    def validate_time_zone(self, field: StringField) -> None:
        """Refuse a zone the list does not have."""
        if field.data not in time_zones().values():
            raise ValidationError(UNKNOWN_ZONE)


@router.get("")
async def show(request: Request, staff: StaffDep, catalogue: CatalogueDep, now: NowDep) -> Response:
    """The page."""
    form = ZoneForm(data={"time_zone": staff.time_zone})
    return _page(request, staff, vendor=catalogue.vendor, now=now, form=form)


@router.post("/time-zone")
async def change_zone(
    request: Request, session: SessionDep, *, staff: StaffDep, catalogue: CatalogueDep, now: NowDep
) -> Response:
    """Read moments in another time zone."""
    form = await submitted(request, ZoneForm)
    if not form.validate():
        status = HTTP_422_UNPROCESSABLE_CONTENT
        return _page(request, staff, status=status, vendor=catalogue.vendor, now=now, form=form)
    await staff_service.set_time_zone(session, staff=staff, zone=form.time_zone.data or "")
    return RedirectResponse(HERE, HTTP_303_SEE_OTHER)


def _page(request: Request, staff: SignedInStaff, *, status: int = 200, **names: object) -> Response:
    zones = tuple(time_zones().values())
    return page(request, "internal/you.html", status=status, staff=staff, nav="you", zones=zones, **names)
