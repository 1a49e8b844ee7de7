"""Setting up the account's own sign-in: nothing changes for anybody until it has worked for an admin."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import httpx
import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import Connection, ConnectionDomain
from portal.domain.roles import Role
from portal.identity.domains import record_name, record_value
from portal.identity.outbound import FetchFailed
from tests import factories
from tests.factories import HTMX, NOW, add_account
from tests.identity.fake_provider import CLIENT_ID, CLIENT_SECRET, ISSUER, id_claims, query_of
from tests.services.signing_in import EMAIL
from tests.web.conftest import enter
from tests.web.forms import filled, held
from tests.web.signing_in import Site, open_site

HERE = "/settings/sign-in"
FILLED = {
    "issuer": ISSUER,
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
    "admin": "chiefs\nadmins",
    "power_user": "",
    "operator": "dispatch",
    "default_role": "",
}


class Records:
    """Text records as a test wants them, or a resolver that is away."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}
        self.away = False

    async def __call__(self, name: str) -> list[str]:
        """The records of a name."""
        if self.away:
            message = "away"
            raise FetchFailed(message)
        return self.found.get(name, [])


@dataclass
class Setup:
    """An admin who has signed in by the account's connection, in front of its settings."""

    site: Site
    admin: httpx.AsyncClient
    records: Records

    async def save(self, **changes: str) -> httpx.Response:
        """Prepare a connection."""
        return await self.admin.post(HERE, data=await filled(self.admin, HERE, HERE, **FILLED | changes))

    async def try_it(self, **claims: object) -> str:
        """Try what is prepared; answers the address the admin comes back to."""
        started = await self.admin.get(f"{HERE}/try")
        query = query_of(started.headers["location"])
        told: dict[str, object] = {"nonce": query["nonce"], "aud": query["client_id"], "groups": ["chiefs"], **claims}
        self.site.world.provider.will_sign(id_claims(NOW, **told))
        callback = httpx.URL(query["redirect_uri"]).path
        answer = await self.admin.get(f"{callback}?code=code&state={query['state']}")
        return answer.headers["location"]

    async def rows(self) -> list[Connection]:
        """The account's connections, the oldest first."""
        query = select(Connection).where(Connection.account_id == self.site.world.account_id)
        async with self.site.world.database.read() as session:
            return list(await session.scalars(query.order_by(Connection.created_at, Connection.disabled_at.is_(None))))


@pytest.fixture
async def setup(database: Database, database_url: str) -> AsyncIterator[Setup]:
    async with open_site(database, database_url) as site:
        records = Records()
        site.app.state.portal = replace(site.app.state.portal, text_records=records)
        await site.sign_in()
        yield Setup(site, site.browser, records)


async def test_saving_checks_the_provider_and_changes_nothing_for_anybody(setup: Setup) -> None:
    assert (await setup.save()).status_code == 303
    assert [bool(row.enforced_at) for row in await setup.rows()] == [True, False]
    page = await setup.admin.get(HERE)
    assert "Try to sign in" in page.text
    assert CLIENT_SECRET not in page.text
    assert (await setup.site.sign_in()).status_code == 303


async def test_the_redirect_address_is_known_before_anything_is_saved(setup: Setup) -> None:
    page = await setup.admin.get(HERE)
    await setup.save()
    draft = (await setup.rows())[1]
    assert f'value="{factories.ORIGIN}/auth/callback/{draft.id}"' in page.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"issuer": "no address"}, "No provider answers there"),
        ({"issuer": "https://login.halden.example/"}, "calls itself something else"),
        ({"issuer": "http://login.halden.example"}, "No provider answers there"),
        ({"issuer": ""}, "Paste the issuer"),
        ({"client_id": ""}, "Paste the client id"),
        ({"admin": ""}, "at least one group that makes an admin"),
        ({"client_id": "another", "client_secret": ""}, "Paste the client secret"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
async def test_what_does_not_fit_is_said_next_to_it(
    setup: Setup, changes: dict[str, str], words: str, headers: dict[str, str]
) -> None:
    data = await filled(setup.admin, HERE, HERE, **FILLED | changes)
    answer = await setup.admin.post(HERE, data=data, headers=headers)
    assert answer.status_code == 422
    assert words in answer.text
    assert answer.text.count('aria-invalid="true"') == 1
    assert len(await setup.rows()) == 1


async def test_a_trial_that_worked_opens_the_way_and_nothing_else(setup: Setup) -> None:
    await setup.save()
    assert (await setup.admin.post(f"{HERE}/enforce")).status_code == 409
    assert await setup.try_it() == f"{HERE}?trial=worked"
    assert "Put it in force" in (await setup.admin.get(HERE)).text
    assert (await setup.admin.get("/")).status_code == 200


@pytest.mark.parametrize(
    ("claims", "outcome"),
    [
        ({"groups": ["dispatch"]}, "no_admin"),
        ({"groups": []}, "no_admin"),
        ({"email": "mallory@halden.example"}, "other_person"),
        ({"email_verified": False}, "other_person"),
        ({"aud": "somebody-else"}, "failed"),
    ],
)
async def test_a_trial_that_would_lock_the_admin_out_does_not_count(
    setup: Setup, claims: dict[str, object], outcome: str
) -> None:
    await setup.save()
    assert await setup.try_it(**claims) == f"{HERE}?trial={outcome}"
    assert (await setup.admin.post(f"{HERE}/enforce")).status_code == 409
    assert 'role="alert"' in (await setup.admin.get(f"{HERE}?trial={outcome}")).text


async def test_nobody_gets_in_by_what_is_only_prepared(setup: Setup) -> None:
    await setup.save()
    started = await setup.admin.get(f"{HERE}/try")
    query = query_of(started.headers["location"])
    setup.site.world.provider.will_sign(id_claims(NOW, nonce=query["nonce"], groups=["chiefs"]))
    callback = f"{httpx.URL(query['redirect_uri']).path}?code=code&state={query['state']}"
    setup.admin.cookies.delete("__Host-session")
    answer = await setup.admin.get(callback)
    assert answer.headers["location"].startswith("/login")
    assert "__Host-session" not in answer.headers.get("set-cookie", "")
    assert [row.tested_at for row in await setup.rows()] == [None, None]


async def test_in_force_with_the_same_client_everybody_stays(setup: Setup) -> None:
    await setup.save()
    await setup.try_it()
    assert (await setup.admin.post(f"{HERE}/enforce")).status_code == 303
    assert (await setup.admin.get("/")).status_code == 200
    old, new = await setup.rows()
    assert (bool(old.disabled_at), bool(new.enforced_at)) == (True, True)


async def test_in_force_with_another_client_everybody_signs_in_anew_as_who_they_are(setup: Setup) -> None:
    before = await setup.admin.get("/settings/people")
    await setup.save(client_id="another", client_secret="another secret")
    await setup.try_it()
    await setup.admin.post(f"{HERE}/enforce")
    assert (await setup.admin.get("/")).headers["location"].startswith("/login")
    world = setup.site.world
    world.connection_id = (await setup.rows())[1].id
    await setup.site.sign_in(aud="another", groups=["chiefs"])
    after = await setup.admin.get("/settings/people")
    assert before.text.count('class="person"') == after.text.count('class="person"') == 1


async def test_a_change_after_the_trial_has_to_be_tried_again(setup: Setup) -> None:
    await setup.save()
    await setup.try_it()
    await setup.save(client_secret="", operator="drivers")
    assert (await setup.admin.post(f"{HERE}/enforce")).status_code == 409


async def test_of_two_admins_the_second_sees_what_the_first_prepared(setup: Setup) -> None:
    world = setup.site.world
    jonas = await enter(setup.site.app, world.database, world.account_id, name="Jonas Weber")
    meant = await filled(jonas, HERE, HERE, operator="drivers")
    await setup.save(operator="shifts", power_user="analysts", default_role="operator")
    late = await jonas.post(HERE, data=meant, headers=HTMX)
    assert late.status_code == 409
    assert "saved this while you were editing" in late.text
    assert "<q>shifts</q>" in late.text
    form = held(late.text, HERE)[1]
    assert (form["operator"], form["power_user"], form["default_role"]) == (["drivers"], ["analysts"], ["operator"])
    assert (await jonas.post(HERE, data=form | {"client_secret": ""})).status_code == 303
    (_, draft) = await setup.rows()
    assert (draft.groups["drivers"], draft.groups["analysts"], draft.default_role) == (
        "operator",
        "power_user",
        "operator",
    )
    assert "shifts" not in draft.groups


async def test_what_is_prepared_can_be_discarded(setup: Setup) -> None:
    await setup.save()
    await setup.admin.get(f"{HERE}/try")
    assert (await setup.admin.post(f"{HERE}/discard")).status_code == 303
    assert len(await setup.rows()) == 1
    assert (await setup.admin.get(f"{HERE}/try")).status_code == 403


async def test_a_domain_is_proved_by_its_record(setup: Setup) -> None:
    world, domain = setup.site.world, "halden-freight.example"
    assert (await setup.admin.post(f"{HERE}/domains", data={"domain": " Halden-Freight.example "})).status_code == 303
    value = record_value(world.settings.secret_key.get_secret_value(), world.account_id, domain)
    assert value in (await setup.admin.get(HERE)).text
    check = f"{HERE}/domains/{domain}/check"
    setup.records.away = True
    assert "did not answer" in (await setup.admin.post(check)).text
    setup.records.away = False
    setup.records.found[record_name(domain)] = ["onboarding-portal=somebody-elses"]
    assert (await setup.admin.post(check)).status_code == 409
    setup.records.found[record_name(domain)].append(value)
    assert (await setup.admin.post(check, headers=HTMX)).status_code == 200
    async with world.database.read() as session:
        proved = await session.scalar(select(ConnectionDomain.verified_at).where(ConnectionDomain.domain == domain))
    assert proved == NOW


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text", ["", "no domain", "a..b", "127.0.0.1", "-a.example", f"{'a' * 64}.example", "x" * 300])
async def test_what_is_no_domain_is_refused(setup: Setup, text: str) -> None:
    answer = await setup.admin.post(f"{HERE}/domains", data={"domain": text})
    assert answer.status_code == 422
    assert "is not a domain" in answer.text


async def test_the_last_proved_domain_stays(setup: Setup) -> None:
    answer = await setup.admin.post(f"{HERE}/domains/halden.example/remove")
    assert answer.status_code == 409
    assert "Prove another one first" in answer.text


async def test_a_domain_another_account_has_proved_is_taken_and_one_they_claim_is_not(setup: Setup) -> None:
    database = setup.site.world.database
    elsewhere = await add_account(database, name="Northwind")
    mallory = await enter(setup.site.app, database, elsewhere, name="Mallory")
    for domain, status in (EMAIL.partition("@")[2], 409), ("unclaimed.example", 303):
        assert (await mallory.post(f"{HERE}/domains", data={"domain": domain})).status_code == status
    assert (await setup.admin.post(f"{HERE}/domains", data={"domain": "unclaimed.example"})).status_code == 303


async def test_another_accounts_domains_are_not_there(setup: Setup) -> None:
    database = setup.site.world.database
    mallory = await enter(setup.site.app, database, await add_account(database, name="Northwind"), name="Mallory")
    for act in "check", "remove":
        assert (await mallory.post(f"{HERE}/domains/halden.example/{act}")).status_code == 404
    assert ISSUER not in (await mallory.get(HERE)).text
    async with database.read() as session:
        assert await session.scalar(select(ConnectionDomain.domain)) == "halden.example"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["", "/enforce", "/discard", "/domains", "/domains/halden.example/remove"])
async def test_only_admins_change_it(setup: Setup, path: str) -> None:
    world = setup.site.world
    mei = await enter(setup.site.app, world.database, world.account_id, name="Mei", role=Role.OPERATOR)
    assert (await mei.post(f"{HERE}{path}", data=FILLED | {"domain": "a.example"})).status_code == 403
    assert (await mei.get(f"{HERE}/try")).status_code == 403
