"""One of the staff at work on an account: what the handlers of its pages share."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from portal.domain.doers import Doer
from portal.domain.errors import NotFound
from portal.domain.people import SignedInStaff
from portal.domain.playbook import Catalogue
from portal.web.actor import DoerDep
from portal.web.deps import NowDep, Portal, PortalDep, StaffDep
from portal.web.templating import wants_partial

NO_ACCOUNT = "There is no account at this address. The portfolio lists every account there is."


@dataclass(frozen=True, slots=True)
class Desk:
    """A request about an account, and who made it."""

    request: Request
    portal: Portal
    staff: SignedInStaff
    doer: Doer
    account_id: UUID
    now: datetime

    @property
    def catalogue(self) -> Catalogue:
        """The live revision of the playbook."""
        return self.portal.playbook.current

    @property
    def address(self) -> str:
        """Where the account's pages begin."""
        return f"/internal/accounts/{self.account_id}"

    @property
    def by_htmx(self) -> bool:
        """Whether a fragment is wanted."""
        return wants_partial(self.request)

    def names(self, tab: str) -> dict[str, Any]:
        """The names every page of an account uses; `tab` is the one that is open."""
        return {
            "vendor": self.catalogue.vendor,
            "staff": self.staff,
            "nav": "portfolio",
            "address": self.address,
            "tab": tab,
            "now": self.now,
            "today": self.now.date(),
        }

    def back(self, path: str) -> Response:
        """The way back to one of the account's pages after something was done without JavaScript."""
        return RedirectResponse(f"{self.address}{path}", 303)


async def get_desk(
    request: Request, portal: PortalDep, *, staff: StaffDep, doer: DoerDep, now: NowDep, account_id: str
) -> Desk:
    """The desk a request is made at. Raises NotFound for what is no account's id."""
    try:
        return Desk(request, portal, staff, doer, UUID(account_id), now)
    except ValueError:
        raise NotFound(NO_ACCOUNT) from None


DeskDep = Annotated[Desk, Depends(get_desk)]
