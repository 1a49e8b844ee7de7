"""Pages that stay open: other tabs, a lost connection, going back."""

from playwright.sync_api import Page, expect

from portal.demo.tour import PEOPLE
from tests.e2e.conftest import expecting, sign_in

ADMIN = PEOPLE[2][0]
CUT_OFF = r"ERR_INTERNET_DISCONNECTED|ERR_NETWORK|ERR_FAILED|Failed to fetch"


def begin_to_write(page: Page) -> None:
    """Open a panel under the milestone, and stop half-way through a sentence."""
    page.get_by_text("Show the days").click()
    page.get_by_role("link", name="I'm blocked").click()
    text = page.locator(".panel textarea").first
    text.fill("Half a sentence")
    text.focus()


def test_a_tick_in_another_tab_disturbs_nobody_who_is_writing(page: Page) -> None:
    sign_in(page, ADMIN)
    page.evaluate("window.sameDocument = true")
    begin_to_write(page)
    above = page.evaluate("scrollY")
    other = page.context.new_page()
    other.goto("/")
    step = other.locator(".step[data-now]").get_attribute("id")
    other.locator(f"#{step}").get_by_role("button", name="I've done this").click()
    expect(page.locator(f"#{step}")).to_have_attribute("data-done", "")
    text = page.locator(".panel textarea").first
    expect(text).to_have_value("Half a sentence")
    expect(text).to_be_focused()
    expect(page.get_by_text("Show the days").locator("..")).to_have_attribute("open", "")
    assert page.evaluate("window.sameDocument") is True
    assert abs(page.evaluate("scrollY") - above) < page.viewport_size["height"]  # type: ignore[index]  # it has one


def test_a_lost_connection_is_told_and_taken_back(page: Page, problems: list[str]) -> None:
    sign_in(page, ADMIN)
    expect(page.locator("#ladder")).to_be_visible()
    toast = page.locator("#toast")
    with expecting(problems, CUT_OFF):
        page.context.set_offline(True)
        expect(toast).to_be_visible()
        expect(toast).to_contain_text("You are cut off from the portal.")
        with page.expect_event("requestfailed"):
            toast.get_by_role("button", name="Try again").click()
        expect(toast).to_be_hidden()
        page.context.set_offline(False)
        page.get_by_role("link", name="Your ladder").first.click()
        expect(page.locator("#ladder")).to_be_visible()


def test_back_shows_the_ladder_as_it_is_now(page: Page) -> None:
    sign_in(page, ADMIN)
    nudge = page.locator("#nudge h2")
    dismissed = nudge.inner_text()
    page.locator(".rung h3 a").first.click()
    expect(page.locator("#own")).to_be_visible()
    other = page.context.new_page()
    other.goto("/")
    other.locator("#nudge").get_by_role("button", name="Dismiss").click()
    expect(other.locator("#nudge h2")).to_have_count(0)
    page.go_back()
    expect(page.locator("#ladder")).to_be_visible()
    expect(page.locator("#nudge h2", has_text=dismissed)).to_have_count(0)
