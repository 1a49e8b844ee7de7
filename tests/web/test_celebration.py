"""Celebrations over both databases: reached by a tick, shown once, remembered."""

from io import BytesIO

from PIL import Image, ImageChops
from sqlalchemy import select

from portal.db import branding, preferences
from portal.db.engine import Database
from portal.db.tables import Member
from portal.domain.branding import Brand
from portal.domain.preferences import Preferences
from tests.factories import HTMX, NOW, add_account, milestone, running, small_playbook
from tests.web.conftest import MAP, PICK, World, enter


async def test_a_celebration_waits_for_its_milestone(world: World) -> None:
    for page in ("celebration", "badge.svg", "badge.png"):
        answer = await world.member.get(f"/milestones/sign_on/{page}")
        assert answer.status_code == 404
        assert "“Turn on single sign-on” is not done yet" in answer.text


async def reach(world: World) -> None:
    for address in (PICK, MAP):
        await world.member.post(address, data={"page": "home"})


async def test_a_celebration_says_what_changed_and_is_remembered(world: World) -> None:
    await reach(world)
    html = (await world.member.get("/milestones/sign_on/celebration")).text
    assert "Halden Freight did it." in html
    assert "Nobody at Halden Freight waits any more." in html
    assert "Milestone 1 of 3" in html
    assert "log-ins a week" in html
    assert "Open Automations" in html
    assert "Reach data" in html
    assert "Celebrated" in (await world.member.get("/")).text


async def test_the_badge_is_a_picture_to_keep(world: World) -> None:
    await reach(world)
    answer = await world.member.get("/milestones/sign_on/badge.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="sign_on.svg"'
    assert "Turn on single sign-on" in answer.text
    assert "var(" not in answer.text


async def test_the_badge_is_a_square_picture_in_the_colours_of_the_brand(world: World) -> None:
    await reach(world)
    answer = await world.member.get("/milestones/sign_on/badge.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="sign_on.png"'
    own = Image.open(BytesIO(answer.content))
    assert (own.format, own.size) == ("PNG", (1200, 1200))
    async with world.database.write() as session:
        await branding.set_account(session, world.account_id, Brand("#c2410c"))
    branded = Image.open(BytesIO((await world.member.get("/milestones/sign_on/badge.png")).content))
    assert ImageChops.difference(own.convert("RGB"), branded.convert("RGB")).getbbox()


async def test_the_page_says_who_did_it_and_in_how_many_days(world: World) -> None:
    await reach(world)
    assert "You did it in 15 days." in (await world.member.get("/milestones/sign_on/celebration")).text
    colleague = await enter(world.app, world.database, world.account_id, name="Mei Tanaka")
    told = (await colleague.get("/milestones/sign_on/celebration")).text
    assert "Priya Raman did it in" in told


async def test_whoever_wants_no_celebrations_gets_a_calm_page(world: World) -> None:
    await reach(world)
    assert 'class="bits"' in (await world.member.get("/milestones/sign_on/celebration")).text
    async with world.database.write() as session:
        member_id = await session.scalar(select(Member.id))
        calm = Preferences(celebrations=False)
        assert member_id
        await preferences.save(
            session, account_id=world.account_id, member_id=member_id, preferences=calm, version=0, now=NOW
        )
    html = (await world.member.get("/milestones/sign_on/celebration")).text
    assert 'class="bits"' not in html
    assert 'class="calm"' in html


async def test_an_open_page_moves_on_to_the_celebration_once(world: World) -> None:
    await reach(world)
    for address in ("/ladder", "/milestones/data/refreshed"):
        shown = await world.member.get(address, headers=HTMX)
        assert 'id="onward" data-hx-get="/milestones/sign_on/celebration"' in shown.text
    assert 'data-state="done"' in (await world.member.get("/ladder", headers=HTMX)).text
    onward = await world.member.get("/milestones/sign_on/celebration", headers=HTMX)
    assert onward.headers["HX-Redirect"] == "/milestones/sign_on/celebration"
    assert "onward" not in (await world.member.get("/")).text
    assert "See what changed" in (await world.member.get("/")).text
    await world.member.get("/milestones/sign_on/celebration")
    stays = await world.member.get("/ladder", headers=HTMX)
    assert "onward" not in stays.text
    assert stays.text.lstrip().startswith('<div id="ladder"')
    assert "<html" not in stays.text


async def test_at_the_top_the_page_looks_back(database: Database, database_url: str) -> None:
    account_id = await add_account(database)
    async with running(database_url, small_playbook(milestone("only"))) as app:
        member = await enter(app, database, account_id)
        done = await member.post("/milestones/only/steps/only", data={"page": "home"})
        assert "You are at the top" in (await member.get(done.headers["Location"])).text
        assert "your milestone is done" in (await member.get("/")).text


async def test_the_last_tick_leads_to_the_celebration(world: World) -> None:
    await world.member.post(PICK, data={"page": "home"})
    answer = await world.member.post(MAP, data={"page": "home"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/milestones/sign_on/celebration")


async def test_the_last_tick_by_htmx_leads_there_too(world: World) -> None:
    await world.member.post(PICK, data={"page": "home"})
    answer = await world.member.post(MAP, data={"page": "home"}, headers=HTMX)
    assert answer.headers["HX-Redirect"] == "/milestones/sign_on/celebration"
