"""A meeting with an account: its invite, who answered what, and what came of it."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Invalid, Stale
from portal.domain.invites import InviteState
from portal.domain.meetings import Meeting
from portal.services import invites, meetings
from portal.web import calendars
from portal.web.conflicts import beside, editing
from portal.web.forms import SeenVersion, submitted
from portal.web.internal.forms.meeting import AnswerForm, HeldForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep

STRANGE: Final = "Choose one of the answers: accepted, declined, attended."

router = APIRouter(prefix="/internal/accounts/{account_id}/meetings/{meeting_id}", include_in_schema=False)


@router.get("")
async def show(opened: SeenDep, meeting_id: UUID) -> Response:
    """The meeting, its invite, and what came of it. Raises NotFound."""
    return await _shown(opened, meeting_id)


@router.post("/cancel")
async def cancel(opened: EditedDep, meeting_id: UUID, version: SeenVersion) -> Response:
    """Call it off. Raises NotFound, Conflict and Stale."""
    await meetings.cancel(opened.session, meeting_id=meeting_id, version=version, **opened.about)
    return await _went(opened, meeting_id)


@router.post("/held")
async def held(opened: EditedDep, meeting_id: UUID) -> Response:
    """Say what came of it. Raises NotFound and Conflict."""
    form = await submitted(opened.request, HeldForm)
    if not form.validate():
        return await _shown(opened, meeting_id, form, HTTP_422_UNPROCESSABLE_CONTENT)
    outcome, version = form.outcome.data or "", form.version.data or 0
    try:
        await meetings.finish(opened.session, meeting_id=meeting_id, version=version, outcome=outcome, **opened.about)
    except Stale as stale:
        theirs = {"outcome": stale.now["outcome"]}
        beside(form, Stale(version=stale.version, now=theirs, by=stale.by))
        return await _shown(opened, meeting_id, form, HTTP_409_CONFLICT)
    return await _went(opened, meeting_id)


@router.get("/invite.ics")
async def invite(opened: SeenDep, meeting_id: UUID) -> Response:
    """The invite as a file: whoever opens it is asked whether they come. Raises NotFound."""
    meeting = await _find(opened, meeting_id)
    method = calendars.CANCEL if meeting.cancelled_at else calendars.REQUEST
    headers = {"Content-Disposition": 'attachment; filename="invite.ics"', "Cache-Control": "no-store"}
    body = calendars.invite(opened.catalogue.vendor, meeting)
    return Response(body, media_type=f"text/calendar; method={method}; charset=utf-8", headers=headers)


@router.post("/invited")
async def invited(opened: EditedDep, meeting_id: UUID) -> Response:
    """Note that the invite went out. Raises NotFound and Conflict."""
    meeting, climbed = await _find(opened, meeting_id), await opened.climbed()
    await invites.send(opened.session, doer=opened.doer, catalogue=climbed, meeting=meeting, now=opened.now)
    return await _went(opened, meeting_id)


@router.post("/answers")
async def answered(opened: EditedDep, meeting_id: UUID) -> Response:
    """Note what somebody answered, or that they came. Raises NotFound, Conflict and Invalid."""
    form = await submitted(opened.request, AnswerForm)
    if not form.validate():
        raise Invalid(STRANGE)
    meeting, climbed = await _find(opened, meeting_id), await opened.climbed()
    await invites.answer(
        opened.session,
        doer=opened.doer,
        catalogue=climbed,
        meeting=meeting,
        guest=form.guest.data or "",
        state=InviteState(form.answer.data),
        now=opened.now,
    )
    return await _went(opened, meeting_id)


async def _find(opened: Opened, meeting_id: UUID) -> Meeting:
    return await meetings.find(opened.session, account_id=opened.id, meeting_id=meeting_id)


async def _went(opened: Opened, meeting_id: UUID) -> Response:
    if opened.work.wants_partial:
        return await _shown(opened, meeting_id)
    return opened.work.go(f"{opened.address}/meetings/{meeting_id}")


async def _shown(opened: Opened, meeting_id: UUID, form: HeldForm | None = None, status: int = 200) -> Response:
    meeting = await _find(opened, meeting_id)
    names = {
        "header": opened.header,
        "meeting": meeting,
        "answers": await invites.answers(opened.session, meeting),
        "form": form or editing(HeldForm(), version=meeting.version, now={"outcome": meeting.outcome}),
        "now": opened.now,
    }
    if opened.work.wants_partial:
        return opened.work.partial("internal/meeting/_meeting.html", status=status, **names)
    return opened.work.page("internal/meeting/meeting.html", nav="calendar", status=status, **names)
