"""Two of the staff edit the same thing: the second to save is told what the first changed, and loses nothing."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import select

from portal.db.tables import Account
from portal.demo.story.vendor import TOMAS
from portal.domain.roles import Capability
from tests.databases import PostgresServer
from tests.e2e.conftest import TELL_VIOLATIONS, expecting, real_browser, watched
from tests.factories import add_staff
from tests.frozen import FrozenPortal, frozen_portal

NOOR, KEN, IDA = "noor@marlowe.example", "ken@marlowe.example", "ida@marlowe.example"
STALE = "409"
SAVED_FIRST = "saved this while you were editing"
Sit = Callable[[str], Page]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.thorough)])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an empty, migrated database: on SQLite, and in a thorough run on PostgreSQL too."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copy(template, tmp_path_factory.mktemp('editors') / 'portal.db')}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    yield server.take()
    server.give_back()


@pytest.fixture(scope="module")
def portal(url: str) -> Iterator[FrozenPortal]:
    """A portal with one account, and a second editor of the playbook."""
    with frozen_portal(url, accounts=1) as portal:
        portal.do(add_staff(portal.database, name="Ida Berg", email=IDA, capabilities=(Capability.EDITOR,)))
        yield portal


@pytest.fixture(scope="module")
def chromium(url: str) -> Iterator[Browser]:
    """A browser for each database: while one is open, PostgreSQL cannot be started in this thread."""
    del url
    with real_browser() as launched:
        yield launched


@pytest.fixture
def sit(portal: FrozenPortal, chromium: Browser, problems: list[str]) -> Iterator[Sit]:
    """Seats one of the staff at a browser of their own."""
    contexts: list[BrowserContext] = []

    def one(email: str) -> Page:
        context = chromium.new_context(base_url=portal.base_url, reduced_motion="reduce")
        contexts.append(context)
        context.add_init_script(TELL_VIOLATIONS)
        context.add_cookies(portal.cookies(email))  # type: ignore[arg-type]  # they are cookies
        return watched(context, problems)

    yield one
    for context in contexts:
        context.close()


@pytest.fixture
def account(portal: FrozenPortal) -> str:
    """The address of the account."""

    async def find() -> str:
        async with portal.database.read() as session:
            return str(await session.scalar(select(Account.id)))

    return f"/internal/accounts/{portal.do(find())}"


def test_an_account(sit: Sit, account: str, problems: list[str]) -> None:
    first, second = [opened(sit(email), account, name_duty) for email in (TOMAS.email, NOOR)]
    fill(first, name="Mira Sol")
    save(first)
    expect(first.page.locator("#duty-drives .who")).to_contain_text("Mira Sol")
    fill(second, name="Jon Ek", title="Head of IT")
    with expecting(problems, STALE):
        save(second)
        told(second, "Tomás Vidal", "Mira Sol")
    expect(second.get_by_label("Name", exact=True)).to_have_value("Jon Ek")
    expect(second.get_by_label("Title")).to_have_value("Head of IT")
    save(second)
    expect(second.page.locator("#duty-drives .who")).to_contain_text("Jon Ek")
    expect(second.page.locator("#duty-drives .who")).to_contain_text("Head of IT")


def name_duty(page: Page) -> Locator:
    """The form that names who drives adoption."""
    page.locator("#duty-drives").get_by_role("link").click()
    return page.locator("#duty-drives form")


# Of a decision, tests/web/internal/test_decisions.py shows the same without a browser.
@pytest.mark.thorough
def test_a_decision(sit: Sit, account: str, problems: list[str]) -> None:
    page = sit(TOMAS.email)
    page.goto(f"{account}/decisions/new")
    form = page.locator("#decision-form")
    fill(form, what="The pilot starts in Rotterdam", why="Most orders leave from there.", decided_by="Eva Lund")
    save(form)
    expect(page.locator("#decisions h3")).to_contain_text(["The pilot starts in Rotterdam"])
    first, second = [opened(sit(email), f"{account}/decisions", edit_decision) for email in (TOMAS.email, NOOR)]
    fill(first, why="Their dispatchers asked for it.")
    save(first)
    expect(first).to_have_count(0)
    fill(second, what="The pilot starts in Rotterdam and Gent")
    with expecting(problems, STALE):
        save(second)
        told(second, "Tomás Vidal", "Their dispatchers asked for it.")
    expect(second.locator("[name=why]")).to_have_value("Their dispatchers asked for it.")
    expect(second.locator("[name=what]")).to_have_value("The pilot starts in Rotterdam and Gent")
    save(second)
    decided = second.page.locator(".decided > li").first
    expect(decided.locator("h3")).to_have_text("The pilot starts in Rotterdam and Gent")
    expect(decided.locator("h3 + p")).to_have_text("Their dispatchers asked for it.")


def edit_decision(page: Page) -> Locator:
    """The form of the newest decision."""
    page.locator(".decided > li").first.get_by_role("link", name="Edit").click()
    return page.locator("#decision-form")


def test_a_milestone(sit: Sit, problems: list[str]) -> None:
    page = sit(KEN)
    page.goto("/internal/playbook/edit?path=milestones/core_team/milestone.yaml")
    fill(page.locator("main"), name="A shorter first week")
    page.get_by_role("button", name="Start").click()
    page.locator("#values").wait_for()
    change_steps(page)
    first, second = [opened(sit(email), page.url, values) for email in (KEN, IDA)]
    fill(first, title="Name the core team")
    save(first)
    expect(first.page.locator("#checked")).to_contain_text("Name the core team")
    fill(second, due_days="9")
    with expecting(problems, STALE):
        save(second)
        told(second, "Ken Matsuda", "Name the core team")
    expect(second.locator("[name=title]")).to_have_value("Name the core team")
    expect(second.locator("[name=due_days]")).to_have_value("9")
    save(second)
    expect(second.page.locator("#checked")).to_contain_text("Name the core team")
    expect(second.page.locator("#checked")).to_contain_text("9")


def change_steps(page: Page) -> None:
    """Add a step by keyboard, and take it out again while its words are still missing."""
    page.locator("[name=new-steps]").fill("Say it aloud")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    step = page.locator("#step-say_it_aloud")
    expect(step.get_by_label("Cue", exact=True)).to_be_visible()
    step.get_by_role("button", name="Take Say it aloud out").click()
    expect(step).to_have_count(0)


def values(page: Page) -> Locator:
    """The form of a file of the playbook."""
    return page.locator("#values")


def opened(page: Page, path: str, form: Callable[[Page], Locator]) -> Locator:
    """A form on a page, as somebody begins to edit."""
    page.goto(path)
    found = form(page)
    found.wait_for()
    return found


def fill(form: Locator, **typed: str) -> None:
    """Type into fields, by their names."""
    for name, text in typed.items():
        form.locator(f"[name={name}]").fill(text)


def save(form: Locator) -> None:
    """Submit a form."""
    form.get_by_role("button", name=re.compile("^(Save|Add)")).last.click()


def told(form: Locator, by: str, theirs: str) -> None:
    """The form says who saved first, and at the field what they made of it."""
    expect(form.get_by_role("alert").first).to_contain_text(f"{by} {SAVED_FIRST}")
    expect(form.locator(".theirs")).to_contain_text(f"{by} changed this to {theirs} while you were editing.")
