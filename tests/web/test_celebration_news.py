"""Telling the team of a milestone, over both databases."""

import httpx
import pytest
from sqlalchemy import select

from portal.db.tables import TeamNote
from portal.domain.notes import NoteKind
from tests.factories import HTMX, add_account
from tests.web.conftest import MAP, PICK, World, enter

NEWS = "/milestones/sign_on/news"
PAGE = "/milestones/sign_on/celebration"


@pytest.fixture
async def jonas(world: World) -> httpx.AsyncClient:
    """A colleague; the milestone is reached."""
    for address in (PICK, MAP):
        await world.member.post(address, data={"page": "home"})
    return await enter(world.app, world.database, world.account_id, name="Jonas Weber")


async def notes(world: World) -> list[TeamNote]:
    async with world.database.read() as session:
        return list(await session.scalars(select(TeamNote)))


async def test_news_are_for_the_whole_team_and_told_once(world: World, jonas: httpx.AsyncClient) -> None:
    del jonas
    assert "Jonas Weber will see it on the start page." in (await world.member.get(PAGE)).text
    for words in ("We did it!", "Again!"):
        answer = await world.member.post(NEWS, data={"note": words, "to_member_id": "1", "kind": "reminder"})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}#tell")
    (note,) = await notes(world)
    assert (note.kind, note.to_member_id, note.note) == (NoteKind.NEWS, None, "We did it!")
    assert "You told your team on 17 Nov." in (await world.member.get(PAGE)).text


async def test_htmx_gets_the_news_as_they_stand(world: World, jonas: httpx.AsyncClient) -> None:
    del jonas
    told = await world.member.post(NEWS, data={"note": ""}, headers=HTMX)
    assert told.text.lstrip().startswith('<div class="tell" id="tell">')
    assert "You told your team" in told.text


async def test_a_note_that_is_too_long_is_refused_and_kept(world: World, jonas: httpx.AsyncClient) -> None:
    del jonas
    for headers in (HTMX, {}):
        refused = await world.member.post(NEWS, data={"note": "x" * 501}, headers=headers)
        assert refused.status_code == 422
        assert "longer than 500 characters" in refused.text
        assert "x" * 501 in refused.text
    assert await notes(world) == []


async def test_nobody_to_tell(world: World) -> None:
    for address in (PICK, MAP):
        await world.member.post(address, data={"page": "home"})
    assert "Invite a colleague" in (await world.member.get(PAGE)).text
    assert (await world.member.post(NEWS, data={"note": ""})).status_code == 409


async def test_there_is_no_news_before_the_milestone(world: World) -> None:
    await enter(world.app, world.database, world.account_id, name="Jonas Weber")
    assert (await world.member.post(NEWS, data={"note": "Soon!"})).status_code == 409
    assert (await world.member.post("/milestones/nowhere/news", data={"note": ""})).status_code == 404
    assert await notes(world) == []


async def test_another_account_hears_nothing(world: World, jonas: httpx.AsyncClient) -> None:
    del jonas
    other = await add_account(world.database, name="Brightwell")
    greta = await enter(world.app, world.database, other, name="Greta Brandt")
    await world.member.post(NEWS, data={"note": "Between us."})
    assert "Between us." not in (await greta.get("/")).text
    assert (await greta.get(PAGE)).status_code == 404
