"""The library's pages over both databases, with the shipped playbook."""

from collections.abc import AsyncIterator

import httpx
import pytest

from portal.db.engine import Database
from portal.domain.roles import Role
from tests.factories import HTMX, add_account, milestone, publish, running, small_playbook
from tests.web.conftest import World, enter


@pytest.fixture
async def reader(database: Database, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    await publish(database)
    account_id = await add_account(database)
    async with running(database_url) as app:
        yield await enter(app, database, account_id)


async def test_the_whole_library_is_there_to_choose_from(reader: httpx.AsyncClient) -> None:
    html = (await reader.get("/library")).text
    assert "22 to read or watch" not in html
    assert "25 to read or watch" in html
    assert (
        html.index("Turn on single sign-on") < html.index("For your colleagues") < html.index("Save your first order")
    )
    assert "Mapping groups to roles" in (await reader.get("/library?kind=video")).text
    only = (await reader.get("/library?kind=video&role=admin")).text
    assert "1 to read or watch" in only
    assert '<a class="pick" href="/library?role=admin"' in only


async def test_what_is_no_choice_chooses_nothing(reader: httpx.AsyncClient) -> None:
    answer = await reader.get("/library?kind=poem&role=king&track=x&short=&page=7")
    assert answer.status_code == 200
    assert "25 to read or watch" in answer.text


async def test_a_search_marks_what_it_found_and_htmx_gets_the_list_alone(reader: httpx.AsyncClient) -> None:
    html = (await reader.get("/library", params={"q": "grouping rol"})).text
    assert "<mark>groups</mark>" in html
    assert "<mark>roles</mark>" in html
    listed = await reader.get("/library", params={"q": "grouping rol"}, headers=HTMX)
    assert listed.text.lstrip().startswith('<div id="found">')
    assert "HX-Request-Type" in listed.headers["Vary"]
    assert "<html" not in listed.text


async def test_a_search_without_a_result_offers_a_way_on(reader: httpx.AsyncClient) -> None:
    assert "Show the whole library" in (await reader.get("/library?q=zeppelin")).text
    assert "come nearest" in (await reader.get("/library?q=zeppelin+carrier")).text


async def test_what_is_searched_for_is_only_ever_text(reader: httpx.AsyncClient) -> None:
    html = (await reader.get("/library", params={"q": '<script>alert(1)</script> " carrier\0'})).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


async def test_articles_are_found_in_the_language_they_are_read_in(database: Database, database_url: str) -> None:
    await publish(database)
    account_id = await add_account(database)
    async with running(database_url) as app:
        operator = await enter(app, database, account_id, role=Role.OPERATOR)
        html = (await operator.get("/library?q=Auftrages", headers={"Accept-Language": "de"})).text
    assert "<mark>Auftrag" in html


async def test_an_article_has_its_sections_its_video_and_the_way_to_its_milestone(reader: httpx.AsyncClient) -> None:
    html = (await reader.get("/library/single_sign_on")).text
    assert '<a href="#section-2">Connect your provider</a>' in html
    assert '<h2 id="section-2">Connect your provider</h2>' in html
    assert 'kind="captions"' in html
    assert 'href="/milestones/single_sign_on"' in html


async def test_other_peoples_articles_can_be_read_but_not_judged(reader: httpx.AsyncClient) -> None:
    html = (await reader.get("/library/first_report")).text
    assert "This is not on your ladder" in html
    assert "Was this helpful?" not in html
    assert (await reader.post("/library/first_report/helpful", data={"thumb": "up"})).status_code == 404
    assert (await reader.get("/library/nowhere")).status_code == 404


async def test_saying_whether_an_article_helped(reader: httpx.AsyncClient) -> None:
    address = "/library/core_team/helpful"
    plain = await reader.post(address, data={"thumb": "up", "comment": "Short and good."})
    assert (plain.status_code, plain.headers["Location"]) == (303, "/library/core_team#helpful")
    changed = await reader.post(address, data={"thumb": "down", "comment": "Short and good."}, headers=HTMX)
    assert changed.text.lstrip().startswith('<section class="helpful"')
    assert 'value="down" aria-pressed="true"' in changed.text
    assert 'name="comment" value="Short and good."' in (await reader.get("/library/core_team")).text


async def test_a_judgement_that_is_none_is_refused_in_its_place(reader: httpx.AsyncClient) -> None:
    refused = await reader.post("/library/core_team/helpful", data={"thumb": "sideways"}, headers=HTMX)
    assert refused.status_code == 422
    assert "Choose one of the two." in refused.text
    whole = await reader.post("/library/core_team/helpful", data={})
    assert (whole.status_code, "<html" in whole.text) == (422, True)


async def test_hostile_content_is_text(database: Database, database_url: str) -> None:
    bad = milestone(
        "bad", title="<b>" + "x" * 200, article="## <img src=x onerror=alert(1)>\n\n## Two\n\n## Three\n\nHi"
    )
    account_id = await add_account(database)
    async with running(database_url, small_playbook(bad)) as app:
        member = await enter(app, database, account_id)
        pages = [(await member.get(address)).text for address in ("/library", "/library/bad")]
    assert all("<b>xxx" not in html and "<img" not in html for html in pages)


async def test_nobody_reads_without_signing_in(world: World) -> None:
    world.member.cookies.clear()
    assert (await world.member.get("/library")).status_code == 303
