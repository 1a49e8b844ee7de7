"""A running demo and a real Chromium. Any error a page makes fails the test, unless the test takes it off the list."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, expect, sync_playwright

from tests import browser as finder
from tests import npm
from tests.e2e import judging
from tests.process import RunningDemo, free_port, run_demo

# What helpers claim is told as well as what tests claim.
pytest.register_assert_rewrite("tests.e2e.desk", "tests.e2e.stage", "tests.e2e.chapters")
ROOT = Path(__file__).parents[2]
ACCOUNTS = "10"
TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (violation) =>
    console.error(`policy: ${violation.violatedDirective} forbids ${violation.blockedURI || violation.sample}`))"""
# Two cores run the portal, the browser, and the other half of the tests: slow is not wrong.
expect.set_options(timeout=20_000)

GIVEN_UP = "net::ERR_ABORTED"
"""What Chromium says of a request that a navigation ended, as it does for the stream of a page one leaves."""


# It ends with the last test that may ask for it: while it runs, it looks every second for what there is to do.
@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """The running demo; `demo.facts` is what its demo.json says."""
    command = (sys.executable, "-m", "portal", "demo", "--accounts", ACCOUNTS, "--port", str(free_port(2)))
    with run_demo(command, data=tmp_path_factory.mktemp("demo") / "data", cwd=ROOT) as running:
        yield running


# Not for the whole session: while Playwright is open, its event loop runs in this thread, and tests of other
# folders could not run theirs.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser, the one `tests/browser.py` finds."""
    with real_browser() as launched:
        yield launched


@contextmanager
def real_browser() -> Iterator[Browser]:
    """A real browser, until the block ends."""
    path = finder.find()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(finder.FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the checker of markup is installed."""
    return npm.install(judging.CHECKER, tmp_path_factory.mktemp("checker"))


@pytest.fixture(scope="session")
def lighthouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which Lighthouse is installed."""
    return npm.install(judging.LIGHTHOUSE, tmp_path_factory.mktemp("lighthouse"))


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """What went wrong in the pages of the test. A test that means to cause an error checks and clears it."""
    found: list[str] = []
    yield found
    assert found == []


Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, demo: RunningDemo, problems: list[str]) -> Iterator[Open]:
    """Opens pages, each in a fresh browser context; takes the options of `Browser.new_context`."""
    contexts: list[BrowserContext] = []

    def open_one(**options: object) -> Page:
        context = chromium.new_context(base_url=demo.base_url, **options)  # type: ignore[arg-type] # options are named
        contexts.append(context)
        context.add_init_script(TELL_VIOLATIONS)
        return watched(context, problems)

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Open) -> Page:
    """A page of somebody new to the portal."""
    return open_page()


@pytest.fixture
def page_without_js(open_page: Open) -> Page:
    """A page in a browser that runs no script."""
    return open_page(java_script_enabled=False)


def watched(context: BrowserContext, problems: list[str]) -> Page:
    """A page whose console errors, uncaught errors, refused content and failed requests are noted."""

    def failed(request: Request) -> None:
        if request.failure != GIVEN_UP:
            problems.append(f"request: {request.url} failed: {request.failure}")

    def logged(said: ConsoleMessage) -> None:
        # What became of a request is judged above: a page that is left gives up its own.
        if said.type == "error" and "Failed to fetch" not in said.text:
            problems.append(f"console: {said.text}")

    def broken(error: Error) -> None:
        # On a busy machine the browser may be too late to move from page to page; no script of ours is part of that.
        if "Transition was" not in error.message:
            problems.append(f"script: {error}")

    page = context.new_page()
    page.on("console", logged)
    page.on("pageerror", broken)
    page.on("requestfailed", failed)
    return page


def sign_in(page: Page, email: str) -> None:
    """Sign in by the pages a person would see: the e-mail address, then the provider's list of people."""
    page.goto("/login")
    page.locator("input[type=email]").fill(email)
    page.keyboard.press("Enter")
    without_script = page.locator("a.btn.big")
    person = page.get_by_role("button", name=re.compile(re.escape(email)))
    person.or_(without_script).first.wait_for()
    if without_script.is_visible():
        without_script.click()
    person.click()


@contextmanager
def expecting(problems: list[str], pattern: str) -> Iterator[None]:
    """Everything that goes wrong within the block is meant to, and matches the pattern; something must."""
    before = len(problems)
    yield
    caused = problems[before:]
    assert caused
    assert [problem for problem in caused if not re.search(pattern, problem)] == []
    del problems[before:]
