"""The account's look: a colour, proved readable before it is kept, and a logo."""

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_413_CONTENT_TOO_LARGE, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.branding import parse_colour
from portal.domain.errors import Invalid, Stale, TooLarge
from portal.services import branding
from portal.web.actor import ActorDep
from portal.web.branding import look
from portal.web.conflicts import beside
from portal.web.deps import SessionDep
from portal.web.forms import submitted
from portal.web.routes.customer.settings.admin import AdminVisitDep
from portal.web.routes.customer.settings.look import HERE, ColourForm, Forms, LogoForm, shown, worn
from portal.web.templating import partial
from portal.web.uploads import picture, required

router = APIRouter(prefix=HERE, include_in_schema=False)


@router.get("")
async def show(visit: AdminVisitDep, colour: str = "") -> Response:
    """The colour and the logo as they are, or as they would be with another colour."""
    return shown(visit, typed=colour)


@router.get("/preview")
async def preview(visit: AdminVisitDep, colour: str = "") -> Response:
    """What a colour would look like, and its contrasts. Raises Invalid for what is no colour."""
    seen = look(parse_colour(colour) if colour else worn(visit))
    return partial(visit.request, "customer/settings/_preview.html", seen=seen, member=visit.member)


@router.post("/colour")
async def change_colour(visit: AdminVisitDep, session: SessionDep, actor: ActorDep) -> Response:
    """Wear a colour, or the vendor's again."""
    form = await submitted(visit.request, ColourForm)
    if not form.validate():
        return shown(visit, Forms(colour=form), status=HTTP_422_UNPROCESSABLE_CONTENT)
    account_id, colour, version = visit.member.account_id, form.colour.data or None, form.version.data or 0
    try:
        await branding.set_colour(
            session, account_id=account_id, colour=colour, version=version, actor=actor, now=visit.now
        )
    except Stale as stale:
        return shown(visit, Forms(colour=beside(form, stale)), status=HTTP_409_CONFLICT)
    return visit.go(HERE)


@router.post("/logo")
async def change_logo(visit: AdminVisitDep, session: SessionDep, actor: ActorDep) -> Response:
    """Wear a logo."""
    body, typed = await picture(visit.request, "logo")
    form, account_id = LogoForm(typed), visit.member.account_id
    try:
        version = form.version.data or 0
        await branding.set_logo(
            session, account_id=account_id, body=required(body), version=version, actor=actor, now=visit.now
        )
    except (Invalid, TooLarge) as refusal:
        form.logo.errors = [refusal.sentence]
        too_large = isinstance(refusal, TooLarge)
        status = HTTP_413_CONTENT_TOO_LARGE if too_large else HTTP_422_UNPROCESSABLE_CONTENT
        return shown(visit, Forms(logo=form), status=status)
    except Stale as stale:
        return shown(visit, Forms(logo=beside(form, stale)), status=HTTP_409_CONFLICT)
    return visit.go(HERE)


@router.post("/logo/remove")
async def remove_logo(visit: AdminVisitDep, session: SessionDep, actor: ActorDep) -> Response:
    """Show the vendor's name again in place of the logo."""
    form, account_id = await submitted(visit.request, LogoForm), visit.member.account_id
    version = form.version.data or 0
    try:
        await branding.remove_logo(session, account_id=account_id, version=version, actor=actor, now=visit.now)
    except Stale as stale:
        return shown(visit, Forms(logo=beside(form, stale)), status=HTTP_409_CONFLICT)
    return visit.go(HERE)
