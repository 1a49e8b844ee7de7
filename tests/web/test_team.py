"""The team page: who is on it, finding people among many, and inviting from it."""

import html
import re
from dataclasses import replace

import httpx
import pytest

from portal.domain.roles import Role
from tests.factories import HTMX, add_account, add_member, browser
from tests.web.conftest import PICK, World, enter

# What is stored is tried on both databases in tests/services; here the pages are.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

GUEST = "jonas@partner.example"


async def invite(
    client: httpx.AsyncClient, *, email: str = GUEST, role: str = "operator", **more: str
) -> httpx.Response:
    return await client.post("/team/invitations", data={"email": email, "role": role, **more})


def link_on(page: httpx.Response) -> str:
    """The path of the link a page shows."""
    found = re.search(r'value="https://portal\.test(/join/[^"]+)"', page.text)
    assert found
    return html.unescape(found[1])


def act_of(page: httpx.Response, act: str) -> str:
    found = re.search(rf'action="(/team/invitations/[^/]+/{act})"', page.text)
    assert found
    return found[1]


async def test_alone_one_is_welcomed_and_asked_to_invite(world: World) -> None:
    page = await world.member.get("/team")
    assert page.status_code == 200
    assert "You are the first one from Halden Freight" in page.text
    assert "Nobody at Marlowe guides you yet" in page.text


async def test_the_page_shows_colleagues_with_their_climb(world: World) -> None:
    await add_member(world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    await world.member.post(PICK)
    page = await world.member.get("/team")
    assert "2 people at Halden Freight climb along." in page.text
    assert "Mei Tanaka" in page.text
    assert page.text.count('aria-label="0 of 3 milestones reached by everybody"') == 2


async def test_a_stranger_is_never_among_them(world: World) -> None:
    elsewhere = await add_account(world.database, name="Northwind")
    await add_member(world.database, elsewhere, name="Mallory Stranger")
    for path in "/team", "/team?q=Mallory", "/team/people?q=Mallory":
        assert "Mallory Stranger" not in (await world.member.get(path)).text


async def test_three_hundred_people_come_in_pages_and_are_found_by_name(world: World) -> None:
    for place in range(70):
        await add_member(world.database, world.account_id, name=f"Person {place:03}", role=Role.OPERATOR)
    seen: list[str] = []
    path = "/team"
    while path:
        page = await world.member.get(path)
        seen += re.findall(r"<b>(Person \d+)</b>", page.text)
        onward = re.search(r'href="(/team\?after=[^"#]+)', page.text)
        path = onward[1] if onward else ""
    assert seen == [f"Person {place:03}" for place in range(70)]
    found = await world.member.get("/team/people?q=on 04", headers=HTMX)
    assert re.findall(r"<b>(Person \d+)</b>", found.text) == [f"Person 04{place}" for place in range(10)]
    assert found.text.lstrip().startswith("<section")
    assert "Nobody on your team is called" in (await world.member.get("/team?q=%25")).text


async def test_a_new_invitation_shows_its_link_once_to_its_sender(world: World) -> None:
    answer = await invite(world.member)
    assert answer.status_code == 303
    page = await world.member.get(answer.headers["location"])
    assert link_on(page)
    assert "mailto:jonas@partner.example?subject=" in page.text
    again = await world.member.get("/team")
    assert GUEST in again.text
    assert "/join/" not in again.text
    colleague = await enter(world.app, world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    assert "/join/" not in (await colleague.get(answer.headers["location"])).text


async def test_where_mail_is_set_up_the_page_says_that_the_link_goes_out_too(world: World) -> None:
    silent = await invite(world.member, email="mei@partner.example")
    assert "by e-mail too" not in (await world.member.get(silent.headers["location"])).text
    portal = world.app.state.portal
    mailing = portal.settings.model_copy(update={"smtp_url": "smtp://mail.test"})
    world.app.state.portal = replace(portal, settings=mailing)
    page = await world.member.get((await invite(world.member)).headers["location"])
    assert link_on(page)
    assert "It is on its way to them by e-mail too." in page.text


async def test_by_htmx_the_part_with_the_invitations_comes_back(world: World) -> None:
    answer = await world.member.post("/team/invitations", data={"email": GUEST, "role": "admin"}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<section")
    assert link_on(answer)


async def test_the_link_leads_to_who_invites_and_using_nothing_up(world: World) -> None:
    link = link_on(await world.member.get((await invite(world.member)).headers["location"]))
    async with browser(world.app) as guest:
        for _ in range(2):
            page = await guest.get(link)
            assert page.status_code == 200
            assert "Priya Raman wants you on the team." in page.text
            assert "/auth/start?ticket=" in page.text
        assert (await guest.get(f"{link}x")).status_code == 410


async def test_a_withdrawn_link_is_gone_and_a_renewed_one_replaces_it(world: World) -> None:
    first = await world.member.get((await invite(world.member)).headers["location"])
    second = await world.member.get((await world.member.post(act_of(first, "renew"))).headers["location"])
    async with browser(world.app) as guest:
        assert (await guest.get(link_on(first))).status_code == 410
        assert (await guest.get(link_on(second))).status_code == 200
        await world.member.post(act_of(second, "withdraw"))
        assert (await guest.get(link_on(second))).status_code == 410
    assert (await world.member.post(act_of(second, "withdraw"))).status_code == 410


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("email", "role", "status"), [("no address", "operator", 422), (GUEST, "owner", 422), ("", "operator", 422)]
)
async def test_what_does_not_fit_is_said_next_to_it(
    world: World, headers: dict[str, str], email: str, role: str, status: int
) -> None:
    answer = await world.member.post("/team/invitations", data={"email": email, "role": role}, headers=headers)
    assert answer.status_code == status
    assert answer.text.count('aria-invalid="true"') == 1
    assert f'value="{email}"' in answer.text


async def test_who_is_invited_already_is_said_next_to_the_address(world: World) -> None:
    await invite(world.member)
    answer = await invite(world.member)
    assert answer.status_code == 409
    assert "has an open invitation already" in answer.text


async def test_a_role_that_is_not_theirs_to_give_is_refused(world: World) -> None:
    operator = await enter(world.app, world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    assert (await invite(operator, role="admin")).status_code == 403
    assert '<option value="admin"' not in (await operator.get("/team")).text


async def test_fields_that_are_not_asked_change_nothing(world: World) -> None:
    elsewhere = await add_account(world.database, name="Northwind")
    answer = await invite(world.member, account_id=str(elsewhere), by_id=str(elsewhere), accepted_at="2026-01-01")
    assert GUEST in (await world.member.get("/team")).text
    assert answer.status_code == 303
    stranger = await enter(world.app, world.database, elsewhere)
    assert GUEST not in (await stranger.get("/team")).text


async def test_another_accounts_invitation_is_not_there(world: World) -> None:
    page = await world.member.get((await invite(world.member)).headers["location"])
    stranger = await enter(world.app, world.database, await add_account(world.database, name="Northwind"))
    for act in "renew", "withdraw":
        for headers in {}, HTMX:
            assert (await stranger.post(act_of(page, act), headers=headers)).status_code == 404


async def test_hostile_names_are_text(world: World) -> None:
    await add_member(world.database, world.account_id, name="<img src=x onerror=alert(1)>{{7*7}}", role=Role.OPERATOR)
    page = await world.member.get("/team")
    assert "<img" not in page.text
    assert "{{7*7}}" in page.text
