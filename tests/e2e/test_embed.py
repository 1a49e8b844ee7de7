"""A ladder inside the vendor's product: the demo's product shows it, on another origin than the portal."""

import re

from playwright.sync_api import FrameLocator, Page, expect

from tests.e2e import judging
from tests.e2e.conftest import expecting
from tests.process import RunningDemo

FRAME = "iframe[title='Your onboarding']"


def product(demo: RunningDemo, place: int) -> str:
    """The product's page as one of the first account's people sees it."""
    member = demo.facts["accounts"][0]["members"][place]
    return f"{demo.facts['issuer']}/product/?as={member['external_id']}"


def ladder(page: Page) -> FrameLocator:
    return page.frame_locator(FRAME)


def test_the_product_shows_the_milestone_as_tall_as_it_is(demo: RunningDemo, page: Page) -> None:
    page.goto(product(demo, 0))
    expect(ladder(page).get_by_role("heading", level=1)).to_have_text("Turn on single sign-on")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            """(selector) => {
                const frame = document.querySelector(selector);
                return frame.style.height !== "24rem" && frame.offsetHeight > 300;
            }""",
            arg=FRAME,
        )
        main = ladder(page).locator("#main")
        expect(main).to_be_visible()
        frame_box, main_box = page.locator(FRAME).bounding_box(), main.bounding_box()
        assert frame_box
        assert main_box
        assert main_box["height"] <= frame_box["height"] + 1
        assert judging.axe(page) == []


def test_a_step_is_ticked_inside_the_product(demo: RunningDemo, page: Page) -> None:
    page.goto(product(demo, 5))
    step = ladder(page).locator("[aria-current=step]")
    ticked = step.get_attribute("id")
    step.get_by_role("button", name="I've done this").click()
    expect(ladder(page).locator(f"#{ticked}[data-done]").or_(ladder(page).locator(".reached")).first).to_be_visible()


def test_the_browser_refuses_a_site_that_is_not_named(demo: RunningDemo, page: Page, problems: list[str]) -> None:
    elsewhere = product(demo, 0).replace("localhost", "127.0.0.1")
    with expecting(problems, r"frame-ancestors|Framing|ERR_BLOCKED_BY_RESPONSE|chrome-error"):
        page.goto(elsewhere)
        page.wait_for_event("console", lambda said: "frame" in said.text.lower())
    expect(ladder(page).get_by_role("heading", level=1)).to_have_count(0)


def test_a_token_that_has_ended_says_so_and_a_fresh_one_opens_the_view_again(
    demo: RunningDemo, page: Page, problems: list[str]
) -> None:
    page.route(re.compile("/product/token"), lambda route: route.fulfill(json={"token": "one that has ended"}))
    with expecting(problems, "401"):
        with page.expect_event("framenavigated", lambda frame: "again=" in frame.url) as second:
            page.goto(product(demo, 0))
        second.value.wait_for_load_state()
        expect(ladder(page).get_by_role("heading", level=1)).to_contain_text("rested too long")
        fresh = page.request.post(product(demo, 0).replace("/?", "/token?")).json()["token"]
        page.evaluate("(token) => { document.querySelector('[data-onboarding-ladder]').dataset.token = token; }", fresh)
        expect(ladder(page).get_by_role("heading", level=1)).to_have_text("Turn on single sign-on")
        # Chromium tells of the first answers once more when the frame moves on.
        page.close()
