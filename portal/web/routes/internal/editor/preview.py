"""A draft as customers would see it: the real pages, for somebody who is nobody, where nothing acts."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from portal.domain.people import SignedInMember
from portal.domain.preferences import Preferences, Theme
from portal.domain.roles import Role
from portal.services import ladder
from portal.web.deps import PortalDep
from portal.web.internal.read_only import read_only
from portal.web.routes.customer import start
from portal.web.routes.customer.forms import HOME as START
from portal.web.routes.customer.forms import OWN
from portal.web.routes.customer.visit import Visit, neighbours
from portal.web.routes.internal.editor.desk import HOME, Desk, ReadingDep
from portal.web.routes.internal.editor.reading import compiled
from portal.web.templating import page
from portal.web.words import LANGUAGES

NOBODY: Final = UUID(int=0)
COMPANY: Final = "Example company"

router = APIRouter(prefix=f"{HOME}/drafts/{{draft_id}}/preview", include_in_schema=False)


@router.get("")
async def choose(
    desk: ReadingDep, *, role: Role = Role.ADMIN, language: str = "en", theme: Theme = Theme.SYSTEM
) -> Response:
    """Lead to the ladder of a role, in a language and a theme."""
    chosen = language if language in LANGUAGES else "en"
    return desk.work.go(f"{desk.home}/preview/{role}/{chosen}/{theme}")


@router.get("/{role}/{language}/{theme}")
async def show_ladder(desk: ReadingDep, portal: PortalDep, *, role: Role, language: str, theme: Theme) -> Response:
    """The ladder of somebody who has just begun. Raises ContentErrors."""
    visit = await _visit(desk, portal, role, language, theme)
    return _framed(desk, visit, "customer/ladder.html", page=START, **start.names(visit, await start.read(visit)))


@router.get("/{role}/{language}/{theme}/milestones/{milestone_id}")
async def show_milestone(
    desk: ReadingDep, portal: PortalDep, *, role: Role, language: str, theme: Theme, milestone_id: str
) -> Response:
    """A milestone of it. Raises ContentErrors, and NotFound where the ladder does not have it."""
    visit = await _visit(desk, portal, role, language, theme)
    view = await ladder.focus(
        desk.session, catalogue=visit.catalogue, member=visit.member, milestone_id=milestone_id, now=visit.now
    )
    return _framed(desk, visit, "customer/milestone.html", page=OWN, **visit.names(view), **neighbours(view))


async def _visit(desk: Desk, portal: PortalDep, role: Role, language: str, theme: Theme) -> Visit:
    """A visit by nobody, on the day the draft is looked at."""
    catalogue = await compiled(desk.opened.files)
    member = SignedInMember(
        id=NOBODY,
        account_id=NOBODY,
        account_name=COMPANY,
        name="Sam Example",
        email=None,
        role=role,
        joined_on=desk.work.today,
        preferences=Preferences(language=language, theme=theme),
    )
    scope = desk.work.request.scope
    request = Request({**scope, "state": {**scope.get("state", {}), "signed_in": member}})
    return Visit(request, portal, catalogue.in_language(language), member, desk.work.now)


def _framed(desk: Desk, visit: Visit, name: str, **names: Any) -> Response:  # noqa: ANN401 - what templates read
    member = visit.member
    chosen = {"role": member.role, "language": member.preferences.language, "theme": member.preferences.theme}
    frame = desk.partial("_preview.html", chosen=chosen, roles=Role, languages=LANGUAGES, themes=Theme)
    whole = page(visit.request, name, **names)
    address = f"{desk.home}/preview/{chosen['role']}/{chosen['language']}/{chosen['theme']}"
    shown = read_only(bytes(whole.body).decode(), address=address, frame=bytes(frame.body).decode())
    return HTMLResponse(shown, headers={"Cache-Control": "no-store"})
