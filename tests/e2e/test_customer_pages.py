"""Every page of the customer's portal before its judges, in each form in which people see it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal.demo.story.people import HALDEN
from tests import browser
from tests.e2e import judging
from tests.e2e.conftest import Open, expecting, sign_in
from tests.process import RunningDemo

LADDER_BYTES = 120_000
"""What the ladder page may transfer in all, on a first visit."""
STRANGERS = ("/login",)
REFUSED = ("/nowhere", "/milestones/nowhere")
PAGES = (
    "/",
    "/milestones/single_sign_on",
    "/milestones/core_team",
    "/milestones/core_team/celebration",
    "/library",
    "/library?q=dispatch",
    "/library?q=zzzz",
    "/library/single_sign_on",
    "/team",
    "/results",
    "/profile",
    "/welcome",
    "/settings/people",
    "/settings/sign-in",
    "/settings/branding",
    "/settings/activity",
    "/help",
)
FORMS = {
    **judging.FORMS,
    "narrow Arabic": {"viewport": {"width": 390, "height": 844}, "locale": "ar"},
}


def admin(demo: RunningDemo) -> str:
    """The e-mail address of the first account's admin."""
    return next(str(m["email"]) for a in demo.facts["accounts"] for m in a["members"] if m["name"] == HALDEN[0])


@pytest.mark.parametrize("form", [*judging.EACH_FORM, "narrow Arabic"])
def test_nothing_for_axe_to_find(demo: RunningDemo, open_page: Open, problems: list[str], form: str) -> None:
    page = open_page(**FORMS[form], reduced_motion="reduce")
    assert judging.complaints(page, STRANGERS) == []
    sign_in(page, admin(demo))
    page.wait_for_url("**/")
    assert judging.complaints(page, PAGES) == []
    with expecting(problems, "404"):
        assert judging.complaints(page, REFUSED) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_valid_html(
    demo: RunningDemo, open_page: Open, judges: Path, tmp_path: Path, language: str
) -> None:
    page = open_page(locale=language)
    documents = {path: page.request.get(path).text() for path in STRANGERS}
    sign_in(page, admin(demo))
    page.wait_for_url("**/")
    documents |= {path: page.request.get(path).text() for path in (*PAGES, *REFUSED)}
    assert judging.markup(judges, documents, tmp_path) == []


def test_lighthouse_takes_nothing_off(demo: RunningDemo, page: Page, judges: Path) -> None:
    sign_in(page, admin(demo))
    page.wait_for_url("**/")
    session = next(str(cookie["value"]) for cookie in page.context.cookies() if cookie["name"] == "__Host-session")
    ladder, *others = (f"{demo.base_url}{path}" for path in ("/", "/milestones/single_sign_on", "/library"))
    told = judging.lighthouse(judges, chrome=browser.find(), session=session, urls=[ladder, *others])
    assert [url for url, one in told.items() if one.landed != url] == []
    # The score for speed is a time, and times are not asserted: it depends on what else the machine does.
    lost = {(url, name) for url, one in told.items() for name, score in one.scores.items() if score < 1}
    assert {(url, name) for url, name in lost if name != "performance"} == set(), told
    assert told[ladder].bytes <= LADDER_BYTES
