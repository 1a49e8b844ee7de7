"""Every page of the internal view before its judges, as each of the staff sees it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal.demo.story.companies import WELL_KNOWN
from portal.demo.story.vendor import STAFF, TOMAS
from portal.domain.roles import Capability
from tests import browser
from tests.e2e import judging
from tests.e2e.conftest import Open, sign_in
from tests.process import RunningDemo

EMAILS = {capability: next(one.email for one in STAFF if capability in one.capabilities) for capability in Capability}
TOMAS_SEES = (
    "/internal/",
    "/internal/?view=before_kickoff",
    "/internal/?q=zzzz",
    "/internal/tasks",
    "/internal/calendar",
    "/internal/deliveries",
    "/internal/playbook",
    "/internal/playbook/ladders/admin",
    "/internal/playbook/milestones/single_sign_on",
    "/internal/playbook/lifecycle",
    "/internal/playbook/trees",
    "/internal/playbook/plays",
    "/internal/playbook/metrics",
    "/internal/playbook/history",
    "/internal/playbook/accounts",
    "/internal/styleguide",
    "/internal/you",
    "/api/docs",
)
OF_AN_ACCOUNT = (
    "",
    "/start",
    "/kickoff",
    "/plan",
    "/go-live",
    "/tasks",
    "/tasks/new",
    "/decisions",
    "/decisions/new",
    "/holds",
    "/holds/new",
    "/sync-note",
    "/meetings/new",
    "/verdicts",
    "/timeline",
    "/duties",
    "/tracks",
    "/pilot",
    "/unlocks",
    "/use",
    "/reports",
)
SEEN_BY = {
    Capability.CSM_LEAD: ("/internal/audit", "/internal/import"),
    Capability.EDITOR: ("/internal/playbook/edit",),
    Capability.OWNER: (
        "/internal/settings/branding",
        "/internal/settings/staff",
        "/internal/settings/keys",
        "/internal/settings/webhooks",
        "/internal/settings/jobs",
        "/internal/settings/quarantine",
        "/internal/settings/tracking",
        "/internal/settings/trees",
        "/internal/settings/installation",
    ),
}

BEHIND = {"/internal/settings/webhooks": "", "/internal/settings/keys": "", "/internal/playbook/edit": "/impact"}
"""Pages with links to others whose addresses only they know; the first is looked at, too, or what stands below it."""


def accounts(demo: RunningDemo) -> list[str]:
    """The addresses of the accounts that everybody knows: one climbing, one at risk."""
    known = {one["name"]: one["id"] for one in demo.facts["accounts"]}
    return [f"/internal/accounts/{known[company.name]}" for company in WELL_KNOWN[:2]]


def toured(demo: RunningDemo) -> dict[str, tuple[str, ...]]:
    """Who sees which pages, by e-mail address."""
    climbing, risky = accounts(demo)
    shown = tuple(f"{climbing}{path}" for path in OF_AN_ACCOUNT)
    seen = {
        who: (*paths, f"{climbing}/privacy") if who is Capability.OWNER else paths for who, paths in SEEN_BY.items()
    }
    return {TOMAS.email: (*TOMAS_SEES, *shown, risky)} | {EMAILS[who]: paths for who, paths in seen.items()}


def followed(page: Page, paths: Iterable[str]) -> Iterator[str]:
    """The paths, and those behind them."""
    for path in paths:
        yield path
        if path in BEHIND:
            page.goto(path)
            found = page.locator(f"main a[href^='{path}/']").first.get_attribute("href")
            yield f"{found}{BEHIND[path]}"


def complaints(demo: RunningDemo, open_page: Open, *forms: str) -> list[str]:
    """What axe has to say about every page, in these forms in turn."""
    found = []
    for email, paths in toured(demo).items():
        page = open_page(reduced_motion="reduce")
        sign_in(page, email)
        page.wait_for_url("**/internal/**")
        found += judging.complaints(page, tuple(followed(page, paths)), forms)
    return found


def test_nothing_for_axe_to_find(demo: RunningDemo, open_page: Open) -> None:
    assert complaints(demo, open_page, *judging.FORMS) == []


@pytest.mark.thorough
@pytest.mark.parametrize("form", judging.FORMS)
def test_nothing_for_axe_to_find_in_any_form(demo: RunningDemo, open_page: Open, form: str) -> None:
    assert complaints(demo, open_page, form) == []


def test_every_page_is_valid_html(demo: RunningDemo, open_page: Open, checker: Path, tmp_path: Path) -> None:
    documents: dict[str, str] = {}
    for email, paths in toured(demo).items():
        page = open_page()
        sign_in(page, email)
        page.wait_for_url("**/internal/**")
        documents |= {path: page.request.get(path).text() for path in followed(page, paths)}
    assert judging.markup(checker, documents, tmp_path) == []


@pytest.mark.thorough
def test_lighthouse_takes_nothing_off(demo: RunningDemo, page: Page, lighthouse: Path) -> None:
    sign_in(page, TOMAS.email)
    page.wait_for_url("**/internal/")
    session = next(str(cookie["value"]) for cookie in page.context.cookies() if cookie["name"] == "__Host-session")
    urls = [f"{demo.base_url}{path}" for path in ("/internal/", *accounts(demo)[1:], "/internal/playbook")]
    told = judging.lighthouse(lighthouse, chrome=browser.find(), session=session, urls=urls)
    assert [url for url, one in told.items() if one.landed != url] == []
    # The score for speed is a time, and times are not asserted: it depends on what else the machine does.
    lost = {(url, name) for url, one in told.items() for name, score in one.scores.items() if score != 1}
    assert {(url, name) for url, name in lost if name != "performance"} == set(), told
