"""The account's look: a colour, proved readable before it is kept, and a logo."""

from typing import Any, Final

from fastapi import APIRouter, Response
from starlette.status import HTTP_413_CONTENT_TOO_LARGE, HTTP_422_UNPROCESSABLE_CONTENT
from wtforms import Form, StringField

from portal.domain.branding import parse_colour
from portal.domain.errors import Invalid, TooLarge
from portal.domain.wording import phrase
from portal.services import branding
from portal.web.actor import ActorDep
from portal.web.branding import look
from portal.web.deps import SessionDep
from portal.web.forms import submitted
from portal.web.preferences import languages
from portal.web.routes.customer.settings.admin import AdminVisitDep, frame
from portal.web.routes.customer.visit import Visit
from portal.web.templating import page, partial
from portal.web.uploads import picture, required

HERE: Final = "/settings/branding"

router = APIRouter(prefix=HERE, include_in_schema=False)


class ColourForm(Form):
    """The colour an account chooses; empty for the vendor's."""

    colour = StringField(phrase("Colour"), default="")


@router.get("")
async def show(visit: AdminVisitDep, colour: str = "") -> Response:
    """The colour and the logo as they are, or as they would be with another colour."""
    return _page(visit, colour or _own(visit))


@router.get("/preview")
async def preview(visit: AdminVisitDep, colour: str = "") -> Response:
    """What a colour would look like, and its contrasts. Raises Invalid for what is no colour."""
    shown = look(parse_colour(colour) if colour else _own(visit))
    return partial(visit.request, "customer/settings/_preview.html", seen=shown, member=visit.member)


@router.post("/colour")
async def change_colour(visit: AdminVisitDep, session: SessionDep, actor: ActorDep) -> Response:
    """Wear a colour, or the vendor's again."""
    form = await submitted(visit.request, ColourForm)
    colour = form.colour.data or None
    try:
        await branding.set_colour(
            session, account_id=visit.member.account_id, colour=colour, actor=actor, now=visit.now
        )
    except Invalid as refusal:
        return _page(visit, colour or "", status=HTTP_422_UNPROCESSABLE_CONTENT, colour_error=refusal.sentence)
    return visit.go(HERE)


@router.post("/logo")
async def change_logo(visit: AdminVisitDep, session: SessionDep, actor: ActorDep) -> Response:
    """Wear a logo."""
    try:
        body = required((await picture(visit.request, "logo"))[0])
        await branding.set_logo(session, account_id=visit.member.account_id, body=body, actor=actor, now=visit.now)
    except (Invalid, TooLarge) as refusal:
        status = HTTP_413_CONTENT_TOO_LARGE if isinstance(refusal, TooLarge) else HTTP_422_UNPROCESSABLE_CONTENT
        return _page(visit, _own(visit), status=status, logo_error=refusal.sentence)
    return visit.go(HERE)


@router.post("/logo/remove")
async def remove_logo(visit: AdminVisitDep, session: SessionDep, actor: ActorDep) -> Response:
    """Show the vendor's name again in place of the logo."""
    await branding.remove_logo(session, account_id=visit.member.account_id, actor=actor, now=visit.now)
    return visit.go(HERE)


def _own(visit: Visit) -> str:
    """The colour the account wears, its own or the vendor's; empty for that of the portal."""
    return visit.member.brand.over(visit.portal.brand.current).colour or ""


def _page(visit: Visit, colour: str, *, status: int = 200, **errors: str) -> Response:
    try:
        shown = look(parse_colour(colour) if colour else "")
    except Invalid as refusal:
        shown, status = look(_own(visit)), HTTP_422_UNPROCESSABLE_CONTENT
        errors = {"colour_error": refusal.sentence} | errors
    names: dict[str, Any] = (
        {"seen": shown, "typed": colour, "colour_error": None, "logo_error": None} | errors | {"languages": languages()}
    )
    return page(visit.request, "customer/settings/branding.html", status=status, **names, **frame(visit, "branding"))
