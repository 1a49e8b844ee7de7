"""Names that mean harm, or are only long, are shown as they are and break nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import states
from tests.e2e import judging
from tests.e2e.conftest import watched
from tests.frozen import FrozenPortal, frozen_portal

PAGES = ("/", "/team", "/results", "/profile", "/milestones/agree_goal", "/settings/people", "/library")


@pytest.fixture(scope="module")
def portal(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrozenPortal]:
    """A portal with an account of such people."""
    place = tmp_path_factory.mktemp("hostile") / "portal.db"
    shutil.copy(sqlite_template, place)
    with frozen_portal(f"sqlite:///{place}", accounts=1) as portal:
        portal.do(states.add_hostile(portal.database))
        yield portal


@pytest.mark.parametrize("width", [1280, 390])
def test_names_are_text_and_fit(portal: FrozenPortal, chromium: Browser, problems: list[str], width: int) -> None:
    context = chromium.new_context(base_url=portal.base_url, viewport={"width": width, "height": 900})
    context.add_cookies(portal.cookies(states.address("hostile")))  # type: ignore[arg-type] # they are cookies
    page = watched(context, problems)
    found = {}
    for path in PAGES:
        page.goto(path)
        assert not page.evaluate(states.HARMED)
        found[path] = judging.axe(page, colours=False)
    context.close()
    assert {path: complaints for path, complaints in found.items() if complaints} == {}
