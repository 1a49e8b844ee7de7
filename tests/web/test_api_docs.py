"""The API's page for people, and its examples."""

import json
import re
import shlex
from pathlib import Path

import pytest

from portal.db.engine import Database
from portal.services import keys
from portal.web.routes.api.docs import REFUSALS, resources
from portal.web.routes.api.openapi import document
from tests.factories import NOW, browser, running, small_playbook

EXAMPLES = Path(__file__).parents[2] / "docs" / "api.md"
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@once
async def test_the_page_tells_every_call_and_every_refusal(database_url: str) -> None:
    async with running(database_url, small_playbook()) as app:
        html = (await browser(app).get("/api/docs")).text
        described = (await browser(app).get("/api/v1/openapi.json")).json()
    assert described == json.loads(json.dumps(document()))
    told = {(call.method.lower(), call.path) for one in resources() for call in one.calls}
    assert told == {(method, path) for path, calls in document()["paths"].items() for method in calls}
    assert all(f'id="{code}"' in html for code in REFUSALS)
    assert all(call.path in html for one in resources() for call in one.calls)


@once
async def test_the_examples_do_what_they_say(database: Database, database_url: str) -> None:
    async with database.write() as session:
        key = await keys.create(session, label="Docs", source=None, scopes=keys.API_SCOPES, now=NOW)
        events = [keys.EVENTS_WRITE]
        write_key = await keys.create(session, label="Calendar", source="calendar", scopes=events, now=NOW)
    tag = ""
    async with running(database_url, small_playbook()) as app:
        for command, status in _examples():
            values = {"$KEY": key, "$WRITE_KEY": write_key, "$ETAG": tag, "$PORTAL": ""}
            method, path, headers, body = _asked(command, values)
            response = await browser(app).request(method, path, headers=headers, content=body)
            assert response.status_code == status, command
            tag = response.headers.get("ETag", tag)


def _examples() -> list[tuple[str, int]]:
    """Each command of the document with the status that it says comes back."""
    found = re.findall(r"```sh\n(curl .*?)\n```\n+Answers (\d+)", EXAMPLES.read_text("utf-8"), re.DOTALL)
    assert len(found) >= 5
    return [(command.replace("\\\n", " "), int(status)) for command, status in found]


def _asked(command: str, values: dict[str, str]) -> tuple[str, str, dict[str, str], str | None]:
    words = iter([_filled(word, values) for word in shlex.split(command)[1:]])
    method, path, body = "GET", "", None
    headers: dict[str, str] = {}
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        else:
            path = word
    return method, path, headers, body


def _filled(word: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        word = word.replace(name, value)
    return word
