"""What one of the staff is to the portal, the time zone they read it in, and the letters they want."""

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.status import HTTP_303_SEE_OTHER, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT
from wtforms import Form, StringField, ValidationError

from portal.domain.errors import Stale
from portal.domain.people import SignedInStaff
from portal.services import staff as staff_service
from portal.services import staff_letters
from portal.web.conflicts import beside, editing
from portal.web.deps import CatalogueDep, NowDep, ReaderDep, SessionDep, StaffDep
from portal.web.forms import submitted
from portal.web.internal.forms.letters import LettersForm
from portal.web.preferences import STAFF_OCCASIONS, UNKNOWN_ZONE, known_zone, time_zones
from portal.web.templating import page, partial, wants_partial

HERE: Final = "/internal/you"
SAID: Final = {occasion.value: words for occasion, words in STAFF_OCCASIONS.items()}

router = APIRouter(prefix=HERE, include_in_schema=False)


class ZoneForm(Form):
    """The time zone somebody reads moments in."""

    time_zone = StringField("Your time zone", filters=[known_zone])

    def validate_time_zone(self, field: StringField) -> None:
        """Refuse a zone the list does not have."""
        if field.data not in time_zones().values():
            raise ValidationError(UNKNOWN_ZONE)


@router.get("")
async def show(
    request: Request,
    session: ReaderDep,
    *,
    staff: StaffDep,
    catalogue: CatalogueDep,
    now: NowDep,
    saved: str | None = None,
) -> Response:
    """The page."""
    form, letters = _zone(staff), await _letters(session, staff)
    return _page(request, staff, vendor=catalogue.vendor, now=now, form=form, letters=letters, saved=saved is not None)


@router.post("/time-zone")
async def change_zone(
    request: Request, session: SessionDep, *, staff: StaffDep, catalogue: CatalogueDep, now: NowDep
) -> Response:
    """Read moments in another time zone."""
    form = await submitted(request, ZoneForm)
    if not form.validate():
        status = HTTP_422_UNPROCESSABLE_CONTENT
        letters = await _letters(session, staff)
        return _page(request, staff, status=status, vendor=catalogue.vendor, now=now, form=form, letters=letters)
    await staff_service.set_time_zone(session, staff=staff, zone=form.time_zone.data or "")
    return RedirectResponse(HERE, HTTP_303_SEE_OTHER)


@router.post("/letters")
async def choose_letters(
    request: Request, session: SessionDep, *, staff: StaffDep, catalogue: CatalogueDep, now: NowDep
) -> Response:
    """Choose which letters come, and when none do."""
    form, status = await submitted(request, LettersForm), HTTP_422_UNPROCESSABLE_CONTENT
    if form.validate():
        try:
            version = form.version.data or 0
            await staff_letters.save(session, staff=staff, preferences=form.preferences, version=version, now=now)
        except Stale as stale:
            form, status = beside(form, stale), HTTP_409_CONFLICT
        else:
            if not wants_partial(request):
                return RedirectResponse(f"{HERE}?saved#letters", HTTP_303_SEE_OTHER)
            return partial(
                request, "internal/_letters.html", letters=await _letters(session, staff), said=SAID, saved=True
            )
    if wants_partial(request):
        return partial(request, "internal/_letters.html", status=status, letters=form, said=SAID, saved=False)
    return _page(request, staff, status=status, vendor=catalogue.vendor, now=now, form=_zone(staff), letters=form)


def _zone(staff: SignedInStaff) -> ZoneForm:
    return ZoneForm(data={"time_zone": staff.time_zone})


async def _letters(session: AsyncSession, staff: SignedInStaff) -> LettersForm:
    """The form as they saved it last."""
    found = await staff_letters.saved(session, staff=staff)
    return editing(LettersForm(), version=found.version, now=staff_letters.fields(found.preferences))


def _page(
    request: Request, staff: SignedInStaff, *, status: int = 200, saved: bool = False, **names: object
) -> Response:
    zones = tuple(time_zones().values())
    return page(
        request,
        "internal/you.html",
        status=status,
        staff=staff,
        nav="you",
        zones=zones,
        said=SAID,
        saved=saved,
        **names,
    )
