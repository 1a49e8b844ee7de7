"""The language of an account: for its people who have not chosen one, and changed by its admins alone."""

import httpx

from portal.domain.roles import Role
from tests.factories import add_account
from tests.web.conftest import World, enter
from tests.web.forms import filled

HERE = "/settings/language"
PAGE = "/settings/branding"


async def speak(admin: httpx.AsyncClient, language: str) -> httpx.Response:
    """The answer to an admin who chooses a language."""
    return await admin.post(HERE, data=await filled(admin, PAGE, HERE, language=language))


async def test_everybody_of_the_account_reads_its_language_and_nobody_else(world: World) -> None:
    assert (await speak(world.member, "de")).status_code == 303
    operator = await enter(world.app, world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    assert '<html lang="de"' in (await operator.get("/team")).text
    stranger = await enter(world.app, world.database, await add_account(world.database, name="Northwind"))
    assert '<html lang="en"' in (await stranger.get("/team")).text
    assert (await speak(world.member, "")).status_code == 303
    assert '<html lang="en"' in (await operator.get("/team")).text


async def test_the_activity_tells_who_changed_it(world: World) -> None:
    await speak(world.member, "ar")
    await speak(world.member, "ar")
    await speak(world.member, "")
    assert (await world.member.get("/settings/activity")).text.count("changed the language of the account") == 2


async def test_a_language_without_words_is_refused(world: World) -> None:
    answer = await speak(world.member, "tlh")
    assert answer.status_code == 422
    assert "This language is not on offer." in answer.text


async def test_only_admins_choose_it(world: World) -> None:
    operator = await enter(world.app, world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    assert (await operator.post(HERE, data={"language": "de"})).status_code == 403


async def test_of_two_admins_the_second_sees_what_the_first_chose(world: World) -> None:
    jonas = await enter(world.app, world.database, world.account_id, name="Jonas Weber")
    meant = await filled(jonas, PAGE, HERE, language="ar")
    await speak(world.member, "de")
    late = await jonas.post(HERE, data=meant)
    assert late.status_code == 409
    assert "<b>Priya Raman</b>" in late.text
    assert "<q>Deutsch</q>" in late.text
    assert '<option value="ar" lang="ar" selected>' in late.text
