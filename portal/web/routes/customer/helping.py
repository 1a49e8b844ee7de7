"""Handing a milestone over, asking a colleague for help, and meeting the guide."""

from fastapi import APIRouter, Response

from portal.services import coaching, handing
from portal.services.acts import waited_on
from portal.web.customer.act_forms import OWN, SessionForm, ToColleagueForm
from portal.web.forms import submitted
from portal.web.invites import session_calendar
from portal.web.routes.customer.panel import On, Panel, SightDep, Stop, StopDep, done, opened, refused
from portal.web.words import words_of

router = APIRouter(include_in_schema=False, prefix="/milestones/{milestone_id}")


@router.get("/hand-over")
async def hand_over_panel(sight: SightDep, page: On = OWN) -> Response:
    """Asks whom to hand the milestone to."""
    return await opened(sight, await _handing(sight, ToColleagueForm()), page)


@router.post("/hand-over")
async def hand_over(stop: StopDep) -> Response:
    """Hand the milestone to a colleague."""
    form = await submitted(stop.visit.request, ToColleagueForm)
    if not form.validate():
        return await refused(stop, await _handing(stop, form), form)
    await handing.hand_over(stop.session, stop.climber, to=form.colleague, note=form.note.text)
    return await done(stop, form)


@router.get("/help")
async def help_panel(sight: SightDep, page: On = OWN) -> Response:
    """Says who can help: a colleague, or the guide."""
    return await opened(sight, await _helping(sight, ToColleagueForm(), SessionForm()), page)


@router.post("/help")
async def ask(stop: StopDep) -> Response:
    """Ask a colleague for help."""
    form = await submitted(stop.visit.request, ToColleagueForm)
    if not form.validate():
        return await refused(stop, await _helping(stop, form, SessionForm()), form)
    await handing.ask(stop.session, stop.climber, to=form.colleague, note=form.note.text)
    return await done(stop, form)


@router.post("/session")
async def book(stop: StopDep) -> Response:
    """Book a session with the guide."""
    form = await submitted(stop.visit.request, SessionForm)
    if not form.validate():
        return await refused(stop, await _helping(stop, ToColleagueForm(), form), form)
    await coaching.book(stop.session, stop.climber, at=form.moment)
    return await done(stop, form)


@router.get("/session.ics")
async def session(sight: SightDep) -> Response:
    """The booked session as a file for the member's calendar."""
    guide, booked = await coaching.booked(sight.session, sight.climber)
    body = session_calendar(words_of(sight.visit.request), sight.climber, guide, booked)
    name = f'attachment; filename="{sight.milestone_id}.ics"'
    return Response(body, media_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name})


async def _handing(stop: Stop, form: ToColleagueForm) -> Panel:
    colleagues, _ = await waited_on(stop.session, stop.member)
    return Panel("hand_over", form, {"colleagues": colleagues})


async def _helping(stop: Stop, form: ToColleagueForm, booking: SessionForm) -> Panel:
    colleagues, _ = await waited_on(stop.session, stop.member)
    offer = await coaching.offer(stop.session, stop.climber)
    return Panel("help", form, {"colleagues": colleagues, "booking": booking, "offer": offer})
