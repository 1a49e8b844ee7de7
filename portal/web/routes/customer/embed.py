"""The member's current milestone inside the vendor's product: a frame that a token opens, without any cookie."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.status import HTTP_401_UNAUTHORIZED

from portal.domain.errors import NotFound, Unauthenticated
from portal.domain.preferences import Theme
from portal.domain.wording import phrase
from portal.identity.embedding import LIFETIME
from portal.resources import STATIC
from portal.services import embedding, progress
from portal.web.deps import NowDep, Portal, PortalDep, SessionDep, portal_of
from portal.web.routes.customer.visit import Visit, get_visit
from portal.web.security import CONTENT_SECURITY_POLICY
from portal.web.templating import page

AN_HOUR: Final = "public, max-age=3600"


class FrameRoute(APIRoute):
    """Answers that may stand in a frame of the sites the installation names; without any, there is nothing."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, whose answers name the sites, and whose refused tokens are told kindly."""
        handle = super().get_route_handler()

        async def framed(request: Request) -> Response:
            sites = portal_of(request).settings.embed_origins
            if not sites:
                raise NotFound(phrase("There is nothing at this address."))
            try:
                response = await handle(request)
            except Unauthenticated:
                names = {"host": _host(request.query_params.get("host", ""), sites)}
                response = page(request, "embed/ended.html", status=HTTP_401_UNAUTHORIZED, **names)
            framing = f"frame-ancestors {' '.join(sites)}"
            response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
                "frame-ancestors 'none'", framing
            )
            response.headers["Referrer-Policy"] = "no-referrer"
            return response

        return framed


router = APIRouter(prefix="/embed", include_in_schema=False, route_class=FrameRoute)


class Pass(BaseModel):
    """What lets a frame in and tells it how to look: the token, the site around it, and the theme it asks for."""

    token: str = ""
    host: str = ""
    theme: Theme | None = None

    @property
    def query(self) -> str:
        """The same for an address."""
        return urlencode(self.model_dump(exclude_none=True))


@router.get("/ladder.js")
async def script() -> Response:
    """The script that the vendor's pages load; it makes the frame."""
    return FileResponse(STATIC / "js" / "embed.js", media_type="text/javascript", headers={"Cache-Control": AN_HOUR})


@router.get("/ladder")
async def ladder(
    request: Request,
    portal: PortalDep,
    now: NowDep,
    *,
    token: str = "",
    host: str = "",
    theme: Theme | None = None,
    reached: str = "",
) -> Response:
    """The current milestone; `reached` is the one that was just completed."""
    let_in = Pass(token=token, host=_host(host, portal.settings.embed_origins), theme=theme)
    visit = await _visit(request, portal, let_in, now)
    view = await visit.look()
    done = view.progress.find(reached)
    return page(
        request,
        "embed/ladder.html",
        let_in=let_in,
        seconds=int(LIFETIME.total_seconds()),
        base_url=portal.settings.base_url,
        reached=done if done and done.state.reached else None,
        **visit.names(view),
    )


@router.post("/milestones/{milestone_id}/steps/{step_id}")
async def tick(
    request: Request,
    portal: PortalDep,
    session: SessionDep,
    let_in: Annotated[Pass, Form()],
    now: NowDep,
    *,
    milestone_id: str,
    step_id: str,
) -> Response:
    """Tick a step, and show the ladder again."""
    visit = await _visit(request, portal, let_in, now)
    completed = await progress.tick(
        session,
        catalogue=visit.catalogue,
        member=visit.member,
        milestone_id=milestone_id,
        step_id=step_id,
        now=now,
    )
    reached = f"&reached={milestone_id}" if completed else ""
    return RedirectResponse(f"/embed/ladder?{let_in.query}{reached}", 303)


async def _visit(request: Request, portal: Portal, let_in: Pass, now: datetime) -> Visit:
    """The visit of the member whom the token lets in. Raises Unauthenticated."""
    async with portal.database.read() as session:
        member = await embedding.member_of(session, settings=portal.settings, token=let_in.token, now=now)
    if let_in.theme:
        member = replace(member, preferences=replace(member.preferences, theme=let_in.theme))
    # The words of the page are those of whoever the token lets in.
    request.state.signed_in = member
    return await get_visit(request, portal, member=member, now=now)


def _host(wanted: str, sites: tuple[str, ...]) -> str:
    """The site around the frame where it is one that may be; the frame speaks to no other."""
    return wanted if wanted in sites else ""
