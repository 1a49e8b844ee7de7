"""The ledger in a browser: staff find what was sent and why not, members read about themselves, and letters end."""

from uuid import UUID, uuid4

import pytest

from portal.db import deliveries, preferences
from portal.db.engine import Database
from portal.domain.deliveries import Audience, News, Reason, Recipient, State, Topic
from portal.domain.preferences import Channel, Occasion, Preferences, wants
from portal.domain.roles import Capability
from portal.services import keys
from portal.web.letters.unsubscribing import Ending, seal
from tests.factories import (
    HTMX,
    NOW,
    add_account,
    add_member,
    add_staff,
    browser,
    running,
    settings,
    sign_in,
    small_playbook,
)

# What is found is the same on both databases; here the pages are.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HERE = "/internal/deliveries"
KEY = settings("sqlite://").secret_key.get_secret_value()


async def tell(database: Database, account: UUID, member: UUID, topic: Topic, **values: object) -> None:
    to = Recipient(Audience.MEMBER, member, "priya@halden.test")
    async with database.write() as session:
        await deliveries.add(session, [News(f"{topic}:{member}", topic, account, to, {})], now=NOW)
        [row] = await deliveries.take_due(session, now=NOW, limit=1)
        await deliveries.move(session, [row.id], **values)


async def world(database: Database) -> tuple[UUID, UUID]:
    account = await add_account(database)
    member = await add_member(database, account)
    await tell(database, account, member, Topic.NUDGE, state=State.NOT_SENT, reason=Reason.ON_HOLD)
    await tell(database, account, member, Topic.NOTE, state=State.SENT, sent_at=NOW, subject="Jonas asks for your help")
    return account, member


async def test_staff_find_what_was_sent_and_why_something_was_not(database: Database, database_url: str) -> None:
    await world(database)
    staff = await add_staff(database)
    async with (
        running(database_url, small_playbook()) as app,
        browser(app, await sign_in(database, staff_id=staff)) as client,
    ):
        every = (await client.get(HERE)).text
        held = (await client.get(f"{HERE}?state=not_sent&who=priya&account=halden", headers=HTMX)).text
        none = (await client.get(f"{HERE}?reason=bounced")).text
        shown = (await client.get(f"{HERE}?channel=in_app", headers=HTMX)).text
        wrong = await client.get(f"{HERE}?topic=gossip")
    assert "Jonas asks for your help" in every
    assert "E-mail is not set up." in every
    assert "The onboarding was on hold, and nobody is pressed then." in held
    assert "Jonas asks for your help" not in held
    assert "Nothing of that kind" in none
    assert "Nothing of that kind" in shown
    assert wrong.status_code == 422


async def test_a_member_reads_what_was_sent_to_them_and_why(database: Database, database_url: str) -> None:
    account, member = await world(database)
    cookies = await sign_in(database, account_id=account, member_id=member)
    async with running(database_url, small_playbook()) as app, browser(app, cookies) as client:
        page = (await client.get("/profile")).text
    assert "Jonas asks for your help" in page
    assert "The onboarding was on hold, and nobody is pressed then." in page


async def test_looking_at_the_link_ends_nothing_and_a_mail_program_ends_it_at_once(
    database: Database, database_url: str
) -> None:
    account, member = await world(database)
    link = f"/unsubscribe/{seal(KEY, Ending(account, member, frozenset({Occasion.NUDGE})), NOW)}"
    async with running(database_url, small_playbook()) as app, browser(app) as client:
        asked = await client.get(link)
        assert wants(await chosen(database, account, member), Occasion.NUDGE, Channel.EMAIL)
        ended = await client.post(link, data={"List-Unsubscribe": "One-Click"})
        again = await client.post(link)
        foreign = await client.post("/unsubscribe/made-up")
    assert "End these letters?" in asked.text
    assert [ended.status_code, again.status_code, foreign.status_code] == [200, 200, 404]
    kept = await chosen(database, account, member)
    assert not wants(kept, Occasion.NUDGE, Channel.EMAIL)
    assert wants(kept, Occasion.NUDGE, Channel.IN_APP)
    assert wants(kept, Occasion.REMINDER, Channel.EMAIL)


async def test_a_service_reports_a_return_and_staff_let_letters_go_again(database: Database, database_url: str) -> None:
    account, member = await world(database)
    await tell(database, account, member, Topic.REPORT, state=State.SENT, sent_at=NOW, letter=uuid4())
    async with database.write() as session:
        key = await keys.create(session, label="Mail", source=None, scopes=["bounces:write"], now=NOW)
    staff = await add_staff(database)
    said = {"kind": "permanent", "recipient": "priya@halden.test", "reason": "550 no such user"}
    async with running(database_url, small_playbook()) as app:
        service = browser(app, Authorization=f"Bearer {key}")
        nobody = await service.post("/api/v1/bounces", json={"kind": "permanent", "message_id": "<x@y>"})
        told = await service.post("/api/v1/bounces", json=said)
        async with browser(app, await sign_in(database, staff_id=staff)) as client:
            before = (await client.get(HERE)).text
            after = await client.post(f"{HERE}/silenced", data={"email": "priya@halden.test"}, headers=HTMX)
    assert nobody.status_code == 422
    assert told.json() == {"recipient": "priya@halden.test", "deliveries": 1, "suppressed": True}
    assert "550 no such user" in before
    assert "Came back" in before
    assert "Letters go to every address" in after.text


async def test_an_owner_sends_themselves_a_test_and_nobody_else_may(database: Database, database_url: str) -> None:
    owner = await add_staff(database, capabilities=(Capability.OWNER,))
    csm = await add_staff(database)
    async with running(database_url, small_playbook()) as app:
        async with browser(app, await sign_in(database, staff_id=csm)) as client:
            refused = await client.post(f"{HERE}/test")
        async with browser(app, await sign_in(database, staff_id=owner)) as client:
            sent = await client.post(f"{HERE}/test")
            page = (await client.get(sent.headers["Location"])).text
    assert refused.status_code == 403
    assert sent.status_code == 303
    assert "Waiting" in page


async def chosen(database: Database, account: UUID, member: UUID) -> Preferences:
    async with database.read() as session:
        return (await preferences.find(session, account_id=account, member_id=member)).preferences
