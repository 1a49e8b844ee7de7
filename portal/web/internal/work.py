"""Somebody of the staff at work: what the handlers about their work share."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from portal.domain.doers import Doer
from portal.domain.people import SignedInStaff
from portal.domain.playbook import Catalogue
from portal.web.actor import DoerDep
from portal.web.deps import CatalogueDep, NowDep, StaffDep
from portal.web.templating import page, partial, wants_partial


@dataclass(frozen=True, slots=True)
class Work:
    """A request by one of the staff, answered from the live revision."""

    request: Request
    catalogue: Catalogue
    staff: SignedInStaff
    doer: Doer
    now: datetime

    @property
    def today(self) -> date:
        """The day of the request, in UTC."""
        return self.now.date()

    @property
    def zone(self) -> tzinfo:
        """The time zone of whoever works."""
        return ZoneInfo(self.staff.time_zone)

    @property
    def wants_partial(self) -> bool:
        """Whether htmx asked for a fragment."""
        return wants_partial(self.request)

    def page(self, name: str, *, nav: str, status: int = 200, **names: Any) -> Response:  # noqa: ANN401 - what a template reads
        """A whole page, under the entry `nav` of the menu."""
        own = {"vendor": self.catalogue.vendor, "staff": self.staff, "nav": nav, "today": self.today}
        return page(self.request, name, status=status, **own, **names)

    def partial(self, name: str, *, status: int = 200, **names: Any) -> Response:  # noqa: ANN401 - what a template reads
        """A fragment of a page."""
        return partial(self.request, name, status=status, staff=self.staff, today=self.today, **names)

    def go(self, address: str) -> Response:
        """Send a browser without scripts to a page after an act."""
        return RedirectResponse(address, 303)


async def get_work(request: Request, catalogue: CatalogueDep, *, staff: StaffDep, doer: DoerDep, now: NowDep) -> Work:
    """The work of whoever asks. Raises Unauthenticated or Forbidden."""
    return Work(request, catalogue, staff, doer, now)


WorkDep = Annotated[Work, Depends(get_work)]
