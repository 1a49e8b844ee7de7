"""The profile and the discovery questions in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.demo.story.people import HALDEN
from tests.e2e import judging
from tests.e2e.conftest import Open, expecting, sign_in, watched
from tests.process import RunningDemo


def email(demo: RunningDemo, name: str) -> str:
    """The e-mail address of one of the first account's people."""
    return next(str(member["email"]) for member in demo.facts["accounts"][0]["members"] if member["name"] == name)


def ground(page: Page) -> str:
    """The colour a page stands on."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/profile?saved#preferences")


def test_colours_show_as_they_are_picked_and_stay_on_every_page(demo: RunningDemo, page: Page) -> None:
    sign_in(page, email(demo, HALDEN[1]))
    page.goto("/profile")
    light = ground(page)
    page.get_by_text("Dark", exact=True).click()
    dark = ground(page)
    assert dark != light
    save(page)
    expect(page.get_by_role("status")).to_contain_text("Saved at")
    page.goto("/")
    assert ground(page) == dark


def test_a_language_is_spoken_as_soon_as_it_is_saved(demo: RunningDemo, page: Page) -> None:
    # Nobody whom another test asks in English.
    sign_in(page, str(demo.facts["accounts"][1]["members"][1]["email"]))
    page.goto("/profile")
    page.get_by_label("Language", exact=True).select_option(label="Deutsch")
    save(page)
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_two_tabs_settle_what_both_changed(demo: RunningDemo, page: Page, problems: list[str]) -> None:
    sign_in(page, email(demo, HALDEN[3]))
    page.goto("/profile")
    other = watched(page.context, problems)
    other.goto("/profile")
    page.get_by_label("Time zone").fill("europe/berlin")
    save(page)
    other.get_by_label("Time zone").fill("Asia/Tokyo")
    table = other.get_by_role("region", name="What differs")
    with expecting(problems, "409"):
        other.get_by_role("button", name="Save", exact=True).click()
        expect(table).to_contain_text("Europe/Berlin")
    expect(table).to_contain_text("Asia/Tokyo")
    assert judging.axe(other) == []
    save(other)
    expect(other.get_by_label("Time zone")).to_have_value("Asia/Tokyo")


def test_questions_are_answered_without_javascript(demo: RunningDemo, page_without_js: Page) -> None:
    page = page_without_js
    sign_in(page, email(demo, HALDEN[0]))
    page.goto("/welcome?again")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile("/systems"))
    page.get_by_role("link", name="Back").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="See your ladder").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your ladder fits Halden Freight")
    page.get_by_role("link", name="Continue").click()
    expect(page).to_have_url(f"{demo.base_url}/")


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_for_axe_to_find_among_the_questions(
    demo: RunningDemo, open_page: Open, problems: list[str], width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    sign_in(page, email(demo, HALDEN[0]))
    page.goto("/welcome?again")
    assert judging.axe(page) == []
    for box in page.get_by_role("checkbox", checked=True).all():
        box.uncheck()
    with expecting(problems, "422"):
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert").filter(has_text="Choose an answer")).to_be_visible()
    expect(page.get_by_role("checkbox").first).to_be_focused()
    assert judging.axe(page) == []
    page.goto("/welcome/done?before=agree_goal")
    assert judging.axe(page) == []
