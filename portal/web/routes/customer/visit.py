"""One member's visit: what every customer page reads, shows and records."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from portal.domain.people import SignedInMember, initials
from portal.domain.playbook import Catalogue
from portal.domain.progress import LadderProgress, MilestoneProgress
from portal.services import experiments, ladder
from portal.services.ladder import LadderView
from portal.web.customer.hero import to_celebrate
from portal.web.customer.reminders import mail_reminder
from portal.web.deps import MemberDep, NowDep, Portal, PortalDep
from portal.web.languages import language_of
from portal.web.words import words_of


@dataclass(frozen=True, slots=True)
class Visit:
    """A request by a member, and the revision it is answered from."""

    request: Request
    portal: Portal
    catalogue: Catalogue
    member: SignedInMember
    now: datetime

    async def look(self, milestone_id: str | None = None) -> LadderView:
        """The member's ladder, with one milestone of it in focus or the current one.

        What showing it means to experiments is recorded. Raises NotFound when the milestone is not on the ladder.
        """
        catalogue, member, now = self.catalogue, self.member, self.now
        async with self.portal.database.read() as session:
            if milestone_id is None:
                view = await ladder.home(session, catalogue=catalogue, member=member, now=now)
            else:
                view = await ladder.focus(
                    session, catalogue=catalogue, member=member, milestone_id=milestone_id, now=now
                )
        await self.record(view)
        return view

    async def record(self, view: LadderView) -> None:
        """Record what showing a ladder means to experiments."""
        if view.encounters:
            revision = self.catalogue.revision
            async with self.portal.database.write() as session:
                await experiments.record_encounters(
                    session, member=self.member, encounters=view.encounters, revision=revision, now=self.now
                )

    def names(self, view: LadderView) -> dict[str, Any]:
        """The names the templates of a ladder use."""
        return {
            "vendor": self.catalogue.vendor,
            "product": self.catalogue.product,
            "member": self.member,
            "now": self.now,
            "mail_reminder": partial(mail_reminder, words_of(self.request), self.member),
            "view": view,
            "m": view.shown,
            "told": view.shown or _latest(view.progress),
            "guide_initials": initials(view.guide or ""),
            "onward": self.onward(view) if self.by_htmx else None,
        }

    def onward(self, view: LadderView) -> str | None:
        """Where an open page goes once it has shown the tick: to the celebration of a milestone just reached.

        Whoever switched celebrations off goes nowhere.
        """
        if not self.member.preferences.celebrations:
            return None
        fresh = to_celebrate(view.progress, self.now)
        return celebration_of(fresh.milestone.id) if fresh else None

    @property
    def by_htmx(self) -> bool:
        """Whether htmx asked, and not the browser itself."""
        return self.request.headers.get("HX-Request") == "true"

    def go(self, address: str) -> Response:
        """Send the browser to another page, whether htmx or the browser itself asked."""
        if self.by_htmx:
            return Response(headers={"HX-Redirect": address, "Cache-Control": "no-store"})
        return RedirectResponse(address, 303)


async def get_visit(request: Request, portal: PortalDep, *, member: MemberDep, now: NowDep) -> Visit:
    """The visit a request belongs to, on the revision of the member's account.

    Its texts are in the language that the member chose or likes best among those their ladder is offered in. Raises
    Unauthenticated or Forbidden.
    """
    async with portal.database.read() as session:
        # Nothing is read but a revision that this process has not served yet.
        catalogue = await portal.playbook.of(session, member.pin)
    language = language_of(member, request.headers.get("Accept-Language", ""), catalogue.languages(member.role))
    return Visit(request, portal, catalogue.in_language(language), member, now)


VisitDep = Annotated[Visit, Depends(get_visit)]


def neighbours(view: LadderView) -> dict[str, Any]:
    """The milestones before and after the one in focus, and its place."""
    rungs = view.progress.milestones
    here = next(place for place, m in enumerate(rungs) if m is view.shown)
    return {
        "place": here + 1,
        "previous": rungs[here - 1].milestone if here else None,
        "following": rungs[here + 1].milestone if here + 1 < len(rungs) else None,
    }


def celebration_of(milestone_id: str) -> str:
    """The address of a milestone's celebration."""
    return f"/milestones/{milestone_id}/celebration"


def _latest(progress: LadderProgress) -> MilestoneProgress | None:
    """The milestone reached last that has something to tell."""
    told = [m for m in progress.milestones if m.done_at and m.milestone.impact]
    return max(told, key=lambda m: m.done_at.timestamp() if m.done_at else 0.0, default=None)
