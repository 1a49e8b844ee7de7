"""`make screenshots`: pictures of every page and state, taken at a moment that stands still, for docs/screenshots.

`python -m tests.screenshots ladder team` takes only those whose name begins so.
"""

import asyncio
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from portal.db.engine import open_database
from portal.db.migrate import migrate
from portal.demo.listener import LISTENER
from portal.demo.story.people import HALDEN, NEWCOMERS
from portal.demo.story.vendor import STAFF, TOMAS
from tests import browser, states
from tests.frozen import FrozenPortal, frozen_portal

FOLDER: Final = Path(__file__).parents[1] / "docs" / "screenshots"
ACCOUNTS: Final = 24
QUALITY: Final = 82
WIDTHS: Final = {1280: 900, 390: 844}
TALLEST: Final = 4000
"""Pixels of a page that are shown; what follows in longer ones is more of the same."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One page as somebody sees it: the one at `path`, or the one that a link there with this name leads to.

    `who` is an e-mail address, or empty for a stranger; `under` is a page below the one that the link leads to.
    """

    name: str
    who: str
    path: str
    forms: tuple[tuple[int, str], ...] = ((1280, "light"), (390, "dark"))
    language: str = "en"
    link: str = ""
    under: str = ""


def of_account(name: str, company: str, under: str) -> Shot:
    """A page of an account in the internal view."""
    return Shot(name, CSM, "/internal/", link=company, under=under)


ADMIN, POWER_USER, OPERATOR, *_ = (f"{name.lower().replace(' ', '.')}@haldenfreight.example" for name in HALDEN)
CSM, LEAD, EDITOR, OWNER = (one.email for one in (TOMAS, *STAFF[-3:]))
NEWCOMER = f"{NEWCOMERS[0].lower().replace(' ', '.')}@haldenfreight.example"
EVERY_FORM = tuple((width, scheme) for width in WIDTHS for scheme in ("light", "dark"))
BOTH_WIDTHS = tuple((width, "light") for width in WIDTHS)
PAGES = (
    Shot("login", "", "/login", EVERY_FORM),
    Shot("ladder", ADMIN, "/", EVERY_FORM),
    Shot("milestone", ADMIN, "/milestones/single_sign_on", EVERY_FORM),
    Shot("milestone-blocked", ADMIN, "/milestones/pilot"),
    Shot("milestone-done", ADMIN, "/milestones/agree_goal"),
    Shot("celebration", ADMIN, "/milestones/core_team/celebration", EVERY_FORM),
    Shot("library", ADMIN, "/library"),
    Shot("library-search", ADMIN, "/library?q=groups"),
    Shot("library-nothing", ADMIN, "/library?q=zzzz"),
    Shot("article", ADMIN, "/library/single_sign_on"),
    Shot("team", ADMIN, "/team"),
    Shot("results", ADMIN, "/results"),
    Shot("profile", ADMIN, "/profile"),
    Shot("welcome", states.address("blank"), "/welcome?again"),
    Shot("settings-people", ADMIN, "/settings/people"),
    Shot("settings-sign-in", ADMIN, "/settings/sign-in"),
    Shot("settings-branding", ADMIN, "/settings/branding"),
    Shot("settings-activity", ADMIN, "/settings/activity"),
    Shot("help", ADMIN, "/help"),
    Shot("portfolio", CSM, "/internal/?view=mine", EVERY_FORM),
    Shot("account", CSM, "/internal/", EVERY_FORM, link="Brightwell Clinics"),
    of_account("start-gate", "Vantage Care", "/start"),
    of_account("kickoff", "Halden Freight", "/kickoff"),
    of_account("success-plan", "Halden Freight", "/plan"),
    of_account("go-live", "Halden Freight", "/go-live"),
    of_account("decisions", "Halden Freight", "/decisions"),
    of_account("sync-note", "Brightwell Clinics", "/sync-note"),
    of_account("verdicts", "Brightwell Clinics", "/verdicts"),
    of_account("evidence", "Brightwell Clinics", "/evidence/completing_actions"),
    of_account("override", "Brightwell Clinics", "/override"),
    of_account("use", "Halden Freight", "/use"),
    of_account("tasks-of-account", "Brightwell Clinics", "/tasks"),
    of_account("unlocks", "Halden Freight", "/unlocks"),
    of_account("holds", "Brightwell Clinics", "/holds"),
    of_account("account-live", "Oster & Sons", ""),
    of_account("account-before-kickoff", "Vantage Care", ""),
    Shot("privacy", OWNER, "/internal/", link="Halden Freight", under="/privacy"),
    Shot("deliveries", CSM, "/internal/deliveries"),
    Shot("tasks", CSM, "/internal/tasks"),
    Shot("you", CSM, "/internal/you"),
    Shot("calendar", CSM, "/internal/calendar", EVERY_FORM),
    Shot("calendar-month", CSM, "/internal/calendar?view=month"),
    Shot("playbook", CSM, "/internal/playbook", EVERY_FORM),
    Shot("playbook-ladder", CSM, "/internal/playbook/ladders/power_user"),
    Shot("playbook-milestone", CSM, "/internal/playbook/milestones/monday_report"),
    Shot("playbook-trees", CSM, "/internal/playbook/trees"),
    Shot("playbook-plays", CSM, "/internal/playbook/plays"),
    Shot("playbook-lifecycle", CSM, "/internal/playbook/lifecycle"),
    Shot("playbook-accounts", EDITOR, "/internal/playbook/accounts"),
    Shot("editor", EDITOR, "/internal/playbook/edit"),
    Shot("editor-milestone", EDITOR, "/internal/playbook/edit", link="A lighter first week"),
    Shot(
        "editor-form",
        EDITOR,
        "/internal/playbook/edit",
        link="A lighter first week",
        under="/form/milestones/steady_week/milestone.yaml",
    ),
    Shot("audit", LEAD, "/internal/audit"),
    Shot("import", LEAD, "/internal/import"),
    Shot("vendor-branding", OWNER, "/internal/settings/branding"),
    Shot("vendor-staff", OWNER, "/internal/settings/staff"),
    Shot("vendor-trees", OWNER, "/internal/settings/trees"),
    Shot("vendor-tracking", OWNER, "/internal/settings/tracking"),
    Shot("vendor-keys", OWNER, "/internal/settings/keys"),
    Shot("vendor-source", OWNER, "/internal/settings/keys/sources/1/edit"),
    Shot("vendor-quarantine", OWNER, "/internal/settings/quarantine"),
    Shot("vendor-webhooks", OWNER, "/internal/settings/webhooks"),
    Shot("vendor-webhook", OWNER, "/internal/settings/webhooks", link=LISTENER.label),
    Shot("vendor-jobs", OWNER, "/internal/settings/jobs"),
    Shot("vendor-installation", OWNER, "/internal/settings/installation"),
    Shot("api", CSM, "/api/docs"),
    Shot("error-not-found", ADMIN, "/nowhere"),
    Shot("ladder-first-day", NEWCOMER, "/", BOTH_WIDTHS),
    Shot("ladder-german", OPERATOR, "/", BOTH_WIDTHS, "de-DE"),
    Shot("ladder-arabic", ADMIN, "/", BOTH_WIDTHS, "ar"),
    Shot("ladder-empty", states.address("blank"), "/", BOTH_WIDTHS),
    Shot("team-empty", states.address("blank"), "/team", BOTH_WIDTHS),
    Shot("results-empty", states.address("blank"), "/results", BOTH_WIDTHS),
    Shot("team-crowd", states.address("crowd"), "/team", BOTH_WIDTHS),
    Shot("ladder-hostile", states.address("hostile"), "/", BOTH_WIDTHS),
    Shot("team-hostile", states.address("hostile"), "/team", BOTH_WIDTHS),
)


def taken(portal: FrozenPortal, chromium: Browser, shot: Shot) -> Iterator[tuple[str, bytes]]:
    """The pictures of a shot, as PNG, by file name."""
    for width, scheme in shot.forms:
        context = chromium.new_context(
            base_url=portal.base_url,
            viewport={"width": width, "height": WIDTHS[width]},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=shot.language,
            reduced_motion="reduce",
        )
        if shot.who:
            context.add_cookies(portal.cookies(shot.who))  # type: ignore[arg-type] # they are cookies
        page = context.new_page()
        page.goto(shot.path)
        if shot.link:
            page.get_by_role("link", name=shot.link, exact=True).first.click()
            page.wait_for_load_state()
        if shot.under:
            page.goto(page.url + shot.under)
        page.evaluate("document.fonts.ready")
        height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": width, "height": max(height, WIDTHS[width])})
        yield f"{shot.name}-{width}-{scheme}", page.screenshot()
        context.close()


def keep(name: str, picture: bytes, folder: Path) -> None:
    """Keep a picture as WebP, which is a fifth of a PNG."""
    with Image.open(io.BytesIO(picture)) as image:
        image.save(folder / f"{name}.webp", quality=QUALITY, method=6)


async def fill(portal: FrozenPortal) -> None:
    """Add the accounts that the demo does not have."""
    await states.add_blank(portal.database)
    await states.add_crowd(portal.database)
    await states.add_hostile(portal.database)


async def prepare(url: str) -> None:
    """Make the tables."""
    database = open_database(url)
    await migrate(database)
    await database.close()


def main(wanted: tuple[str, ...], folder: Path = FOLDER) -> None:
    """Take the pictures whose name begins with one of the words, or all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="screenshots-"))
    url = f"sqlite:///{place / 'portal.db'}"
    asyncio.run(prepare(url))
    with frozen_portal(url, accounts=ACCOUNTS) as portal, sync_playwright() as playwright:
        portal.do(fill(portal))
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=list(browser.FLAGS))
        for shot in PAGES:
            if not wanted or shot.name.startswith(wanted):
                for name, picture in taken(portal, chromium, shot):
                    keep(name, picture, folder)
                    sys.stdout.write(f"{name}\n")
        chromium.close()
    shutil.rmtree(place)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
