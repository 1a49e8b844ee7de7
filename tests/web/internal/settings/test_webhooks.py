"""Addresses as owners handle them: a secret shown once, a test and a log, an edit by two, one that is gone."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import httpx
import httpx2
import pytest
from sqlalchemy import select

from portal.db.tables import WebhookEndpoint
from tests.factories import HTMX
from tests.receivers import Receiver, Round
from tests.web.internal.settings.conftest import HERE, Bureau, typed

HOOKS: Final = f"{HERE}/webhooks"
FULL: Final = {
    "label": "CRM",
    "url": "https://crm.halden.example/hooks",
    "topics": ["verdict.changed", "milestone.completed"],
}
SLACK: Final = {
    "label": "#onboarding",
    "url": "https://hooks.slack.example/services/T1/B2/s3cret",
    "topics": ["verdict.changed"],
}
SECRET: Final = re.compile(r'value="(whsec_[A-Za-z0-9+/=]+)"')

# What is stored is stored alike, which tests/test_courier.py shows.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def only(bureau: Bureau) -> UUID:
    """The one address there is."""
    async with bureau.database.read() as session:
        return (await session.scalars(select(WebhookEndpoint.id))).one()


async def added(bureau: Bureau, **given: str) -> tuple[str, httpx.Response]:
    """The page of a webhook that was just added, and the answer that showed its secret."""
    answer = await bureau.owner.post(f"{HOOKS}/add/webhook", data=FULL | given, headers=HTMX)
    assert answer.status_code == 201, answer.text
    return f"{HOOKS}/{await only(bureau)}", answer


async def test_a_secret_is_shown_once_and_another_one_takes_its_place(bureau: Bureau) -> None:
    page, made = await added(bureau)
    [first] = SECRET.findall(made.text)
    assert not SECRET.search((await bureau.owner.get(page)).text)
    rotated = await bureau.owner.post(f"{page}/rotate", headers=HTMX)
    assert rotated.status_code == 201
    assert SECRET.findall(rotated.text) != [first]
    assert "Two secrets sign every message" in rotated.text
    assert (await bureau.owner.post(f"{page}/rotate")).status_code == 409
    assert [act.act for act in await bureau.acts()] == ["webhook.added", "webhook.rotated"]
    assert not any("whsec_" in f"{act.before}{act.after}" for act in await bureau.acts())


async def test_a_test_is_sent_and_the_log_says_what_came_of_it(bureau: Bureau) -> None:
    page, _ = await added(bureau)
    sent = await bureau.owner.post(f"{page}/test", headers=HTMX)
    assert "On its way" in sent.text
    way = Round(bureau.database, Receiver([httpx2.Response(500, text="<b>broken</b>"), httpx2.Response(204)]))
    assert await way.go() == 1
    log = (await bureau.owner.get(f"{page}/log", headers=HTMX)).text
    assert "500 Internal Server Error" in log
    assert "&lt;b&gt;broken&lt;/b&gt;" in log
    assert "every 1s" not in log
    again = f"{page}/messages/{UUID(way.receiver.told[0].headers['webhook-id'].removeprefix('msg_'))}/send-again"
    assert (await bureau.owner.post(again)).status_code == 409
    way.clock.move(timedelta(minutes=1))
    assert await way.go() == 1
    assert "Arrived" in (await bureau.owner.get(page)).text
    assert (await bureau.owner.post(again, headers=HTMX)).status_code == 200
    assert await way.go() == 1


async def test_of_a_slack_channel_nobody_reads_the_address(bureau: Bureau) -> None:
    assert (await bureau.owner.post(f"{HOOKS}/add/slack", data=SLACK)).status_code == 303
    page = f"{HOOKS}/{await only(bureau)}"
    shown = await bureau.owner.get(page)
    assert "s3cret" not in shown.text + (await bureau.owner.get(HOOKS)).text
    assert "https://hooks.slack.example/…" in shown.text
    change = SLACK | typed(shown.text) | {"url": "", "label": "#csm"}
    assert (await bureau.owner.post(page, data=change)).status_code == 303
    await bureau.owner.post(f"{page}/test")
    way = Round(bureau.database)
    assert await way.go() == 1
    assert way.receiver.told[0].url.path == "/services/T1/B2/s3cret"
    assert not any("s3cret" in f"{act.before}{act.after}" for act in await bureau.acts())


async def test_whoever_is_gone_is_switched_off_with_the_reason_until_an_owner_switches_it_on(bureau: Bureau) -> None:
    page, _ = await added(bureau)
    await bureau.owner.post(f"{page}/test")
    await Round(bureau.database, Receiver([httpx2.Response(410)])).go()
    assert "It answered 410: nobody listens there any more." in (await bureau.owner.get(page)).text
    assert (await bureau.owner.post(f"{page}/test")).status_code == 409
    assert (await bureau.owner.post(f"{page}/switch-on")).status_code == 303
    assert (await bureau.owner.post(f"{page}/test")).status_code == 303
    assert (await bureau.owner.post(f"{page}/switch-off")).status_code == 303
    assert "Olivia Brandt switched it off." in (await bureau.owner.get(HOOKS)).text


async def test_what_makes_no_sense_is_refused_in_words_and_kept(bureau: Bureau) -> None:
    wrong: dict[str, dict[str, Sequence[str]]] = {
        "Say who hears of it": {"label": ""},
        "Give the whole address": {"url": ""},
        "Choose at least one thing": {"topics": []},
        "not a valid choice": {"topics": ["webhook.test"]},
        "The portal may not write to this address": {"url": "http://crm.halden.example/"},
        "only https on port 443": {"url": "https://crm.halden.example:8443/"},
    }
    for words, given in wrong.items():
        refused = await bureau.owner.post(f"{HOOKS}/add/webhook", data=FULL | given, headers=HTMX)
        assert (refused.status_code, words in refused.text) == (422, True), words
    unlocks = SLACK | {"topics": ["feature.unlocked"]}
    assert (await bureau.owner.post(f"{HOOKS}/add/slack", data=unlocks)).status_code == 422
    page, _ = await added(bureau, label="<img src=x>{{7*7}}" + "x" * 100)
    listed = (await bureau.owner.get(HOOKS)).text + (await bureau.owner.get(page)).text
    assert "<img src=x" not in listed
    assert "{{7*7}}" in listed


async def test_only_owners_handle_them(bureau: Bureau) -> None:
    page, _ = await added(bureau)
    for who in ("lead", "editor", "csm"):
        client = bureau.browsers[who]
        for way in (HOOKS, page, f"{page}/log"):
            assert (await client.get(way, headers=HTMX)).status_code == 403
        for way in (f"{HOOKS}/add/webhook", page, f"{page}/rotate", f"{page}/test", f"{page}/switch-off"):
            assert (await client.post(way, data=FULL)).status_code == 403
    assert (await bureau.owner.get(f"{HOOKS}/{UUID(int=0)}")).status_code == 404
