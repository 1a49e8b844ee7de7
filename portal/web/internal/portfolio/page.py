"""The portfolio as a page, and as the part of it that changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.status import HTTP_200_OK

from portal.db.guides import Offer
from portal.db.saved_views import Saved
from portal.domain.people import SignedInStaff
from portal.domain.portfolio import Asked, Sort, View
from portal.domain.urgency import EXPLAINED
from portal.services import assigning, portfolio, saved_views
from portal.services.assigning import Assigned
from portal.web.deps import NowDep, Portal, PortalDep, StaffDep
from portal.web.internal import charts
from portal.web.internal.forms.portfolio import START, AskedDep, AssignForm, NameForm, address, parts
from portal.web.templating import either, wants_partial

BAR_WIDTH: Final = 1000


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody of the staff looks at a part of the portfolio."""

    request: Request
    portal: Portal
    staff: SignedInStaff
    now: datetime
    asked: Asked


async def get_look(request: Request, portal: PortalDep, staff: StaffDep, now: NowDep, asked: AskedDep) -> Look:
    """Who looks at what."""
    return Look(request, portal, staff, now, asked)


LookDep = Annotated[Look, Depends(get_look)]


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms on the page as they were sent in and refused, with that status, and what an assignment came to."""

    naming: NameForm | None = None
    assign: AssignForm | None = None
    assigned: Assigned | None = None
    status: int = HTTP_200_OK


async def shown(look: Look, session: AsyncSession, forms: Forms | None = None) -> Response:
    """The page; for htmx what changes on it."""
    forms = forms or Forms()
    found = await portfolio.show(
        session, playbook=look.portal.playbook, asked=look.asked, staff=look.staff, now=look.now
    )
    assign, offer = await _assign(look, session, forms) or (None, None)
    bars = charts.stacked([count for _, count in found.levels], width=BAR_WIDTH, gap=3)
    return either(
        look.request,
        "internal/portfolio/portfolio.html",
        "internal/portfolio/_portfolio.html",
        status=forms.status,
        vendor=look.portal.playbook.current.vendor,
        staff=look.staff,
        nav="portfolio",
        today=look.now.date(),
        portfolio=found,
        asked=look.asked,
        views=View,
        sorts=Sort,
        saved=await _saved(look, session),
        naming=forms.naming or NameForm(),
        assign=assign,
        offer=offer,
        assigned=forms.assigned,
        explained=EXPLAINED,
        bars=[(*level, bar) for level, bar in zip(found.levels, bars, strict=True)],
        sparks={line.id: charts.line(line.weekly, width=94, height=28, inset=3) for line in found.lines},
        address=_neighbour(look.asked),
        to=lambda path: address(look.asked, path),
    )


async def done(look: Look, session: AsyncSession, forms: Forms | None = None) -> Response:
    """After something was done: what changed for htmx, else the page again by its own address."""
    if wants_partial(look.request):
        return await shown(look, session, forms)
    return RedirectResponse(address(look.asked), 303)


async def _saved(look: Look, session: AsyncSession) -> list[tuple[Saved, str, bool]]:
    """Somebody's own views, each with its address, and whether it is the one that is shown."""
    here = parts(look.asked._replace(after=None))
    kept = await saved_views.of_staff(session, look.staff)
    return [(one, f"{START}?{urlencode(one.query)}", one.query == here) for one in kept]


async def _assign(look: Look, session: AsyncSession, forms: Forms) -> tuple[AssignForm, Offer] | None:
    """The form by which a lead gives accounts to somebody, and to whom; None for everybody else."""
    if not assigning.may_assign(look.staff.capabilities):
        return None
    form = forms.assign or AssignForm()
    return form, await assigning.offer(session, form.name.data or "")


def _neighbour(asked: Asked) -> Callable[..., str]:
    """Makes the address of a neighbouring question: the same one from its start, with some parts of it changed."""

    def neighbour(**changes: object) -> str:
        return address(asked._replace(**{"after": None, **changes}))  # type: ignore[arg-type] # templates have no types

    return neighbour
