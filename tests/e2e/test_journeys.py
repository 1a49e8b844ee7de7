"""From the first sign-in to the last celebration, for each role: by keyboard alone, and without JavaScript."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.domain.playbook import Milestone
from portal.domain.roles import Role
from tests.catalogues import shipped
from tests.e2e.conftest import Open
from tests.e2e.keyboard import activate, write
from tests.e2e.product import Product, product_of
from tests.process import RunningDemo

CATALOGUE = shipped()
CELEBRATION = re.compile(r"/milestones/[a-z_]+/celebration$")
NOBODY_CLIMBED = {True: "Vantage Care", False: "Tamarind Textiles"}
"""Accounts of the demo whose people have not begun: one for the browser with JavaScript, one for that without."""

SHOWN = {(Role.OPERATOR, True)}
"""By keyboard on the shortest ladder; the other ways up are for thorough runs."""
EACH_WAY = [
    pytest.param(
        role,
        javascript,
        id=f"{role} {'with' if javascript else 'without'} JavaScript",
        marks=() if (role, javascript) in SHOWN else pytest.mark.thorough,
    )
    for role in Role
    for javascript in (True, False)
]


def who(demo: RunningDemo, name: str, role: Role) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """An account of the demo by its name, and its first member with the role."""
    account = next(one for one in demo.facts["accounts"] if one["name"] == name)
    return account, next(member for member in account["members"] if member["role"] == role)


@pytest.mark.parametrize(("role", "javascript"), EACH_WAY)
def test_a_member_climbs_to_the_top(demo: RunningDemo, open_page: Open, role: Role, javascript: bool) -> None:  # noqa: FBT001 - a table
    account, member = who(demo, NOBODY_CLIMBED[javascript], role)
    product = product_of(demo, account)
    # It is a long way; how things move is seen elsewhere.
    page = open_page(java_script_enabled=javascript, reduced_motion="reduce")
    sign_in(page, str(member["email"]))
    skip_questions(page)
    celebrated = set()
    while (milestone := current(page)) is not None:
        assert milestone.id not in celebrated, f"{milestone.id} was reached, and is current again."
        climb(page, product, str(member["external_id"]), milestone, live=javascript)
        celebrate(page, live=javascript)
        celebrated.add(milestone.id)
    expect(page.get_by_role("heading", level=1)).to_contain_text("You reached the top")
    assert celebrated


def sign_in(page: Page, email: str) -> None:
    """Sign in by keyboard."""
    page.goto("/login")
    write(page, page.get_by_label("e-mail"), email)
    page.keyboard.press("Enter")
    without_script = page.get_by_role("link", name="Continue")
    person = page.get_by_role("button", name=re.compile(re.escape(email)))
    person.or_(without_script).first.wait_for()
    if without_script.is_visible():
        activate(page, without_script)
    activate(page, person)


def skip_questions(page: Page) -> None:
    """Who comes first to a ladder that asks questions is asked them once; that can wait."""
    expect(page).to_have_url(re.compile("/$|/welcome"))
    if "/welcome" in page.url:
        activate(page, page.get_by_role("link", name="Skip for now"))
    expect(page).to_have_url(re.compile("/$"))


def current(page: Page) -> Milestone | None:
    """The milestone that the start page shows expanded, begun early where it rests; None at the top."""
    resting = page.get_by_role("link", name="Go on anyway").first
    shown = page.locator("article.now")
    if not shown.count():
        if not resting.count():
            return None
        activate(page, resting)
        shown.wait_for()
    return CATALOGUE.milestones[str(shown.get_attribute("id")).removeprefix("milestone-")]


def climb(page: Page, product: Product, person: str, milestone: Milestone, *, live: bool) -> None:
    """Do every step that is required: in the product where it can tell, else by hand.

    A page that is not live is loaded again to see what the product reported.
    """
    # The last step of a milestone folds it, or leads on to its celebration.
    over = f"#rung-{milestone.id}[data-state=done], .party"
    for step in (step for step in milestone.steps if not step.optional):
        ticked = page.locator(f"#step-{milestone.id}-{step.id}[data-done], {over}").first
        if ticked.count():
            continue
        if step.rule is None:
            activate(page, page.locator(f"#step-{milestone.id}-{step.id}").get_by_role("button", name="I've done this"))
        else:
            product.report(step.rule, person)
            if not live:
                page.reload()
        expect(ticked).to_be_visible()
    if milestone.signal:
        product.report(milestone.signal.rule, person)


def celebrate(page: Page, *, live: bool) -> None:
    """See the celebrations that wait, a colleague's of a shared milestone too; an open page leads to one by itself."""
    waiting = page.locator("#hero").get_by_role("link", name="See what changed")
    if not live and not CELEBRATION.search(page.url):
        page.goto("/")
        activate(page, waiting)
    expect(page).to_have_url(CELEBRATION)
    back_to_the_ladder(page)
    while waiting.count():
        activate(page, waiting)
        expect(page).to_have_url(CELEBRATION)
        back_to_the_ladder(page)


def back_to_the_ladder(page: Page) -> None:
    """Leave a celebration, once seen."""
    activate(page, page.get_by_role("link", name="Back to your ladder").first)
    expect(page).to_have_url(re.compile("/$"))
    page.locator("#hero").wait_for()
