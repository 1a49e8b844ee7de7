"""Style sheets, favicons and logos of brands. Their addresses name what is in them, so they never grow old."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from portal.domain.errors import NotFound
from portal.domain.wording import phrase
from portal.services import content
from portal.web.assets import FOR_EVER
from portal.web.deps import PortalDep, ReaderDep
from portal.web.templating import page
from portal.web.theme import style_sheet, theme, theme_name

NO_SUCH: Final = phrase("There is no such style. Open the page again to get the current one.")

router = APIRouter(include_in_schema=False)

NameDep = Annotated[str, Path(pattern="^[0-9a-f]{6}-[0-9a-f]{12}$")]


@router.get("/theme/{name}.css")
async def theme_sheet(name: NameDep) -> Response:
    """The tokens of a brand's colour. Raises NotFound where this version makes other ones of it."""
    return Response(style_sheet(_colour(name)), media_type="text/css", headers={"Cache-Control": FOR_EVER})


@router.get("/favicon/{name}.svg")
async def favicon(request: Request, name: NameDep) -> Response:
    """The Rise in a brand's colour, small enough for a tab. Raises NotFound."""
    answer = page(request, "favicon.svg", brand=theme(_colour(name)).light.brand)
    answer.headers.update({"Content-Type": "image/svg+xml", "Cache-Control": FOR_EVER})
    return answer


@router.get("/logo/{digest}")
async def logo(digest: str, portal: PortalDep, session: ReaderDep) -> Response:
    """The vendor's logo, for everybody; no other medium is. Raises NotFound."""
    if digest != portal.brand.current.logo:
        raise NotFound(NO_SUCH)
    found = await content.medium(session, digest)
    body = await content.medium_bytes(session, found)
    return Response(body, media_type=found.type, headers={"Cache-Control": FOR_EVER})


def _colour(name: str) -> str:
    colour = f"#{name[:6]}"
    if theme_name(colour) != name:
        raise NotFound(NO_SUCH)
    return colour
