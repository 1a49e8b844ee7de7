"""Putting a milestone off, judging it, and asking why it is there."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from wtforms import Form

from portal.domain.reasons import why_here
from portal.domain.snoozing import last_day, next_week, tomorrow
from portal.services import acts
from portal.web.customer.act_forms import OWN, ActForm, FeedbackForm, SnoozeForm
from portal.web.forms import submitted
from portal.web.routes.customer.panel import On, Panel, SightDep, Stop, StopDep, done, opened, refused
from portal.web.templating import partial, wants_partial

router = APIRouter(include_in_schema=False, prefix="/milestones/{milestone_id}")


@router.get("/panel")
async def close(sight: SightDep) -> Response:
    """The closed panel."""
    if not wants_partial(sight.visit.request):
        return RedirectResponse(f"/milestones/{sight.milestone_id}", 303)
    return partial(sight.visit.request, "customer/_panel.html", m=sight.climber.at, acted=True)


@router.get("/why")
async def why(sight: SightDep, page: On = OWN) -> Response:
    """Why this milestone is on the member's ladder."""
    visit, climber = sight.visit, sight.climber
    view = await visit.look(sight.milestone_id)
    questions = visit.catalogue.questions.values()
    reasons = why_here(climber.milestone, visit.catalogue.ladders[sight.member.role], view.profile, questions)
    track = visit.catalogue.lifecycle.tracks[climber.milestone.track]
    return await opened(sight, Panel("why", names={"reasons": reasons, "track": track}), page, view)


@router.get("/snooze")
async def snooze_panel(sight: SightDep, page: On = OWN) -> Response:
    """Asks until when to put the milestone off."""
    return await opened(sight, _snoozing(sight, SnoozeForm(today=sight.climber.now.date())), page)


@router.post("/snooze")
async def snooze(stop: StopDep) -> Response:
    """Put the milestone off."""
    form = await submitted(stop.visit.request, lambda data: SnoozeForm(data, today=stop.climber.now.date()))
    if not form.validate() or form.on is None:
        return await refused(stop, _snoozing(stop, form), form)
    await acts.snooze(stop.session, stop.climber, until=form.on)
    return await done(stop, form)


@router.post("/resume")
async def resume(stop: StopDep) -> Response:
    """Go on with a milestone that was put off."""
    await acts.resume(stop.session, stop.climber)
    return await done(stop, await submitted(stop.visit.request, ActForm))


@router.get("/feedback")
async def feedback_panel(sight: SightDep, page: On = OWN) -> Response:
    """Asks what the milestone was worth, or shows what the member said."""
    view = await sight.visit.look(sight.milestone_id)
    return await opened(sight, Panel("feedback", FeedbackForm(obj=view.acts.feedback)), page, view)


@router.post("/feedback")
async def feedback(stop: StopDep) -> Response:
    """Keep what the member thinks."""
    form = await submitted(stop.visit.request, FeedbackForm)
    if not form.validate():
        return await refused(stop, Panel("feedback", form), form)
    await acts.judge(stop.session, stop.climber, thumb=form.judgement, comment=form.comment.text)
    return await done(stop, form)


def _snoozing(stop: Stop, form: Form) -> Panel:
    today = stop.climber.now.date()
    days = {"tomorrow": tomorrow(today), "week": next_week(today), "last": last_day(today)}
    return Panel("snooze", form, {"days": days, "today": today})
