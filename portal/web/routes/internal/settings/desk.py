"""What every page of the settings begins with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_303_SEE_OTHER

from portal.domain.doers import Doer
from portal.domain.people import SignedInStaff
from portal.domain.roles import Capability
from portal.domain.subjects import Subject, open_to
from portal.web.actor import DoerDep
from portal.web.deps import NowDep, Portal, PortalDep, StaffDep
from portal.web.templating import page, partial, wants_partial

HERE: Final = "/internal/settings"
ICONS: Final = {
    Subject.BRANDING: "palette",
    Subject.STAFF: "users",
    Subject.TREES: "flag",
    Subject.TRACKING: "zap",
    Subject.QUARANTINE: "shield-alert",
    Subject.KEYS: "key-round",
    Subject.WEBHOOKS: "send",
    Subject.JOBS: "list-checks",
    Subject.INSTALLATION: "monitor",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Whoever reads or changes the settings, with what it takes to answer them."""

    request: Request
    portal: Portal
    staff: SignedInStaff
    doer: Doer
    now: datetime

    @property
    def owns(self) -> bool:
        """Whether they may change what they read."""
        return self.staff.has(Capability.OWNER)

    def page(self, subject: Subject, name: str, *, status: int = 200, **names: Any) -> Response:  # noqa: ANN401 - any name of the page
        """A whole page about a subject."""
        return page(self.request, f"internal/settings/{name}.html", status=status, **self._names(subject), **names)

    def partial(self, subject: Subject, name: str, *, status: int = 200, **names: Any) -> Response:  # noqa: ANN401 - any name of the fragment
        """A part of such a page."""
        return partial(self.request, f"internal/settings/{name}.html", status=status, **self._names(subject), **names)

    def line(self, subject: Subject, name: str, *, status: int = 200, **names: Any) -> Response:  # noqa: ANN401 - any name of the line
        """One of the things a subject lists: its line alone for htmx, else a page of its own."""
        if wants_partial(self.request):
            return self.partial(subject, f"_{name}", status=status, **names)
        return self.page(subject, name, status=status, **names)

    def go(self, subject: Subject, rest: str = "") -> Response:
        """The way to a subject's page."""
        return RedirectResponse(f"{HERE}/{subject}{rest}", HTTP_303_SEE_OTHER)

    def _names(self, subject: Subject) -> dict[str, Any]:
        return {
            "vendor": self.portal.playbook.vendor,
            "staff": self.staff,
            "owns": self.owns,
            "nav": "settings",
            "subject": subject,
            "subjects": [(one, ICONS[one]) for one in open_to(self.staff)],
            "now": self.now,
        }


async def get_desk(request: Request, portal: PortalDep, staff: StaffDep, doer: DoerDep, now: NowDep) -> Desk:
    """The desk of one of the staff."""
    return Desk(request, portal, staff, doer, now)


DeskDep = Annotated[Desk, Depends(get_desk)]
