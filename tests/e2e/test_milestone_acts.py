"""Doing something with a milestone besides its steps: in place, by keyboard, and without losing what was typed."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_in
from tests.process import RunningDemo

MOVED = "document.dispatchEvent(new CustomEvent('moved'))"


def test_a_panel_keeps_what_was_typed_while_the_page_refreshes(page: Page, demo: RunningDemo) -> None:
    sign_in(page, "kwame.addo@haldenfreight.example")
    page.get_by_role("link", name="I'm blocked").press("Enter")
    whom = page.get_by_label("Person")
    expect(whom).to_be_focused()
    page.get_by_label("What do you need from them?").fill("Allow four addresses.")
    with page.expect_response(lambda response: response.url.endswith("/ladder")):
        page.evaluate(MOVED)
    expect(page.get_by_label("What do you need from them?")).to_have_value("Allow four addresses.")
    assert page.url == f"{demo.base_url}/"


def test_what_is_wrong_is_said_in_place_and_then_it_works(page: Page, problems: list[str]) -> None:
    sign_in(page, "ha.tran@haldenfreight.example")
    page.get_by_role("link", name="I'm blocked").click()
    page.get_by_label("Person").select_option("else")
    page.get_by_label("What do you need from them?").fill("Allow four addresses.")
    page.get_by_role("button", name="Mark as blocked").click()
    expect(page.get_by_text("Type the name of whoever you are waiting on.")).to_be_visible()
    expect(page.locator("#toast")).to_be_hidden()
    assert [problem for problem in problems if "422" not in problem] == []
    problems.clear()
    page.get_by_label("Name, if it is somebody else").fill("Ida from IT")
    page.get_by_role("button", name="Mark as blocked").click()
    waiting = page.locator('[data-state="blocked"]').first
    expect(waiting).to_contain_text("Waiting on Ida from IT")
    expect(waiting).to_contain_text("Asked today")


def test_without_scripts_a_milestone_is_put_off_and_resumed(page_without_js: Page) -> None:
    page = page_without_js
    sign_in(page, "mei.tanaka@haldenfreight.example")
    page.get_by_role("link", name="Snooze").click()
    page.get_by_label("Tomorrow").check()
    page.get_by_role("button", name="Put it off").click()
    expect(page.get_by_text("You put this off until")).to_be_visible()
    page.get_by_role("button", name="Resume now").click()
    expect(page.get_by_text("You put this off until")).to_have_count(0)
