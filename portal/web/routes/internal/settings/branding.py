"""The vendor's look: a colour, proved readable before it is kept, and a logo."""

from dataclasses import dataclass

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.status import HTTP_409_CONFLICT, HTTP_413_CONTENT_TOO_LARGE, HTTP_422_UNPROCESSABLE_CONTENT
from wtforms import FileField, StringField

from portal.domain.branding import parse_colour
from portal.domain.errors import Invalid, Stale, TooLarge
from portal.domain.subjects import Subject, require_reader
from portal.services import vendor_brand
from portal.web.branding import look
from portal.web.conflicts import VersionedForm, beside, editing
from portal.web.deps import ReaderDep, SessionDep
from portal.web.forms import is_colour, placed, submitted
from portal.web.internal.forms.base import stripped
from portal.web.routes.internal.settings.desk import HERE, Desk, DeskDep
from portal.web.templating import partial
from portal.web.uploads import picture, required

router = APIRouter(prefix=f"{HERE}/branding", include_in_schema=False)


class ColourForm(VersionedForm):
    """The colour the vendor chooses; empty for that of the installation."""

    colour = StringField("Your colour", filters=[stripped], validators=[is_colour])


class LogoForm(VersionedForm):
    """The logo the vendor chooses."""

    logo = FileField("Picture")


@dataclass(frozen=True, slots=True)
class Forms:
    """The two forms of the page, as far as one of them comes back."""

    colour: ColourForm | None = None
    logo: LogoForm | None = None


@router.get("")
async def show(desk: DeskDep, session: ReaderDep, colour: str = "") -> Response:
    """The colour and the logo as they are, or as they would be with another colour. Raises Forbidden."""
    return await _page(desk, session, typed=colour)


@router.get("/preview")
async def preview(desk: DeskDep, colour: str = "") -> Response:
    """What a colour would look like, and its contrasts. Raises Forbidden, and Invalid for what is no colour."""
    require_reader(desk.staff, Subject.BRANDING)
    seen = look(parse_colour(colour) if colour else _worn(desk))
    return partial(desk.request, "customer/settings/_preview.html", seen=seen)


@router.post("/colour")
async def change_colour(desk: DeskDep, session: SessionDep) -> Response:
    """Wear a colour, or that of the installation again. Raises Forbidden."""
    desk.doer.require_owner()
    form = await submitted(desk.request, ColourForm)
    if not form.validate():
        return await _page(desk, session, Forms(colour=form), status=HTTP_422_UNPROCESSABLE_CONTENT)
    colour, version = form.colour.data or None, form.version.data or 0
    try:
        await vendor_brand.set_colour(session, doer=desk.doer, colour=colour, version=version, now=desk.now)
    except Stale as stale:
        return await _page(desk, session, Forms(colour=beside(form, stale)), status=HTTP_409_CONFLICT)
    return await _done(desk, session)


@router.post("/logo")
async def change_logo(desk: DeskDep, session: SessionDep) -> Response:
    """Wear a logo. Raises Forbidden."""
    desk.doer.require_owner()
    body, typed = await picture(desk.request, "logo")
    form = LogoForm(typed)
    try:
        version = form.version.data or 0
        await vendor_brand.set_logo(session, doer=desk.doer, body=required(body), version=version, now=desk.now)
    except (Invalid, TooLarge) as refusal:
        form.logo.errors = [refusal.sentence]
        too_large = isinstance(refusal, TooLarge)
        status = HTTP_413_CONTENT_TOO_LARGE if too_large else HTTP_422_UNPROCESSABLE_CONTENT
        return await _page(desk, session, Forms(logo=form), status=status)
    except Stale as stale:
        return await _page(desk, session, Forms(logo=beside(form, stale)), status=HTTP_409_CONFLICT)
    return await _done(desk, session)


@router.post("/logo/remove")
async def remove_logo(desk: DeskDep, session: SessionDep) -> Response:
    """Show the vendor's name again in place of the logo. Raises Forbidden."""
    form = await submitted(desk.request, LogoForm)
    try:
        await vendor_brand.remove_logo(session, doer=desk.doer, version=form.version.data or 0, now=desk.now)
    except Stale as stale:
        return await _page(desk, session, Forms(logo=beside(form, stale)), status=HTTP_409_CONFLICT)
    return await _done(desk, session)


def _worn(desk: Desk) -> str:
    """The colour the vendor's pages wear; empty for that of the portal."""
    return desk.portal.brand.current.colour or ""


async def _done(desk: Desk, session: AsyncSession) -> Response:
    """Back to the page, which wears the new look at once; other processes follow within seconds."""
    await desk.portal.brand.refresh(session)
    return desk.go(Subject.BRANDING)


async def _page(
    desk: Desk, session: AsyncSession, forms: Forms | None = None, *, typed: str = "", status: int = 200
) -> Response:
    own = await vendor_brand.look(session, staff=desk.staff)
    given, now = forms or Forms(), vendor_brand.fields(own.brand)
    colour = given.colour or editing(ColourForm(), version=own.version, now=now)
    if typed:
        colour.colour.data = typed
        status = 200 if colour.colour.validate(colour) else HTTP_422_UNPROCESSABLE_CONTENT
    logo = given.logo or editing(LogoForm(), version=own.version, now=now)
    shown = "" if colour.colour.errors else colour.colour.data or ""
    return desk.page(
        Subject.BRANDING,
        "branding",
        status=status,
        form=placed(colour, "brand"),
        logo_form=placed(logo, "picture"),
        own=own.brand,
        seen=look(shown or _worn(desk)),
    )
