"""Whoever follows the links they are shown comes to no dead end, whatever they may do."""

import re
from collections import deque
from collections.abc import AsyncIterator
from html import unescape
from itertools import combinations

import pytest
from fastapi import FastAPI

from portal.db import drafts
from portal.db.engine import Database
from portal.domain.roles import Capability
from portal.resources import PLAYBOOK
from portal.services import content
from portal.services.risk import assess_all
from tests.catalogues import shipped
from tests.factories import NOW, add_account, add_member, add_staff, browser, running, sign_in
from tests.onboardings import add_actions, ago, hand_over, invite

# Links do not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
USUAL = [(Capability.EDITOR,), (Capability.OWNER,)]
"""They may change no account, and see every page of one."""
REST = [may for count in (1, 2) for may in combinations(Capability, count) if may not in USUAL]
DOCUMENT = (".pdf", ".csv", ".ics")
"""Their pages show the link to them; to make them takes long, and asks for nothing more."""
ALIKE = (
    (r"[0-9a-f]{8}-[0-9a-f-]{27}", "one"),
    (r"/\d+(?=/|$)", "/one"),
    (r"/(milestones|plays|ladders|evidence|form|text|preview|new)/.*", r"/\1/one"),
    (r"=[^&]*", ""),
)
"""Addresses of one page, for whatever it is about, are followed once."""


@pytest.fixture
async def app(database: Database, database_url: str) -> AsyncIterator[FastAPI]:
    """A portal with an account under way, and a draft of its playbook."""
    csm = await add_staff(database)
    account = await add_account(database, csm_id=csm, pilot_started_on=ago(10))
    await add_member(database, account)
    await hand_over(database, account, "Sara Nyberg", "", "IT", "Dr. Eva Lund", email="eva@brightwell.example")
    await invite(database, account, "Accepted")
    await add_actions(database, account, (1, True), (12, False))
    async with database.write() as session:
        published = await content.publish(session, folder=PLAYBOOK, author="Ida", note="First", now=NOW)
        await assess_all(session, catalogue=shipped(), now=NOW)
        await drafts.start(session, name="A lighter week", base=published.number, staff_id=csm, now=NOW)
    async with running(database_url) as app:
        yield app


@pytest.mark.parametrize("may", [*USUAL, *(pytest.param(may, marks=pytest.mark.thorough) for may in REST)])
async def test_every_link_somebody_is_shown_opens(
    app: FastAPI, database: Database, may: tuple[Capability, ...]
) -> None:
    cookies = await sign_in(database, staff_id=await add_staff(database, capabilities=may))
    refused, waiting, known = [], deque([("/internal/", "")]), set()
    async with browser(app, cookies) as client:
        while waiting:
            address, source = waiting.popleft()
            answer = await client.get(address)
            if answer.status_code >= 400:
                refused.append((answer.status_code, address, source))
            for link in links(answer.text, answer.headers.get("location", "")):
                if (shape := shape_of(link)) not in known:
                    known.add(shape)
                    waiting.append((link, address))
    assert refused == []
    assert len(known) > 50


def links(page: str, onward: str) -> list[str]:
    """The addresses of the portal's own pages that a page or a redirect leads to."""
    found = [onward, *map(unescape, re.findall(r'(?:href|data-hx-get)="([^"#]+)', page))]
    return [link for link in found if link.startswith("/internal/") and not link.partition("?")[0].endswith(DOCUMENT)]


def shape_of(link: str) -> str:
    """The page an address is of, whatever it is about."""
    for pattern, alike in ALIKE:
        link = re.sub(pattern, alike, link)
    return link


@pytest.mark.parametrize(
    ("may", "help_at"), [(Capability.OWNER, "/internal/settings/staff"), (Capability.CSM, "/internal/you")]
)
async def test_whoever_is_refused_learns_who_may(
    app: FastAPI, database: Database, may: Capability, help_at: str
) -> None:
    cookies = await sign_in(database, staff_id=await add_staff(database, capabilities=(may,)))
    async with browser(app, cookies) as client:
        answer = await client.get("/internal/playbook/edit")
        assert answer.status_code == 403
        assert "Only an editor can change the playbook." in answer.text
        assert f'href="{help_at}"' in answer.text
        assert (await client.get(help_at)).status_code == 200
