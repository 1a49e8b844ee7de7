"""Pages wear the account's brand over the vendor's, and brands' files are kept for ever."""

import re
from io import BytesIO
from uuid import UUID

from PIL import Image

from portal.db import branding as brands
from portal.domain.audit import Actor, ActorKind
from portal.domain.branding import NO_BRAND, Brand
from portal.services import branding
from portal.web.theme import theme, theme_name
from tests.factories import NOW, add_account, browser
from tests.web.conftest import World, enter

RED, TEAL = "#d1432e", "#00c2a8"
PRIYA = Actor(ActorKind.MEMBER, UUID(int=1), "Priya Raman")


def picture() -> bytes:
    body = BytesIO()
    Image.new("RGB", (40, 20), RED).save(body, "PNG")
    return body.getvalue()


async def paint(world: World, account_id: UUID | None, colour: str) -> None:
    async with world.database.write() as session:
        if account_id:
            await branding.set_colour(
                session, account_id=account_id, colour=colour, version=NO_BRAND.version, actor=PRIYA, now=NOW
            )
        else:
            await brands.set_vendor(session, Brand(colour), version=0, by="Olivia Brandt")
        await world.app.state.portal.brand.refresh(session)


async def test_a_page_without_a_brand_asks_for_no_theme(world: World) -> None:
    answer = (await world.member.get("/help")).text
    assert "/theme/" not in answer
    assert "icons/favicon.svg" in answer


async def test_members_see_their_accounts_colour_and_strangers_the_vendors(world: World) -> None:
    await paint(world, None, TEAL)
    await paint(world, world.account_id, RED)
    other = await enter(world.app, world.database, await add_account(world.database, name="Other"))
    assert f"/theme/{theme_name(RED)}.css" in (await world.member.get("/help")).text
    assert f"/theme/{theme_name(TEAL)}.css" in (await other.get("/help")).text
    for address in ("/login", "/nowhere"):
        assert f"/theme/{theme_name(TEAL)}.css" in (await browser(world.app).get(address)).text


async def test_a_theme_is_a_style_sheet_that_never_grows_old(world: World) -> None:
    answer = await browser(world.app).get(f"/theme/{theme_name(RED)}.css")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert f"light-dark({RED}," in answer.text


async def test_a_favicon_is_tinted(world: World) -> None:
    answer = await browser(world.app).get(f"/favicon/{theme_name(RED)}.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert theme(RED).light.brand in answer.text


async def test_a_theme_of_another_version_or_none_is_refused(world: World) -> None:
    for name in ("d1432e-000000000000", "d1432e", "zzzzzz-000000000000", f"{theme_name(RED)}x"):
        for address in (f"/theme/{name}.css", f"/favicon/{name}.svg"):
            assert (await browser(world.app).get(address)).status_code in {404, 422}


async def test_the_vendors_logo_is_for_everybody_and_an_accounts_for_its_members(world: World) -> None:
    async with world.database.write() as session:
        own = await branding.set_logo(
            session, account_id=world.account_id, body=picture(), version=NO_BRAND.version, actor=PRIYA, now=NOW
        )
    assert f'<img src="/media/{own.logo}" alt="Halden Freight">' in (await world.member.get("/help")).text
    stranger = browser(world.app)
    assert (await stranger.get(f"/logo/{own.logo}")).status_code == 404
    world.app.state.portal.brand.current = Brand(logo=own.logo)
    answer = await stranger.get(f"/logo/{own.logo}")
    assert answer.headers["Content-Type"] == "image/png"
    assert f'src="/logo/{own.logo}" alt="Marlowe"' in (await stranger.get("/login")).text


async def test_the_header_says_where_one_is(world: World) -> None:
    answer = (await world.member.get("/team")).text
    assert re.findall(r'href="([^"]+)" aria-current="page"', answer) == ["/team"]
    assert 'href="/settings"' in answer
