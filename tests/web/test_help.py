from dataclasses import replace

from sqlalchemy import update

from portal.db.tables import Onboarding, Staff
from tests.factories import add_staff
from tests.web.conftest import World


async def test_help_says_whom_to_ask(world: World) -> None:
    assert "Nobody at Marlowe guides you yet" in (await world.member.get("/help")).text
    guide = await add_staff(world.database, name="Tomás Vidal")
    async with world.database.write() as session:
        await session.execute(update(Onboarding).values(csm_id=guide))
        await session.execute(update(Staff).values(booking_url="https://book.test/tomas"))
    answer = (await world.member.get("/help")).text
    assert "<b>Tomás Vidal</b> at Marlowe guides you." in answer
    assert 'href="https://book.test/tomas"' in answer


async def test_help_names_the_vendors_address_where_the_settings_do(world: World) -> None:
    assert "mailto:" not in (await world.member.get("/help")).text
    portal = world.app.state.portal
    told = portal.settings.model_copy(update={"support_email": "help@marlowe.test"})
    world.app.state.portal = replace(portal, settings=told)
    assert 'href="mailto:help@marlowe.test"' in (await world.member.get("/help")).text
