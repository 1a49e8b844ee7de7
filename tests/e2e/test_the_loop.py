"""The running thread: a customer climbs, the product ticks, the success team sees the verdict."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from segment.analytics.client import Client

from portal.demo.story.people import NEWCOMERS
from portal.demo.tour import PEOPLE
from tests.e2e.conftest import Open, sign_in
from tests.process import RunningDemo

CSM = PEOPLE[0][0]
FIRST = "first_dispatch"


def newcomer(demo: RunningDemo, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """An operator who has done nothing yet, with their account, as demo.json lists them."""
    return next(
        (account, member)
        for account in demo.facts["accounts"]
        for member in account["members"]
        if member["name"] == name
    )


def dispatch_order(demo: RunningDemo, account: dict[str, Any], member: dict[str, Any]) -> None:
    """What the vendor's product reports, through the unmodified client."""
    failures: list[object] = []
    client = Client(
        demo.facts["write_key"],
        host=demo.base_url,
        on_error=lambda error, _messages: failures.append(error),
    )
    client.track(
        member["external_id"], "Order Dispatched", {"order": "HF-1"}, context={"groupId": account["external_id"]}
    )
    client.shutdown()
    assert failures == []


def tick_by_hand(page: Page) -> None:
    expect(page.locator(f"#rung-{FIRST}")).to_have_attribute("data-state", "current")
    page.locator(f"#step-{FIRST}-watch_board").get_by_role("button", name="I've done this").click()
    expect(page.locator(f"#step-{FIRST}-watch_board")).to_have_attribute("data-done", "")
    expect(page.locator(f"#step-{FIRST}-send_order")).to_have_attribute("aria-current", "step")


def test_a_step_ticks_by_itself_and_the_celebration_follows(demo: RunningDemo, page: Page) -> None:
    account, member = newcomer(demo, NEWCOMERS[0])
    sign_in(page, member["email"])
    expect(page).to_have_url(f"{demo.base_url}/")
    page.evaluate("window.sameDocument = true")
    tick_by_hand(page)

    dispatch_order(demo, account, member)
    expect(page.locator(f"#rung-{FIRST}")).to_have_attribute("data-state", "done")
    assert page.evaluate("window.sameDocument") is True
    expect(page).to_have_url(f"{demo.base_url}/milestones/{FIRST}/celebration")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your first order is on the road.")
    expect(page.locator("main")).to_contain_text("Quick dispatch")

    page.goto("/")
    expect(page.locator(f"#rung-{FIRST}")).to_have_attribute("data-state", "earned")
    expect(page).to_have_url(f"{demo.base_url}/")


def test_the_same_loop_without_javascript(demo: RunningDemo, page_without_js: Page) -> None:
    page = page_without_js
    account, member = newcomer(demo, NEWCOMERS[1])
    sign_in(page, member["email"])
    tick_by_hand(page)
    dispatch_order(demo, account, member)
    page.reload()
    rung = page.locator(f"#rung-{FIRST}")
    expect(rung).to_have_attribute("data-state", "done")
    rung.get_by_role("link", name="Dispatch your first order").click()
    page.get_by_role("link", name="See what changed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your first order is on the road.")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_csm_sees_the_path_and_the_numbers(demo: RunningDemo, open_page: Open, javascript: bool) -> None:  # noqa: FBT001 - a table
    page = open_page(java_script_enabled=javascript)
    account, _ = newcomer(demo, NEWCOMERS[0])
    sign_in(page, CSM)
    expect(page).to_have_url(f"{demo.base_url}/internal/")
    page.get_by_role("link", name=account["name"], exact=True).first.click()
    expect(page).to_have_url(f"{demo.base_url}/internal/accounts/{account['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(account["name"])
    first = page.locator("ol.path > li").first
    expect(first).to_have_attribute("data-lit", re.compile("through|exit"))
    expect(first.locator(".ev")).to_contain_text(re.compile(r"\d"))


def test_a_stranger_is_told_whom_to_ask(page: Page, problems: list[str]) -> None:
    page.goto("/login")
    page.get_by_label("e-mail").fill("somebody@nowhere.example")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not signed in yet.")
    assert problems
    assert all("403" in problem for problem in problems)
    problems.clear()
