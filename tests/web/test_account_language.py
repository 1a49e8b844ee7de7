"""The language of an account: for its people who have not chosen one, and changed by its admins alone."""

from portal.domain.roles import Role
from tests.factories import add_account
from tests.web.conftest import World, enter

HERE = "/settings/language"


async def test_everybody_of_the_account_reads_its_language_and_nobody_else(world: World) -> None:
    assert (await world.member.post(HERE, data={"language": "de"})).status_code == 303
    operator = await enter(world.app, world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    assert '<html lang="de"' in (await operator.get("/team")).text
    stranger = await enter(world.app, world.database, await add_account(world.database, name="Northwind"))
    assert '<html lang="en"' in (await stranger.get("/team")).text
    assert (await world.member.post(HERE, data={"language": ""})).status_code == 303
    assert '<html lang="en"' in (await operator.get("/team")).text


async def test_the_activity_tells_who_changed_it(world: World) -> None:
    await world.member.post(HERE, data={"language": "ar"})
    await world.member.post(HERE, data={"language": "ar"})
    await world.member.post(HERE, data={"language": ""})
    assert (await world.member.get("/settings/activity")).text.count("changed the language of the account") == 2


async def test_a_language_without_words_is_refused(world: World) -> None:
    answer = await world.member.post(HERE, data={"language": "tlh"})
    assert answer.status_code == 422
    assert "This language is not on offer." in answer.text


async def test_only_admins_choose_it(world: World) -> None:
    operator = await enter(world.app, world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    assert (await operator.post(HERE, data={"language": "de"})).status_code == 403
