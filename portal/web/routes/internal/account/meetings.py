"""Setting up a meeting with an account, and changing it."""

from datetime import datetime, time
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.calendar import DAY
from portal.domain.errors import Invalid, Stale
from portal.domain.meetings import Meeting, MeetingKind
from portal.domain.touchpoints import Touchpoint, key_from
from portal.services import duties, meetings, touchpoints
from portal.web.conflicts import beside, editing
from portal.web.forms import submitted
from portal.web.internal.forms.meeting import MeetingForm, local
from portal.web.internal.opened import EditedDep, Opened, SeenDep

HOUR: Final = time(10)
"""When a new meeting is proposed for, the day after."""

router = APIRouter(prefix="/internal/accounts/{account_id}/meetings", include_in_schema=False)


@router.get("/new")
async def new(opened: SeenDep, touchpoint: str = "") -> Response:
    """Asks for a meeting, filled in for a touchpoint where one is named."""
    known = await _touchpoints(opened)
    about = next((one for one in known if one.key == key_from(touchpoint)), None)
    form = MeetingForm(touchpoints=known, given=await _proposed(opened, about))
    return _sheet(opened, form)


@router.post("")
async def add(opened: EditedDep) -> Response:
    """Set up a meeting."""
    form = await _submitted(opened)
    if not form.validate():
        return _sheet(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    host = urlsplit(opened.portal.settings.base_url).hostname or ""
    details = form.details(opened.work.zone)
    try:
        meeting_id = await meetings.add(opened.session, staff=opened.staff, details=details, host=host, **opened.about)
    except Invalid as error:
        form.starts_at.errors = [error.message]
        return _sheet(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    return opened.work.go(f"{opened.address}/meetings/{meeting_id}")


@router.get("/{meeting_id}/edit")
async def edit(opened: SeenDep, meeting_id: UUID) -> Response:
    """Asks what should become of it. Raises NotFound."""
    meeting = await meetings.find(opened.session, account_id=opened.id, meeting_id=meeting_id)
    form = MeetingForm(touchpoints=await _touchpoints(opened))
    now = local(meetings.fields(meeting), opened.work.zone)
    return _sheet(opened, editing(form, version=meeting.version, now=now), meeting)


@router.post("/{meeting_id}")
async def change(opened: EditedDep, meeting_id: UUID) -> Response:
    """Change it; 409 with both texts where somebody else changed it meanwhile. Raises NotFound and Conflict."""
    meeting = await meetings.find(opened.session, account_id=opened.id, meeting_id=meeting_id)
    form = await _submitted(opened)
    if not form.validate():
        return _sheet(opened, form, meeting, HTTP_422_UNPROCESSABLE_CONTENT)
    zone, version = opened.work.zone, form.version.data or 0
    try:
        await meetings.change(
            opened.session, meeting_id=meeting_id, version=version, details=form.details(zone), **opened.about
        )
    except Stale as stale:
        theirs = {name: value for name, value in local(stale.now, zone).items() if name in form}
        beside(form, Stale(version=stale.version, now=theirs, by=stale.by))
        return _sheet(opened, form, meeting, HTTP_409_CONFLICT)
    except Invalid as error:
        form.starts_at.errors = [error.message]
        return _sheet(opened, form, meeting, HTTP_422_UNPROCESSABLE_CONTENT)
    return opened.work.go(f"{opened.address}/meetings/{meeting_id}")


async def _submitted(opened: Opened) -> MeetingForm:
    known = await _touchpoints(opened)
    return await submitted(opened.request, lambda data: MeetingForm(data, touchpoints=known))


async def _touchpoints(opened: Opened) -> tuple[Touchpoint, ...]:
    """The touchpoints a meeting can be held for."""
    return await touchpoints.of_account(
        opened.session, catalogue=opened.catalogue, account_id=opened.id, now=opened.now
    )


async def _proposed(opened: Opened, about: Touchpoint | None) -> dict[str, object]:
    """A meeting for a touchpoint on its day, or else tomorrow, with whoever has a duty."""
    zone = opened.work.zone
    today = opened.now.astimezone(zone).date()
    on = max(about.on, today + DAY) if about else today + DAY
    held = await duties.held(opened.session, opened.id)
    people = (f"{one.name} <{one.email}>" if one.email else one.name for one in held if one.named)
    return {
        "starts_at": datetime.combine(on, HOUR),
        "attendees": "\n".join(dict.fromkeys(people)),
        "title": about.name if about else "",
        "kind": (MeetingKind.REVIEW if about else MeetingKind.WEEKLY).value,
        "touchpoint": str(about.key) if about else "",
    }


def _sheet(opened: Opened, form: MeetingForm, meeting: Meeting | None = None, status: int = 200) -> Response:
    names = {"header": opened.header, "form": form, "meeting": meeting}
    if opened.work.wants_partial:
        return opened.work.partial("internal/meeting/_sheet.html", status=status, **names)
    return opened.work.page("internal/meeting/sheet.html", nav="calendar", status=status, **names)
