"""API keys as owners handle them: shown once, two of a kind live at most, ended at once."""

import re

import httpx
import pytest
from sqlalchemy import select

from portal.db.tables import ApiKey
from portal.domain.errors import Unauthenticated
from portal.services import keys
from tests.factories import HTMX, NOW
from tests.web.internal.settings.conftest import HERE, Bureau

KEYS = f"{HERE}/keys"
FULL = {"label": "Product", "source": "product", "scopes": ["events:write", "tasks:read"]}
SECRET = re.compile(r'value="(portal\.[0-9a-f.]+)"')


def secret_of(answer: httpx.Response) -> str:
    """The key that an answer shows."""
    found = SECRET.search(answer.text)
    assert found, answer.text
    return found[1]


async def holds(bureau: Bureau, key: str) -> bool:
    """Whether a key lets its holder send events."""
    async with bureau.database.write() as session:
        try:
            return (await keys.authenticate(session, key=key, scope="events:write", now=NOW)).label == "Product"
        except Unauthenticated:
            return False


async def test_a_key_is_shown_once_and_never_again(bureau: Bureau, capfd: pytest.CaptureFixture[str]) -> None:
    made = await bureau.owner.post(KEYS, data=FULL, headers=HTMX)
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    key = secret_of(made)
    assert await holds(bureau, key)
    page = (await bureau.owner.get(KEYS)).text
    secret = key.split(".")[2]
    assert secret not in page
    assert "Product" in page
    assert "Send events · Read tasks" in page
    (act,) = await bureau.acts()
    assert (act.act, act.subject, act.after["scopes"]) == ("key.created", "Product", "events:write, tasks:read")
    assert secret not in f"{act.before}{act.after}{act.subject}"
    assert secret not in "".join(capfd.readouterr())


async def test_a_key_for_web_pages_names_their_sites_and_does_nothing_else(bureau: Bureau) -> None:
    web = {"label": "Product", "source": "web", "scopes": ["events:write"], "origins": "https://app.example.com/"}
    for wrong in {"origins": "app.example.com"}, {"scopes": ["events:write", "tasks:read"]}:
        refused = await bureau.owner.post(KEYS, data=web | wrong)
        assert refused.status_code == 422
        assert 'value="Product"' in refused.text
    key = secret_of(await bureau.owner.post(KEYS, data=web))
    page = (await bureau.owner.get(KEYS)).text
    assert "Sends from https://app.example.com" in page
    async with bureau.database.write() as session:
        holder = await keys.authenticate(session, key=key, scope="events:write", now=NOW)
    assert holder.source is not None
    assert (holder.source.browser, holder.source.origins) == (True, ("https://app.example.com",))
    taken = await bureau.owner.post(KEYS, data=web | {"origins": "https://other.example"})
    assert (taken.status_code, "choose a name of its own" in taken.text) == (422, True)


async def test_two_of_a_kind_work_until_the_older_is_ended(bureau: Bureau) -> None:
    old = secret_of(await bureau.owner.post(KEYS, data=FULL))
    old_id = old.split(".")[1]
    rotated = await bureau.owner.post(f"{KEYS}/{old_id}/rotate", headers=HTMX)
    new = secret_of(rotated)
    assert "A successor works beside it" in rotated.text
    assert [await holds(bureau, key) for key in (old, new)] == [True, True]
    for key in (old, new):
        third = await bureau.owner.post(f"{KEYS}/{key.split('.')[1]}/rotate")
        assert third.status_code == 409
    assert (await bureau.owner.post(f"{KEYS}/{old_id}/end")).status_code == 303
    assert [await holds(bureau, key) for key in (old, new)] == [False, True]
    assert (await bureau.owner.post(f"{KEYS}/{old_id}/end")).status_code == 404
    assert (await bureau.owner.post(f"{KEYS}/{old_id}/rotate")).status_code == 404
    assert (await bureau.owner.post(f"{KEYS}/{new.split('.')[1]}/rotate")).status_code == 201
    assert [act.act for act in await bureau.acts()] == ["key.created", "key.rotated", "key.revoked", "key.rotated"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"label": ""}, "Say what the key is for"),
        ({"label": "x" * 121}, "longer than 120"),
        ({"scopes": []}, "at least one thing"),
        ({"scopes": ["everything"]}, "not a valid choice"),
        ({"source": ""}, "Name the system"),
        ({"source": "portal"}, "the portal itself"),
        ({"source": "s" * 81}, "longer than 80"),
    ],
)
async def test_a_form_that_makes_no_sense_makes_no_key(
    bureau: Bureau, wrong: dict[str, str | list[str]], said: str
) -> None:
    refused = await bureau.owner.post(KEYS, data=FULL | wrong, headers=HTMX)
    assert refused.status_code == 422
    assert said in refused.text
    async with bureau.database.read() as session:
        assert (await session.scalars(select(ApiKey.id))).all() == []


async def test_only_owners_handle_keys(bureau: Bureau) -> None:
    old_id = secret_of(await bureau.owner.post(KEYS, data=FULL)).split(".")[1]
    for who in ("lead", "editor", "csm"):
        client = bureau.browsers[who]
        assert (await client.get(KEYS)).status_code == 403
        for way in (KEYS, f"{KEYS}/{old_id}/rotate", f"{KEYS}/{old_id}/end"):
            assert (await client.post(way, data=FULL)).status_code == 403


async def test_hostile_names_are_only_text(bureau: Bureau) -> None:
    hostile = {"label": "<img src=x>{{7*7}}", "source": "<b>" + "s" * 70, "scopes": ["events:write"]}
    made = await bureau.owner.post(KEYS, data=hostile)
    assert made.status_code == 201
    assert "<img" not in made.text
    assert "{{7*7}}" in made.text
