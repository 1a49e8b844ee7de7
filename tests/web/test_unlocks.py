"""OFREP as the vendor's product speaks it: one feature, all of them, and every refusal in OpenFeature's words."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from portal.db.engine import Database
from portal.db.tables import Account, Unlock
from portal.services import keys
from portal.web.api.limits import Limit
from tests.factories import NOW, add_account, add_member, browser, running, small_playbook

FLAGS = "/ofrep/v1/evaluate/flags"
ONE = f"{FLAGS}/automations"
UNFIT = (
    (b"{", "PARSE_ERROR"),
    (b"\xff", "PARSE_ERROR"),
    (b'{"context":{"x":' + b"[" * 100_000, "PARSE_ERROR"),
    (b"[]", "INVALID_CONTEXT"),
    (b"{}", "TARGETING_KEY_MISSING"),
    (b'{"context":{"targetingKey":""}}', "TARGETING_KEY_MISSING"),
    (b'{"context":{"targetingKey":7}}', "INVALID_CONTEXT"),
    (b'{"context":{"targetingKey":"a\\u0000"}}', "INVALID_CONTEXT"),
    (b'{"context":{"targetingKey":"a","account":[]}}', "INVALID_CONTEXT"),
    (b'{"context":{"targetingKey":"' + b"a" * 221 + b'"}}', "INVALID_CONTEXT"),
)

# The rows are read alike from both databases, which the first tests show.
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass(frozen=True, slots=True)
class Product:
    """The vendor's product, with a key for nothing but unlocks."""

    database: Database
    http: httpx.AsyncClient

    async def ask(self, path: str, target: object, status: int = 200, **context: object) -> Any:  # noqa: ANN401 - JSON
        answer = await self.http.post(path, json={"context": {"targetingKey": target, **context}})
        assert answer.status_code == status, answer.text
        return answer.json()

    async def open_to(self, target: str, **context: str) -> bool:
        return bool((await self.ask(ONE, target, 200, **context))["value"])

    async def key(self, *scopes: str) -> str:
        async with self.database.write() as session:
            return await keys.create(session, label="Product", source=None, scopes=scopes, now=NOW)


@pytest.fixture
async def product(database: Database, database_url: str) -> AsyncIterator[Product]:
    """A product whose customer Halden has unlocked automations; Brisk has not, and shares a member's id with it."""
    halden, brisk = await add_account(database), await add_account(database)
    for account, member in ((halden, "priya"), (halden, "twice"), (brisk, "twice"), (brisk, "bea")):
        await add_member(database, account, external_id=member)
    async with database.write() as session:
        for account, name in ((halden, "halden"), (brisk, "brisk")):
            await session.execute(update(Account).where(Account.id == account).values(external_id=name))
        opened = {"feature": "automations", "milestone_id": "sign_on", "at": NOW}
        session.add(Unlock(account_id=halden, subject_id=halden, **opened))
    async with running(database_url, small_playbook()) as app:
        made = Product(database, browser(app))
        made.http.headers["Authorization"] = f"Bearer {await made.key(keys.UNLOCKS_READ)}"
        yield made


async def test_a_member_and_an_account_have_what_the_account_unlocked(product: Product) -> None:
    assert await product.ask(ONE, "priya") == {
        "key": "automations",
        "value": True,
        "variant": "open",
        "reason": "TARGETING_MATCH",
        "metadata": {"why": "milestone", "milestone": "sign_on"},
    }
    assert await product.open_to("account:halden")
    closed = await product.ask(ONE, "bea")
    assert (closed["value"], closed["variant"], closed["reason"]) == (False, "closed", "DEFAULT")
    assert not await product.open_to("account:brisk")


async def test_whoever_is_unknown_has_nothing_beyond_what_their_account_has(product: Product) -> None:
    for target in ("nobody", "account:nobody"):
        assert not await product.open_to(target)
    assert await product.open_to("a-new-colleague", account="halden")
    assert not await product.open_to("a-new-colleague", account="nobody")


@once
async def test_one_id_in_two_accounts_needs_the_account(product: Product) -> None:
    refused = await product.ask(ONE, "twice", 400)
    assert (refused["key"], refused["errorCode"]) == ("automations", "INVALID_CONTEXT")
    assert "`account`" in refused["errorDetails"]
    assert [await product.open_to("twice", account=account) for account in ("halden", "brisk")] == [True, False]


@once
async def test_all_features_come_at_once_and_only_when_something_changed(product: Product) -> None:
    body = {"context": {"targetingKey": "priya", "plan": {"any": ["thing"]}}}
    first = await product.http.post(FLAGS, json=body)
    assert [(flag["key"], flag["value"]) for flag in first.json()["flags"]] == [("automations", True)]
    again = await product.http.post(FLAGS, json=body, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = await product.http.post(
        FLAGS, json={"context": {"targetingKey": "bea"}}, headers={"If-None-Match": first.headers["ETag"]}
    )
    assert other.status_code == 200


@once
async def test_a_request_that_cannot_be_evaluated_says_why(product: Product) -> None:
    for body, code in UNFIT:
        for path in (FLAGS, ONE):
            answer = await product.http.post(path, content=body)
            assert (answer.status_code, answer.json()["errorCode"]) == (400, code), body[:60]


@once
async def test_an_unknown_feature_a_missing_key_and_one_for_something_else(product: Product) -> None:
    unknown = await product.ask(f"{FLAGS}/nothing", "priya", 404)
    assert (unknown["key"], unknown["errorCode"]) == ("nothing", "FLAG_NOT_FOUND")
    for given, status in (("", 401), (f"Bearer {await product.key('members:read')}", 403)):
        answer = await product.http.post(ONE, json={}, headers={"Authorization": given})
        assert answer.status_code == status


@once
async def test_a_key_that_asks_too_often_is_told_when_to_come_back(database: Database, database_url: str) -> None:
    body = {"context": {"targetingKey": "nobody"}}
    async with running(database_url, small_playbook()) as app:
        app.state.portal = replace(app.state.portal, unlock_limit=Limit(3))
        product = Product(database, browser(app))
        busy, calm = [f"Bearer {await product.key(keys.UNLOCKS_READ)}" for _ in range(2)]
        # A new minute may begin meanwhile, but not two.
        answers = [await product.http.post(FLAGS, json=body, headers={"Authorization": busy}) for _ in range(7)]
        other = await product.http.post(FLAGS, json=body, headers={"Authorization": calm})
    assert {answer.status_code for answer in answers} == {200, 429}
    assert answers[0].status_code == other.status_code == 200
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "more often than 3 times a minute" in refused.text
