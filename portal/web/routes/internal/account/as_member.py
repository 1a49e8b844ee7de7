"""What a member sees, for their guide: the same pages in the same words, where nothing acts and nothing is counted."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from portal.domain.people import SignedInMember
from portal.services import ladder, looking
from portal.web.actor import DoerDep
from portal.web.deps import NowDep, PortalDep
from portal.web.internal.read_only import read_only
from portal.web.routes.customer import start
from portal.web.routes.customer.forms import HOME, OWN
from portal.web.routes.customer.visit import Visit, get_visit, neighbours
from portal.web.templating import page, partial

router = APIRouter(prefix="/internal/accounts/{account_id}/as/{member_id}", include_in_schema=False)


@router.get("")
async def home(
    request: Request, portal: PortalDep, *, doer: DoerDep, now: NowDep, account_id: UUID, member_id: UUID
) -> Response:
    """The member's ladder. That somebody looked is kept in the audit; nothing else is."""
    async with portal.database.write() as session:
        member = await looking.look_as(
            session, account_id=account_id, member_id=member_id, page="/", doer=doer, now=now
        )
    visit = await get_visit(_for(request, member), portal, member=member, now=now)
    return _framed(request, visit, "customer/ladder.html", page=HOME, **start.names(visit, await start.read(visit)))


@router.get("/milestones/{milestone_id}")
async def milestone(
    request: Request,
    portal: PortalDep,
    *,
    doer: DoerDep,
    now: NowDep,
    account_id: UUID,
    member_id: UUID,
    milestone_id: str,
) -> Response:
    """A milestone as the member sees it. Raises NotFound where it is not on their ladder."""
    async with portal.database.write() as session:
        path = f"/milestones/{milestone_id}"
        member = await looking.look_as(
            session, account_id=account_id, member_id=member_id, page=path, doer=doer, now=now
        )
    visit = await get_visit(_for(request, member), portal, member=member, now=now)
    async with portal.database.read() as session:
        view = await ladder.focus(session, catalogue=visit.catalogue, member=member, milestone_id=milestone_id, now=now)
    return _framed(request, visit, "customer/milestone.html", page=OWN, **visit.names(view), **neighbours(view))


def _for(request: Request, member: SignedInMember) -> Request:
    """The request as if the member had made it, in a browser that likes no language better than another."""
    headers = [(name, value) for name, value in request.scope["headers"] if name != b"accept-language"]
    state = {**request.scope.get("state", {}), "signed_in": member}
    return Request({**request.scope, "headers": headers, "state": state})


def _framed(request: Request, visit: Visit, name: str, **names: Any) -> Response:  # noqa: ANN401 - what templates read
    account = f"/internal/accounts/{visit.member.account_id}"
    frame = partial(request, "internal/account/_as.html", member=visit.member, address=account)
    whole = page(visit.request, name, **names)
    shown = read_only(
        bytes(whole.body).decode(),
        address=f"{account}/as/{visit.member.id}",
        frame=bytes(frame.body).decode(),
    )
    headers = {"Cache-Control": "no-store", "Content-Language": whole.headers["Content-Language"]}
    return HTMLResponse(shown, headers=headers)
