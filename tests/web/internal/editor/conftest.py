"""Two editors in browsers, with a draft over the published playbook."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID

import httpx
import pytest

from portal.db.engine import Database
from portal.domain.roles import Capability
from portal.resources import PLAYBOOK
from portal.services import content
from tests.factories import NOW, add_staff, browser, running, sign_in

HOME = "/internal/playbook/edit"
GOAL = "milestones/agree_goal/milestone.yaml"
BOARD = "milestones/shift_board/milestone.yaml"
BOARD_DE = "milestones/shift_board/milestone.de.yaml"
LADDER = "ladders/admin.yaml"
TREE = "risk_trees/onboarding.yaml"
EMAIL = "milestones/agree_goal/email.md"


@dataclass(frozen=True, slots=True)
class Desk:
    """Ida and Ken write the playbook; Tomás guides accounts. `home` is the draft's address."""

    database: Database
    home: str
    ida: httpx.AsyncClient
    ken: httpx.AsyncClient
    csm: httpx.AsyncClient

    async def fields(self, path: str, client: httpx.AsyncClient | None = None) -> dict[str, Any]:
        """What a form of the draft holds as it is opened."""
        return filled((await (client or self.ida).get(f"{self.home}/{path}")).text)

    async def save(self, path: str, typed: dict[str, Any], client: httpx.AsyncClient | None = None) -> httpx.Response:
        """Open a form, type something into it, and submit it."""
        fields = await self.fields(path, client)
        return await (client or self.ida).post(f"{self.home}/{path}", data=fields | typed)


def filled(page: str) -> dict[str, Any]:
    """The fields of the form that a page is about, by name, with what they hold."""
    form = re.search(r'<form class="card stack".*?</form>|<form class="stack".*?</form>', page, re.DOTALL)
    assert form, page
    inputs = re.findall(r"<input[^>]*>", form[0])
    held: dict[str, Any] = {_attribute(one, "name"): _attribute(one, "value") for one in inputs}
    held |= {_attribute(one, "name"): [""] for one in inputs if 'type="checkbox"' in one}
    for one in inputs:
        if 'type="checkbox"' in one and " checked" in one:
            held[_attribute(one, "name")].append(_attribute(one, "value"))
    areas = re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL)
    selects = re.findall(r'<select[^>]*name="([^"]*)">(.*?)</select>', form[0], re.DOTALL)
    chosen = {name: _chosen(options) for name, options in selects if not name.startswith("new-")}
    return held | chosen | {name: unescape(text).removeprefix("\r\n") for name, text in areas}


def _chosen(options: str) -> str:
    found = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
    return unescape(found[1]) if found else ""


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


@pytest.fixture
async def desk(database: Database, database_url: str) -> AsyncIterator[Desk]:
    """A draft of Ida's over the shipped playbook, with nothing in it."""
    editors = [await add_staff(database, name=name, capabilities=(Capability.EDITOR,)) for name in ("Ida", "Ken")]
    people: list[UUID] = [*editors, await add_staff(database)]
    async with database.write() as session:
        await content.publish(session, folder=PLAYBOOK, author="Ida", note="As shipped", now=NOW)
    async with running(database_url) as app:
        ida, ken, csm = [browser(app, await sign_in(database, staff_id=person)) for person in people]
        started = await ida.post(HOME, data={"name": "Shorter first week"})
        yield Desk(database, started.headers["location"], ida, ken, csm)
