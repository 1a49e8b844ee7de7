import re

from portal.web.theme import theme_name
from tests.factories import add_staff, browser, sign_in
from tests.web.conftest import World


async def test_staff_see_every_part_and_members_do_not(world: World) -> None:
    staff = browser(world.app, await sign_in(world.database, staff_id=await add_staff(world.database)))
    answer = await staff.get("/internal/styleguide")
    assert answer.status_code == 200
    for part in ("btn", "chip", "node", "field", "choice", "switch", "empty", "rise", "mini", "badge", "sg-proof"):
        assert re.search(rf'class="[^"]*\b{part}\b', answer.text), part
    assert (await world.member.get("/internal/styleguide")).status_code == 403


async def test_a_colour_dresses_the_page_and_is_proved(world: World) -> None:
    staff = browser(world.app, await sign_in(world.database, staff_id=await add_staff(world.database)))
    answer = await staff.get("/internal/styleguide", params={"colour": "ffd400"})
    assert f"/theme/{theme_name('#ffd400')}.css" in answer.text
    assert 'fill="#ffd400"' in answer.text


async def test_what_is_no_colour_comes_back_with_the_mend(world: World) -> None:
    staff = browser(world.app, await sign_in(world.database, staff_id=await add_staff(world.database)))
    answer = await staff.get("/internal/styleguide", params={"colour": '"><b>blue'})
    assert answer.status_code == 422
    assert "six digits" in answer.text
    assert 'aria-invalid="true" ' in answer.text
    assert 'aria-describedby="colour-hint colour-error"' in answer.text
    assert "<b>blue" not in answer.text
