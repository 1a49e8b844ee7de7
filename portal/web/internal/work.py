"""Somebody of the staff at work, on one account or on many: what the handlers about their work share."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Annotated, Any, TypedDict
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.doers import Doer
from portal.domain.people import SignedInStaff
from portal.domain.playbook import Catalogue
from portal.web.actor import DoerDep
from portal.web.deps import CatalogueDep, NowDep, ReaderDep, SessionDep, StaffDep
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


class About(TypedDict):
    """What every change of an account says of itself: who makes it, where, and when."""

    doer: Doer
    account_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class File:
    """The account of the address in the hands of somebody at work, within a transaction."""

    work: Work
    session: AsyncSession
    account_id: UUID

    @property
    def about(self) -> About:
        """What a change of this account says of itself."""
        return About(doer=self.work.doer, account_id=self.account_id, now=self.work.now)

    def address(self, path: str) -> str:
        """The address of what belongs to the account."""
        return f"/internal/accounts/{self.account_id}/{path}"


async def get_look(work: WorkDep, session: ReaderDep, account_id: UUID) -> File:
    """The account of the address, to look at."""
    return File(work, session, account_id)


async def get_file(work: WorkDep, session: SessionDep, account_id: UUID) -> File:
    """The account of the address, to change something about."""
    return File(work, session, account_id)


LookDep = Annotated[File, Depends(get_look)]
FileDep = Annotated[File, Depends(get_file)]
