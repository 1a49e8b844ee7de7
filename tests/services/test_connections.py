from typing import Any

import pytest
from pydantic import SecretStr

from portal.db import identity
from portal.db.engine import Database
from portal.domain.errors import Invalid
from portal.identity.registration import registration
from portal.services import connections
from tests import factories
from tests.factories import NOW
from tests.services.signing_in import World, create_world

KEY = "a secret of at least thirty-two characters"


async def ensure(database: Database, **changes: Any) -> identity.ConnectionRow:  # noqa: ANN401 - any setting
    settings = factories.settings("sqlite://", **changes)
    async with database.write() as session:
        connection_id = await connections.ensure_staff(session, settings=settings, now=NOW)
        row = await identity.connection(session, connection_id)
    assert row is not None
    return row


async def test_the_staff_connection_is_made_once(database: Database) -> None:
    assert (await ensure(database)) == (await ensure(database))


async def test_staff_groups_give_capabilities(database: Database) -> None:
    assert (await ensure(database)).groups == {
        "portal-csm": "csm",
        "portal-csm-lead": "csm_lead",
        "portal-editor": "editor",
        "portal-owner": "owner",
    }


async def test_a_changed_secret_and_client_are_taken_over(database: Database) -> None:
    first = await ensure(database)
    second = await ensure(database, staff_client_secret=SecretStr("new"), staff_client_id="new id")
    opened = registration(second, secret_key=KEY, base_url="https://portal.test")
    assert (second.id, opened.client_id, opened.client_secret) == (first.id, "new id", "new")


async def test_a_changed_secret_key_seals_the_secret_anew(database: Database) -> None:
    first = await ensure(database)
    second = await ensure(database, secret_key=SecretStr(KEY[::-1]))
    opened = registration(second, secret_key=KEY[::-1], base_url="https://portal.test")
    assert (second.id, opened.client_secret) == (first.id, "client secret")


async def test_another_issuer_is_another_connection_and_links_staff_anew(database: Database, database_url: str) -> None:
    world: World = await create_world(database, database_url)
    token = await world.sign_in_staff()
    before = await world.who(token)
    moved = await ensure(database, staff_issuer="https://login.vendor.example/")
    assert moved.id != world.staff_connection_id
    assert moved.issuer == "https://login.vendor.example/"
    assert await world.who(token) is None
    await ensure(database, staff_issuer=world.settings.staff_issuer)
    async with database.read() as session:
        current = await identity.staff_connection(session)
    assert current is not None
    world.staff_connection_id = current.id
    world.settings = factories.settings(database_url, secret_key=KEY)
    async with database.write() as session:
        changed = {"client_id": "portal-at-halden"}
        await identity.change_connection(session, current.id, changed)
    after = await world.who(await world.sign_in_staff(sub="new subject"))
    assert before
    assert after
    assert after.id == before.id


@pytest.mark.parametrize(
    ("changes", "mend"),
    [
        ({"issuer": "login.example.com"}, "is not an issuer"),
        ({"issuer": "ftp://login.example.com"}, "is not an issuer"),
        ({"issuer": "https://login.example.com?tenant=1"}, "is not an issuer"),
        ({"groups": {"it": "boss"}}, "choose among admin, operator, power_user"),
        ({"groups": {"it": "csm"}}, "choose among admin, operator, power_user"),
        ({"default_role": "csm"}, "choose among admin, operator, power_user"),
        ({"account_id": None, "groups": {"it": "admin"}}, "choose among csm, csm_lead, editor, owner"),
        ({"account_id": None, "default_role": "csm"}, "choose among"),
    ],
)
async def test_a_connection_that_cannot_work_is_refused(database: Database, changes: dict[str, Any], mend: str) -> None:
    values: dict[str, Any] = {
        "secret_key": KEY,
        "account_id": await factories.add_account(database),
        "issuer": "https://login.example.com",
        "client_id": "portal",
        "client_secret": "secret",
        "groups": {},
        "default_role": None,
        "domains": [],
        "now": NOW,
    }
    async with database.write() as session:
        with pytest.raises(Invalid, match=mend):
            await connections.create(session, **values | changes)
