"""The page an invitation's link leads to. Looking at it uses nothing up."""

from fastapi import APIRouter, Request, Response

from portal.services import invitations, sign_in
from portal.web.deps import CatalogueDep, NowDep, PortalDep, ReaderDep
from portal.web.routes.auth import SignInRoute
from portal.web.templating import page

router = APIRouter(route_class=SignInRoute, include_in_schema=False)


@router.get("/join/{token}")
async def show(
    request: Request, portal: PortalDep, session: ReaderDep, catalogue: CatalogueDep, *, now: NowDep, token: str
) -> Response:
    """Who invites whom to what, and the way to the account's sign-in; 410 where the invitation does not hold."""
    invitation = await invitations.followed(session, token=token, now=now)
    ticket = sign_in.begin(settings=portal.settings, email=invitation.email, next_path="/", now=now, invitation=token)
    way_on = f"/auth/start?ticket={ticket}"
    return page(request, "auth/join.html", vendor=catalogue.vendor, invitation=invitation, way_on=way_on)
