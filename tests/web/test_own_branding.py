"""The account's colour and logo: seen before they are kept, readable whatever they are, and the account's alone."""

from io import BytesIO

import httpx
import pytest
from PIL import Image

from portal.domain.roles import Role
from portal.web.branding import look
from tests.factories import HTMX, add_account
from tests.web.conftest import World, enter
from tests.web.forms import filled, held

# What is stored is tried on both databases in tests/services; here the pages are.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HERE = "/settings/branding"


def picture(kind: str = "PNG", size: tuple[int, int] = (240, 60)) -> bytes:
    """A picture of one colour."""
    body = BytesIO()
    Image.new("RGB", size, "#aa3300").save(body, kind)
    return body.getvalue()


async def wear(admin: httpx.AsyncClient, what: str, body: bytes | None = None, **typed: str) -> httpx.Response:
    """The answer to one of the page's forms as an admin sends it."""
    action = f"{HERE}/{what}"
    data = await filled(admin, HERE, action, **typed)
    data.pop("logo", None)
    return await admin.post(action, data=data, files={"logo": ("logo", body)} if body is not None else None)


async def test_a_colour_is_seen_before_it_is_kept(world: World) -> None:
    seen = await world.member.get(f"{HERE}?colour=%23aa3300")
    assert 'value="#aa3300"' in seen.text
    assert "Back to the colour of" not in (await world.member.get(HERE)).text
    part = await world.member.get(f"{HERE}/preview?colour=%23aa3300", headers=HTMX)
    assert part.text.lstrip().startswith('<div class="stack" id="preview"')
    assert (await world.member.get(f"{HERE}/preview?colour=red", headers=HTMX)).status_code == 422


async def test_everybody_of_the_account_wears_the_colour_and_nobody_else(world: World) -> None:
    assert (await wear(world.member, "colour", colour="#AA3300")).status_code == 303
    assert "/theme/aa3300-" in (await world.member.get("/team")).text
    operator = await enter(world.app, world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    assert "/theme/aa3300-" in (await operator.get("/team")).text
    stranger = await enter(world.app, world.database, await add_account(world.database, name="Northwind"))
    assert "/theme/aa3300-" not in (await stranger.get("/team")).text
    await wear(world.member, "colour", colour="")
    assert "/theme/aa3300-" not in (await world.member.get("/team")).text


@pytest.mark.parametrize("colour", ["red", "#12345", "url(//evil)", "#12345g"])
async def test_what_is_no_colour_is_said_next_to_it(world: World, colour: str) -> None:
    answer = await wear(world.member, "colour", colour=colour)
    assert answer.status_code == 422
    assert "a colour of six digits" in answer.text
    assert "evil" not in answer.text


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_logo_is_shown_and_removed(world: World, kind: str) -> None:
    sent = await wear(world.member, "logo", picture(kind))
    assert sent.status_code == 303
    assert "Remove the logo" in (await world.member.get(HERE)).text
    await wear(world.member, "logo/remove")
    assert "Remove the logo" not in (await world.member.get(HERE)).text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<svg onload=alert(1)>", 422),
        (b"", 422),
        (picture("GIF"), 422),
        (picture(size=(5000, 10)), 413),
        (b"x" * (600 * 1024), 413),
    ],
)
async def test_what_is_no_logo_is_said_next_to_it(world: World, body: bytes, status: int) -> None:
    answer = await wear(world.member, "logo", body)
    assert answer.status_code == status
    assert 'id="picture-logo-error"' in answer.text
    assert "Remove the logo" not in (await world.member.get(HERE)).text


async def test_of_two_admins_the_second_sees_what_the_first_chose(world: World) -> None:
    jonas = await enter(world.app, world.database, world.account_id, name="Jonas Weber")
    colour = await filled(jonas, HERE, f"{HERE}/colour", colour="#112233")
    logo = await filled(jonas, HERE, f"{HERE}/logo")
    await wear(world.member, "colour", colour="#aa3300")
    late = await jonas.post(f"{HERE}/colour", data=colour)
    assert late.status_code == 409
    assert "<b>Priya Raman</b> changed this to <q>#aa3300</q> while you were editing." in late.text
    assert 'value="#112233"' in late.text
    files = {"logo": ("logo", picture())}
    version = {name: logo[name] for name in ("version", "seen")}
    assert (await jonas.post(f"{HERE}/logo", data=version, files=files)).status_code == 409
    again = held(late.text, f"{HERE}/colour")[1]
    assert (await jonas.post(f"{HERE}/colour", data=again)).status_code == 303
    assert "/theme/112233-" in (await world.member.get("/team")).text


async def test_only_admins_see_and_change_it_and_each_change_is_remembered(world: World) -> None:
    operator = await enter(world.app, world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    assert (await operator.get(HERE)).status_code == 403
    for act in "colour", "logo", "logo/remove":
        assert (await operator.post(f"{HERE}/{act}", data={"colour": "#aa3300"})).status_code == 403
    await wear(world.member, "colour", colour="#aa3300")
    assert "Priya Raman changed the branding." in (await world.member.get("/settings/activity")).text


@pytest.mark.parametrize("colour", ["", "#ffffff", "#000000", "#ffff00", "#808080"])
def test_the_proof_holds_for_hard_colours(colour: str, database_url: str) -> None:
    del database_url
    assert all(one.holds for one in look(colour).contrasts)
