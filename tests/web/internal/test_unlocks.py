"""Features opened and closed by hand: with a reason, above the ladder, told, audited, and taken back."""

import json
from typing import Final

import pytest
from sqlalchemy import select

from portal.db.tables import AuditEntry, Unlock, UnlockOverride, WebhookMessage
from portal.domain.unlocks import features_of
from portal.domain.webhooks import Topic
from portal.services import unlocks
from portal.services.unlocks import Target
from tests.factories import NOW, Fixed, add_member
from tests.receivers import add_listener
from tests.web.internal.conftest import CATALOGUE, Office

FEATURE: Final = next(iter(features_of(CATALOGUE)))
OPEN: Final = {"feature": FEATURE, "whom": "", "open": "grant", "reason": "Promised by sales.", "version": "0"}

once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def is_open(office: Office, member: str) -> bool:
    async with office.database.read() as session:
        found = await unlocks.evaluate(session, playbook=Fixed(CATALOGUE), target=Target(member))
    return found[FEATURE].open


async def taken_back(office: Office) -> int:
    """Take the only decision back; the status of the answer."""
    async with office.database.read() as session:
        held = (await session.scalars(select(UnlockOverride))).one()
    told = {"subject": str(held.subject_id), "feature": held.feature, "version": str(held.version)}
    return (await office.send("unlocks/take-back", **told)).status_code


async def test_what_is_granted_opens_at_once_and_is_told_until_it_is_taken_back(office: Office) -> None:
    await add_member(office.database, office.account_id, external_id="priya")
    await add_listener(office.database, Topic.FEATURE_UNLOCKED)
    assert not await is_open(office, "priya")
    shown = await office.send("unlocks", **OPEN)
    assert shown.status_code == 200
    assert "Promised by sales." in shown.text
    assert "Open to everyone" in shown.text
    assert await is_open(office, "priya")
    assert await taken_back(office) == 200
    assert not await is_open(office, "priya")
    assert await taken_back(office) == 404
    # What was taken back stands in nobody's way.
    assert (await office.send("unlocks", **OPEN)).status_code == 200
    async with office.database.read() as session:
        acts = [(one.act, one.after) for one in await session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
        told = [json.loads(body) for body in await session.scalars(select(WebhookMessage.body))]
    assert [act for act, _ in acts] == ["unlock.granted", "unlock.taken_back", "unlock.granted"]
    assert acts[0][1] == {"whom": "Everyone", "reason": "Promised by sales."}
    assert {(one["type"], one["data"]["why"], one["data"]["feature"]["key"]) for one in told} == {
        ("feature.unlocked", "granted", FEATURE)
    }


@once
async def test_one_member_can_be_kept_from_what_the_others_have(office: Office) -> None:
    member_id = await add_member(office.database, office.account_id, external_id="mallory", name="Mallory Finch")
    await add_member(office.database, office.account_id, external_id="priya")
    async with office.database.write() as session:
        earned = {"feature": FEATURE, "milestone_id": "core_team", "at": NOW}
        session.add(Unlock(account_id=office.account_id, subject_id=office.account_id, **earned))
    closed = await office.send("unlocks", **OPEN | {"whom": str(member_id), "open": "revoke"})
    assert "not to Mallory Finch" in closed.text
    assert [await is_open(office, name) for name in ("mallory", "priya")] == [False, True]


@once
async def test_it_needs_a_reason_a_feature_and_somebody_who_guides_accounts(office: Office) -> None:
    for words, wrong in {
        "Say why": {"reason": " "},
        "Say whether": {"open": ""},
        "longer than 500": {"reason": "x" * 501},
        "not a valid choice": {"feature": "nothing"},
    }.items():
        refused = await office.send("unlocks", **OPEN | wrong)
        assert refused.status_code == 422
        assert words.lower() in refused.text.lower()
    assert (await office.outsider.post(office.path("unlocks"), data=OPEN)).status_code == 403
    looked = await office.outsider.get(office.path("unlocks"))
    assert looked.status_code == 200
    assert "Open or close one" not in looked.text
    plain = await office.client.post(office.path("unlocks"), data=OPEN)
    assert (plain.status_code, plain.headers["Location"]) == (303, office.path("unlocks"))
