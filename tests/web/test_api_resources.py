"""What other systems write and read: accounts, handoffs, stakeholders, members."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.db.tables import Account, AuditEntry, DutyHolder, Job, Member, Onboarding, Stakeholder
from portal.domain.audit import ActorKind
from portal.domain.roles import Duty, Role, RoleSource
from portal.services.risk import assess_all
from tests.catalogues import shipped
from tests.factories import NOW, add_account, add_member, add_staff
from tests.web.crm import ACCOUNT, MERGE, Crm


async def test_the_same_account_twice_is_created_once_and_told_once(crm: Crm) -> None:
    created = await crm.put(ACCOUNT, name="Acme", seats=40)
    assert await crm.put(ACCOUNT, 200, name="Acme", seats=40) == created
    async with crm.database.read() as session:
        entries = list(await session.scalars(select(AuditEntry)))
        assert [(one.act, one.actor_kind, one.actor_name, one.after["name"]) for one in entries] == [
            ("account.added", ActorKind.KEY, "CRM", "Acme")
        ]
        assert await session.scalar(select(func.count()).select_from(Job).where(Job.kind == "assess_account")) == 1
        assert await session.scalar(select(func.count()).select_from(Onboarding)) == 1


async def test_what_is_left_out_stays_and_null_clears(crm: Crm) -> None:
    await add_staff(crm.database, email="tomas@vendor.test")
    await crm.put(ACCOUNT, name="Acme", industry="Freight", csm="Tomas@vendor.test", target_go_live_on="2027-01-08")
    changed = await crm.put(ACCOUNT, 200, name="Acme Ltd", industry=None)
    assert (changed["name"], changed["industry"], changed["csm"]) == ("Acme Ltd", None, "tomas@vendor.test")
    assert changed["target_go_live_on"] == "2027-01-08"


async def test_a_csm_nobody_knows_is_refused_and_nothing_is_kept(crm: Crm) -> None:
    refused = await crm.put(ACCOUNT, 422, name="Acme", csm="nobody@vendor.test")
    assert "nobody@vendor.test" in refused["detail"]
    assert (await crm.get(ACCOUNT)).status_code == 404


async def test_another_csm_has_those_assessed_who_wait_for_either_of_both(crm: Crm) -> None:
    csms = [await add_staff(crm.database, email=f"{name}@vendor.test") for name in ("noor", "elif", "jonas")]
    waiting = [await add_account(crm.database, name="Waiting", csm_id=csm, kickoff_on=None) for csm in csms]
    async with crm.database.write() as session:
        await assess_all(session, catalogue=shipped(), now=NOW)
    await crm.put(ACCOUNT, name="Acme", csm="noor@vendor.test")
    assert await assessed(crm) - {await account_id(crm)} == {waiting[0]}
    await crm.patch(ACCOUNT, csm="elif@vendor.test")
    assert await assessed(crm) - {await account_id(crm)} == set(waiting[:2])


async def assessed(crm: Crm) -> set[UUID]:
    """The accounts that wait to be assessed."""
    async with crm.database.read() as session:
        payloads = await session.scalars(select(Job.payload).where(Job.kind == "assess_account"))
        return {UUID(one["account_id"]) for one in payloads}


async def account_id(crm: Crm) -> UUID:
    async with crm.database.read() as session:
        return (await session.scalars(select(Account.id).where(Account.external_id == "acme"))).one()


async def test_an_etag_answers_304_and_guards_a_change(crm: Crm) -> None:
    await crm.put(ACCOUNT, name="Acme")
    read = await crm.get(ACCOUNT)
    assert (await crm.get(ACCOUNT, **{"If-None-Match": read.headers["ETag"]})).status_code == 304
    bare = await crm.http.patch(ACCOUNT, json={"seats": 5}, headers=MERGE)
    assert bare.status_code == 428
    mine = MERGE | {"If-Match": read.headers["ETag"]}
    changed = await crm.http.patch(ACCOUNT, json={"seats": 5}, headers=mine)
    assert (changed.status_code, changed.json()["seats"], changed.json()["name"]) == (200, 5, "Acme")
    stale = await crm.http.patch(ACCOUNT, json={"seats": 6}, headers=mine)
    assert (stale.status_code, stale.headers["Content-Type"]) == (412, "application/problem+json")
    assert (await crm.get(ACCOUNT)).json()["seats"] == 5


async def test_put_can_insist_on_creating_or_on_what_it_has_read(crm: Crm) -> None:
    await crm.put(ACCOUNT, name="Acme", headers={"If-None-Match": "*"})
    await crm.put(ACCOUNT, 412, name="Other", headers={"If-None-Match": "*"})
    await crm.put(ACCOUNT, 412, name="Other", headers={"If-Match": '"other"'})
    await crm.put("/api/v1/accounts/none", 412, name="None", headers={"If-Match": "*"})
    assert (await crm.get(ACCOUNT)).json()["name"] == "Acme"
    assert (await crm.get("/api/v1/accounts/none")).status_code == 404


async def test_a_refusal_points_at_every_field(crm: Crm) -> None:
    refused = await crm.put(ACCOUNT, 422, name=" ", seats=1.5, target_go_live_on=20261102, surname="x")
    assert {one["pointer"] for one in refused["errors"]} == {"/name", "/seats", "/target_go_live_on", "/surname"}
    assert refused["request_id"]
    assert refused["type"] == "/api/docs#invalid"


@pytest.mark.parametrize("name", ["a\0b", "a\nb", "x" * 201, "\ud800"])
async def test_names_that_cannot_be_kept_are_refused(crm: Crm, name: str) -> None:
    body = b'{"name": "%b"}' % name.encode("ascii", "backslashreplace").replace(b"\x00", b"\\u0000").replace(
        b"\n", b"\\n"
    )
    assert (await crm.http.put(ACCOUNT, content=body)).status_code == 422


async def test_pages_hold_everybody_once(crm: Crm) -> None:
    names = {f"a{number}" for number in range(5)}
    for name in sorted(names):
        await crm.put(f"/api/v1/accounts/{name}", name=name)
    found: list[str] = []
    path: str | None = "/api/v1/accounts?limit=2"
    while path:
        response = await crm.get(path)
        found += [one["external_id"] for one in response.json()["items"]]
        path = response.links["next"]["url"] if "next" in response.links else None
        assert (path is None) == (response.json()["next"] is None)
    assert sorted(found) == sorted(names)


async def test_a_member_who_was_invited_gets_the_id_of_the_product(crm: Crm) -> None:
    account = await crm.put(ACCOUNT, name="Acme")
    await add_member(crm.database, UUID(account["id"]), external_id=None, email="Priya@acme.test", name="Priya")
    await crm.put(f"{ACCOUNT}/members/u1", 200, name="Priya Raman", email="priya@acme.test", pilot=True)
    listed = (await crm.get(f"{ACCOUNT}/members")).json()["items"]
    assert [(one["external_id"], one["name"], one["pilot"]) for one in listed] == [("u1", "Priya Raman", True)]


async def test_a_role_that_an_admin_chose_stays(crm: Crm) -> None:
    account = await crm.put(ACCOUNT, name="Acme")
    chosen = {"external_id": "u1", "role_source": RoleSource.PORTAL}
    await add_member(crm.database, UUID(account["id"]), name="Priya", role=Role.POWER_USER, **chosen)
    kept = await crm.put(f"{ACCOUNT}/members/u1", 200, name="Priya Raman", role="operator")
    assert (kept["name"], kept["role"], kept["fixed"]) == ("Priya Raman", "power_user", ["role"])


async def test_a_duty_goes_to_whoever_is_named_last(crm: Crm) -> None:
    await crm.put(ACCOUNT, name="Acme")
    await crm.put(f"{ACCOUNT}/stakeholders/s1", name="Elif Kaya", duties=["escalates", "drives"], parts=["champion"])
    await crm.put(f"{ACCOUNT}/stakeholders/s2", name="Jonas Berg", duties=["drives"])
    duties = {one["name"]: one["duties"] for one in (await crm.get(f"{ACCOUNT}/stakeholders")).json()["items"]}
    assert duties == {"Elif Kaya": ["escalates"], "Jonas Berg": ["drives"]}
    cleared = await crm.put(f"{ACCOUNT}/stakeholders/s1", 200, name="Elif Kaya", duties=[])
    assert (cleared["duties"], cleared["parts"]) == ([], ["champion"])
    async with crm.database.read() as session:
        versions = dict((await session.execute(select(DutyHolder.duty, DutyHolder.version))).all())
    assert versions == {Duty.DRIVES: 2, Duty.ESCALATES: 2}


async def test_a_duty_needs_a_person_and_somebody_entered_by_hand_is_found(crm: Crm) -> None:
    account = await crm.put(ACCOUNT, name="Acme")
    await crm.put(f"{ACCOUNT}/stakeholders/s1", 422, name="IT department", duties=["drives"])
    async with crm.database.write() as session:
        session.add(Stakeholder(account_id=UUID(account["id"]), name="Elif Kaya", title="COO"))
    found = await crm.put(f"{ACCOUNT}/stakeholders/s1", 200, name="Elif Kaya")
    assert (found["external_id"], found["title"]) == ("s1", "COO")


async def test_a_handoff_comes_once_and_changes(crm: Crm) -> None:
    await crm.put(ACCOUNT, name="Acme")
    assert (await crm.get(f"{ACCOUNT}/handoff")).status_code == 404
    made = await crm.put(f"{ACCOUNT}/handoff", deal_drivers="Orders are late.", hub_url="https://hub.test/acme")
    assert made["received_on"] == "2026-11-17"
    tag = (await crm.get(f"{ACCOUNT}/handoff")).headers["ETag"]
    body = {"hub_url": None, "promises": "A pilot by May."}
    changed = await crm.http.patch(f"{ACCOUNT}/handoff", json=body, headers=MERGE | {"If-Match": tag})
    assert changed.json() == made | body


async def test_somebody_without_an_account_is_nowhere(crm: Crm) -> None:
    for path in ("members", "stakeholders", "handoff", "verdicts"):
        response = await crm.get(f"/api/v1/accounts/none/{path}")
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
    async with crm.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Member)) == 0
