"""Every page of the customer's portal before its judges, in each form in which people see it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Response

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


def admin(demo: RunningDemo) -> str:
    """The e-mail address of the first account's admin."""
    return next(str(m["email"]) for a in demo.facts["accounts"] for m in a["members"] if m["name"] == HALDEN[0])


def complaints(demo: RunningDemo, page: Page, problems: list[str], *forms: str, colours: bool = True) -> list[str]:
    """What axe has to say about every page, in these forms in turn."""
    found = judging.complaints(page, STRANGERS, forms, colours=colours)
    sign_in(page, admin(demo))
    page.wait_for_url("**/")
    found += judging.complaints(page, PAGES, forms, colours=colours)
    with expecting(problems, "404"):
        return found + judging.complaints(page, REFUSED, forms, colours=colours)


@pytest.mark.parametrize(("language", "forms"), [("en", tuple(judging.FORMS)), ("ar", ("narrow light",))])
def test_nothing_for_axe_to_find(
    demo: RunningDemo, open_page: Open, problems: list[str], language: str, forms: tuple[str, ...]
) -> None:
    page = open_page(locale=language, reduced_motion="reduce")
    assert complaints(demo, page, problems, *forms, colours=language == "en") == []


@pytest.mark.thorough
@pytest.mark.parametrize("form", judging.FORMS)
def test_nothing_for_axe_to_find_in_any_form(
    demo: RunningDemo, open_page: Open, problems: list[str], form: str
) -> None:
    assert complaints(demo, open_page(reduced_motion="reduce"), problems, form) == []


@pytest.mark.parametrize("language", ["en", pytest.param("ar", marks=pytest.mark.thorough)])
def test_every_page_is_valid_html(
    demo: RunningDemo, open_page: Open, checker: Path, tmp_path: Path, language: str
) -> None:
    page = open_page(locale=language)
    documents = {path: page.request.get(path).text() for path in STRANGERS}
    sign_in(page, admin(demo))
    page.wait_for_url("**/")
    documents |= {path: page.request.get(path).text() for path in (*PAGES, *REFUSED)}
    assert judging.markup(checker, documents, tmp_path) == []


def test_the_first_visit_to_the_ladder_is_light(demo: RunningDemo, open_page: Open) -> None:
    page = open_page()
    sign_in(page, admin(demo))
    page.wait_for_url("**/")
    visitor = open_page()
    visitor.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # they are cookies
    answers: list[Response] = []
    visitor.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks what it is given
    visitor.goto("/")
    visitor.evaluate("document.fonts.ready")
    sizes = {one.url: one.request.sizes() for one in answers if "/live?" not in one.url}
    assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes.values()) <= LADDER_BYTES
    assert any(url.endswith(".woff2") for url in sizes)


@pytest.mark.thorough
def test_lighthouse_takes_nothing_off(demo: RunningDemo, page: Page, lighthouse: Path) -> None:
    sign_in(page, admin(demo))
    page.wait_for_url("**/")
    session = next(str(cookie["value"]) for cookie in page.context.cookies() if cookie["name"] == "__Host-session")
    ladder, *others = (f"{demo.base_url}{path}" for path in ("/", "/milestones/single_sign_on", "/library"))
    told = judging.lighthouse(lighthouse, chrome=browser.find(), session=session, urls=[ladder, *others])
    assert [url for url, one in told.items() if one.landed != url] == []
    # The score for speed is a time, and times are not asserted: it depends on what else the machine does.
    lost = {(url, name) for url, one in told.items() for name, score in one.scores.items() if score != 1}
    assert {(url, name) for url, name in lost if name != "performance"} == set(), told
    assert told[ladder].bytes <= LADDER_BYTES
