"""The team page: who climbs along, what waits on whom, and who is asked to join."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.errors import Gone
from portal.domain.invitations import may_change, roles_to_give
from portal.domain.people import initials
from portal.domain.roles import Duty
from portal.services import invitations, team
from portal.web.customer.invitation_links import ShownLink, kept, shown
from portal.web.deps import ReaderDep
from portal.web.routes.customer.forms import InviteForm
from portal.web.routes.customer.visit import Visit, VisitDep
from portal.web.templating import page, partial
from portal.web.words import words_of

LONGEST_SEARCH: Final = 100

router = APIRouter(include_in_schema=False)

SearchDep = Annotated[str, Query(alias="q", max_length=LONGEST_SEARCH)]


@router.get("/team")
async def show(
    visit: VisitDep, session: ReaderDep, *, q: SearchDep = "", after: UUID | None = None, sent: str = ""
) -> Response:
    """The whole page; `sent` is the sealed link of an invitation that the member has just made."""
    names = await team_names(visit, session, q=q, after=after)
    inviting = await inviting_names(visit, session, InviteForm(), sent=sent)
    return page(visit.request, "customer/team.html", **names, **inviting)


@router.get("/team/people")
async def people(visit: VisitDep, session: ReaderDep, *, q: SearchDep = "", after: UUID | None = None) -> Response:
    """The list of people alone."""
    listed = await team.people(session, catalogue=visit.catalogue, member=visit.member, q=q.strip(), after=after)
    return partial(visit.request, "customer/team/_people.html", listed=listed, member=visit.member)


async def team_names(visit: Visit, session: AsyncSession, *, q: str = "", after: UUID | None = None) -> dict[str, Any]:
    """The names that the page uses besides those of the invitations."""
    catalogue, member = visit.catalogue, visit.member
    view = await team.look(session, catalogue=catalogue, member=member)
    return {
        "view": view,
        "listed": await team.people(session, catalogue=catalogue, member=member, q=q.strip(), after=after),
        "milestones": catalogue.milestones,
        "mine": {milestone.id for milestone in catalogue.ladders[member.role].milestones},
        "duties": tuple(Duty),
        "guide_initials": initials(view.guide.name) if view.guide else "",
    }


async def inviting_names(visit: Visit, session: AsyncSession, form: InviteForm, *, sent: str = "") -> dict[str, Any]:
    """The names that the part of the page with the invitations uses."""
    waiting = await team.open_invitations(session, member=visit.member)
    return {
        "vendor": visit.catalogue.vendor,
        "member": visit.member,
        "now": visit.now,
        "form": form,
        "roles": roles_to_give(visit.member),
        "waiting": waiting,
        "own": {invitation.id for invitation in waiting if may_change(visit.member, invitation)},
        "mails": visit.portal.settings.smtp_url is not None,
        "link": await _link(visit, session, sent) if sent else None,
    }


async def _link(visit: Visit, session: AsyncSession, sent: str) -> ShownLink | None:
    settings = visit.portal.settings
    token = kept(settings.secret_key.get_secret_value(), sent, visit.member.id, visit.now)
    if token is None:
        return None
    try:
        invitation = await invitations.followed(session, token=token, now=visit.now)
    except Gone:
        return None
    words = words_of(visit.request)
    return shown(words, invitation, base_url=settings.base_url, token=token, vendor=visit.catalogue.vendor)
