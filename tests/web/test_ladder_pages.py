"""The customer's pages over both databases: what a member sees, does, and is refused."""

import pytest

from portal.db.engine import Database
from portal.domain.rules import EventRule
from tests.factories import (
    HTMX,
    WITH_SIGNAL,
    add_account,
    add_staff,
    browser,
    milestone,
    running,
    sign_in,
    small_playbook,
    step,
)
from tests.web.conftest import MAP, PICK, World, enter


async def test_the_start_page_names_the_one_thing_to_do(world: World) -> None:
    html = (await world.member.get("/")).text
    assert "Two steps to one-click sign-in for everyone." in html
    assert "Start: pick your identity provider" in html
    assert 'href="#step-sign_on-pick"' in html
    assert 'id="step-sign_on-pick"' in html
    assert "Week 3 · Discovery" in html
    assert "Opens after Turn on single sign-on" in html


async def test_the_rise_says_in_words_what_it_draws(world: World) -> None:
    html = (await world.member.get("/")).text
    assert "Your ladder: 0 of 3 milestones done" in html
    assert "Turn on single sign-on: open now." in html
    assert "Reach pilot: locked, opens after Turn on single sign-on." in html


async def test_nothing_on_the_pages_needs_inline_style_or_script(world: World) -> None:
    for address in ("/", "/milestones/sign_on"):
        html = (await world.member.get(address)).text
        assert "style=" not in html
        assert "onclick" not in html
        assert "<script>" not in html


async def test_a_tick_by_htmx_answers_with_the_milestone_alone(world: World) -> None:
    answer = await world.member.post(PICK, data={"page": "home"}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<article class="now stack" id="milestone-sign_on"')
    assert "<html" not in answer.text
    assert answer.headers["HX-Trigger"] == "moved"
    assert answer.headers["Vary"].startswith("HX-Request-Type, Accept-Language")
    assert "You · 17 Nov" in answer.text
    assert "Steps, 1 of 2 done" in answer.text


@pytest.mark.parametrize(
    ("page", "back"),
    [("home", "/#milestone-sign_on"), ("own", "/milestones/sign_on#milestone-sign_on")],
)
async def test_a_tick_by_form_leads_back_to_the_page_it_came_from(world: World, page: str, back: str) -> None:
    answer = await world.member.post(PICK, data={"page": page})
    assert (answer.status_code, answer.headers["Location"]) == (303, back)
    assert "One step to one-click sign-in" in (await world.member.get("/")).text


async def test_a_tick_twice_changes_nothing(world: World) -> None:
    await world.member.post(PICK, data={"page": "home"})
    assert (await world.member.post(PICK, data={"page": "home"})).status_code == 303
    assert "One step to" in (await world.member.get("/")).text


async def test_a_colleague_sees_who_ticked_the_shared_step(world: World) -> None:
    await world.member.post(PICK, data={"page": "home"})
    colleague = await enter(world.app, world.database, world.account_id, name="Jonas Weber")
    assert "Priya Raman · 17 Nov" in (await colleague.get("/")).text


async def test_a_step_the_product_could_confirm_is_not_yet_verified(world: World) -> None:
    answer = await world.member.post(MAP, data={"page": "home"}, headers=HTMX)
    assert "Done, not yet verified" in answer.text


async def test_a_locked_milestone_says_when_it_opens_and_refuses_ticks(world: World) -> None:
    page = await world.member.get("/milestones/pilot")
    assert page.status_code == 200
    assert "Opens after" in page.text
    assert "/steps/only" not in page.text
    refused = await world.member.post("/milestones/pilot/steps/only", data={"page": "own"})
    assert refused.status_code == 409
    assert "opens after Turn on single sign-on" in refused.text


async def test_a_refusal_by_htmx_is_a_notice(world: World) -> None:
    answer = await world.member.post("/milestones/pilot/steps/only", data={"page": "own"}, headers=HTMX)
    assert answer.status_code == 409
    assert "<html" not in answer.text
    assert "data-message" in answer.text


@pytest.mark.parametrize("address", ["/milestones/nowhere", "/milestones/nowhere/celebration", "/milestones/a%20b"])
async def test_what_is_not_on_the_ladder_is_not_found(world: World, address: str) -> None:
    answer = await world.member.get(address)
    assert answer.status_code == 404
    assert "Back to your ladder" in answer.text


async def test_a_step_that_does_not_exist_is_not_found(world: World) -> None:
    answer = await world.member.post("/milestones/sign_on/steps/nothing", data={"page": "home"})
    assert answer.status_code == 404
    assert "Open the milestone again" in answer.text


async def test_a_form_that_is_not_ours_is_refused(world: World) -> None:
    answer = await world.member.post(PICK, data={"page": "https://evil.test"})
    assert answer.status_code == 422
    assert "Open your ladder and tick the step there." in answer.text


async def test_a_form_from_another_site_is_refused(world: World) -> None:
    answer = await world.member.post(PICK, data={"page": "home"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Two steps to" in (await world.member.get("/")).text


async def test_one_account_never_sees_another(world: World) -> None:
    await world.member.post(PICK, data={"page": "home"})
    other = await add_account(world.database, name="Another Firm")
    stranger = await enter(world.app, world.database, other, name="Olive Stone")
    html = (await stranger.get("/")).text
    assert "Two steps to" in html
    assert "Priya Raman" not in html


async def test_hostile_names_are_shown_as_text(database: Database, database_url: str) -> None:
    account_id = await add_account(database, name="</title><script>alert(1)</script>")
    async with running(database_url, small_playbook(milestone("only"))) as app:
        member = await enter(app, database, account_id, name='"><img src=x onerror=alert(2)>')
        await enter(app, database, account_id, name="<svg onload=alert(3)>")
        done = await member.post("/milestones/only/steps/only", data={"page": "home"})
        pages = [await member.get(a) for a in ("/", done.headers["Location"], "/milestones/only/badge.svg")]
    assert [page.status_code for page in pages] == [200, 200, 200]
    for page in pages:
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "<svg onload" not in page.text
    assert "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; did it." in pages[1].text


async def test_steps_done_and_signal_missing_says_what_is_waited_for(database: Database, database_url: str) -> None:
    account_id = await add_account(database)
    async with running(database_url, small_playbook(WITH_SIGNAL, milestone("other"))) as app:
        member = await enter(app, database, account_id)
        await member.post("/milestones/proof/steps/only", data={"page": "home"})
        html = (await member.get("/")).text
    assert "We&#39;ll know it worked when 3 orders are dispatched. 0 of 3 so far." in html
    assert "Meanwhile: reach other" in html


async def test_without_a_session_one_signs_in(world: World) -> None:
    nobody = browser(world.app)
    answer = await nobody.get("/milestones/sign_on")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=/milestones/sign_on")
    assert (await nobody.get("/ladder", headers=HTMX)).status_code == 401
    assert (await nobody.post(PICK, data={"page": "home"})).status_code == 401
    assert (await nobody.get("/live", headers=HTMX)).status_code == 401


async def test_staff_are_shown_the_way_to_their_own_view(world: World) -> None:
    staff = browser(world.app, await sign_in(world.database, staff_id=await add_staff(world.database)))
    answer = await staff.get("/")
    assert answer.status_code == 403
    assert 'href="/internal/"' in answer.text


async def test_steps_show_how_far_the_product_has_seen_them_come(database: Database, database_url: str) -> None:
    line = step("many", rule=EventRule("Order Dispatched", count=5))
    account_id = await add_account(database)
    async with running(database_url, small_playbook(milestone("only", steps=(line,)))) as app:
        html = (await (await enter(app, database, account_id)).get("/")).text
    assert "0 of 5 · 4 min" in html
    assert "This ticks itself as soon as Marlowe Dispatch sees it." in html
