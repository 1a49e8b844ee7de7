"""Saying on whom a milestone waits, reminding them, and going on."""

from fastapi import APIRouter, Response

from portal.services import acts, handing
from portal.web.customer.act_forms import OWN, ActForm, BlockForm
from portal.web.forms import submitted
from portal.web.routes.customer.panel import On, Panel, SightDep, Stop, StopDep, done, opened, refused

router = APIRouter(include_in_schema=False, prefix="/milestones/{milestone_id}")


@router.get("/block")
async def block_panel(sight: SightDep, page: On = OWN) -> Response:
    """Asks who has to act first."""
    return await opened(sight, await _blocking(sight, BlockForm()), page)


@router.post("/block")
async def block(stop: StopDep) -> Response:
    """Say who has to act first."""
    form = await submitted(stop.visit.request, BlockForm)
    if not form.validate():
        return await refused(stop, await _blocking(stop, form), form)
    await acts.block(stop.session, stop.climber, whom=form.waited_on, why=form.why.text)
    return await done(stop, form)


@router.post("/unblock")
async def unblock(stop: StopDep) -> Response:
    """Say that nobody has to act first any more."""
    await acts.unblock(stop.session, stop.climber)
    return await done(stop, await submitted(stop.visit.request, ActForm))


@router.post("/remind")
async def remind(stop: StopDep) -> Response:
    """Remind the colleague whom the milestone waits on."""
    await handing.remind(stop.session, stop.climber)
    return await done(stop, await submitted(stop.visit.request, ActForm))


async def _blocking(stop: Stop, form: BlockForm) -> Panel:
    colleagues, others = await acts.waited_on(stop.session, stop.member)
    return Panel("block", form, {"colleagues": colleagues, "others": others})
