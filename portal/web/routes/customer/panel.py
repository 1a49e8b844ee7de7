"""What opens on a milestone when a member wants to do something with it, and what becomes of the page after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from fastapi import Depends, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from wtforms import Form

from portal.domain.people import SignedInMember
from portal.ingest import Climber, find_climber
from portal.services import ladder
from portal.services.ladder import LadderView
from portal.web.customer.act_forms import HOME, OWN, ActForm
from portal.web.deps import ReaderDep, SessionDep
from portal.web.routes.customer.visit import Visit, VisitDep, neighbours
from portal.web.templating import page, partial, wants_partial

On = Literal["home", "own"]
"""The page a panel opens on: the ladder, or the milestone's own."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One thing to do: its name, its form, and what else its template needs."""

    name: str
    form: Form | None = None
    names: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stop:
    """A member's visit to one milestone, within a transaction."""

    visit: Visit
    session: AsyncSession
    climber: Climber

    @property
    def member(self) -> SignedInMember:
        """Who is here."""
        return self.visit.member

    @property
    def milestone_id(self) -> str:
        """The milestone's id."""
        return self.climber.milestone.id


async def get_sight(visit: VisitDep, session: ReaderDep, milestone_id: str) -> Stop:
    """The milestone of the address, to look at. Raises NotFound where it is not on the member's ladder."""
    return await _stop(visit, session, milestone_id)


async def get_stop(visit: VisitDep, session: SessionDep, milestone_id: str) -> Stop:
    """The milestone of the address, to do something with. Raises NotFound where it is not on the member's ladder."""
    return await _stop(visit, session, milestone_id)


SightDep = Annotated[Stop, Depends(get_sight)]
StopDep = Annotated[Stop, Depends(get_stop)]


async def _stop(visit: Visit, session: AsyncSession, milestone_id: str) -> Stop:
    climber = await find_climber(
        session, catalogue=visit.catalogue, member=visit.member, milestone_id=milestone_id, now=visit.now
    )
    return Stop(visit, session, climber)


async def opened(stop: Stop, panel: Panel, on: On, view: LadderView | None = None) -> Response:
    """The panel; for a browser without scripts, on the milestone's own page. `view` is given where it is known."""
    return _shown(stop, panel, view or await stop.visit.look(stop.milestone_id), on=on, status=200)


async def refused(stop: Stop, panel: Panel, form: ActForm) -> Response:
    """The panel with what is wrong with its form."""
    return _shown(stop, panel, await focused(stop), on=form.page.data or OWN, status=422)


async def done(stop: Stop, form: ActForm) -> Response:
    """The milestone as it stands after an act, its panel closed."""
    on, visit = form.page.data, stop.visit
    if not wants_partial(visit.request):
        path = "/" if on == HOME else f"/milestones/{stop.milestone_id}"
        return RedirectResponse(f"{path}#milestone-{stop.milestone_id}", 303)
    names = visit.names(await focused(stop))
    answer = partial(visit.request, "customer/_milestone.html", page=on, acted=True, **names)
    answer.headers["HX-Trigger"] = "moved"
    return answer


def _shown(stop: Stop, panel: Panel, view: LadderView, *, on: str, status: int) -> Response:
    names = {**stop.visit.names(view), "panel": panel.name, "form": panel.form, **panel.names}
    if wants_partial(stop.visit.request):
        return partial(stop.visit.request, "customer/_panel.html", status=status, page=on, **names)
    return page(stop.visit.request, "customer/milestone.html", status=status, page=OWN, **names, **neighbours(view))


async def focused(stop: Stop) -> LadderView:
    """The member's ladder with the milestone in focus, read in the stop's own transaction."""
    visit = stop.visit
    return await ladder.focus(
        stop.session, catalogue=visit.catalogue, member=visit.member, milestone_id=stop.milestone_id, now=visit.now
    )
