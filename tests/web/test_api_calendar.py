"""What a calendar reports of invites: answers of members, and of people whom the portal does not know."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.db.signals import invites_of
from portal.domain.invites import InviteState
from portal.services import keys
from tests.factories import NOW
from tests.web.crm import ACCOUNT, Crm

SENT_AT = NOW - timedelta(days=2)


async def _report(crm: Crm, name: str, message: str, **about: Any) -> None:  # noqa: ANN401 - JSON
    async with crm.database.write() as session:
        scopes = [keys.EVENTS_WRITE]
        key = await keys.create(session, label="Calendar", source="calendar", scopes=scopes, now=NOW)
    where = {"context": {"groupId": "acme"}, "messageId": message, "timestamp": SENT_AT.isoformat()}
    sent = {
        "event": name,
        **where,
        "properties": {"invite_id": "4f1c", "title": "Weekly call", **about.pop("says", {})},
    }
    response = await crm.http.post("/v1/track", json=sent | about, headers={"Authorization": f"Bearer {key}"})
    assert response.status_code == 200, response.text


@pytest.mark.parametrize(
    "who", [{"userId": "u1"}, {"anonymousId": "elif@acme.test", "says": {"attendee": "elif@acme.test"}}]
)
async def test_an_answer_counts_whoever_gives_it_and_once(crm: Crm, who: dict[str, Any]) -> None:
    account_id = UUID((await crm.put(ACCOUNT, name="Acme"))["id"])
    await crm.put(f"{ACCOUNT}/members/u1", name="Priya Raman")
    await _report(crm, "Meeting Invite Sent", "m1", **who)
    for _ in range(2):
        await _report(crm, "Meeting Invite Accepted", "m2", **who)
    async with crm.database.read() as session:
        found = await invites_of(session, accounts=[account_id], since=SENT_AT.date(), now=NOW)
    ((invite,),) = found.values()
    assert (invite.title, invite.state, invite.sent_on) == ("Weekly call", InviteState.ACCEPTED, SENT_AT.date())
