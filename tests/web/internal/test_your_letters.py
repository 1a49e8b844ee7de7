"""The letters that one of the staff wants: chosen on a page, ended by a link, and not sent against it."""

from uuid import UUID

import pytest

from portal.db import deliveries, staff_preferences
from portal.db.engine import Database
from portal.db.tables import Delivery
from portal.domain.deliveries import Audience, News, Reason, Recipient, State, Topic
from portal.domain.preferences import TO_STAFF, Channel, Occasion, Preferences, wants
from portal.services import post
from portal.web.letters.unsubscribing import Ending, seal
from tests.factories import HTMX, NOW, add_staff, browser, running, settings, sign_in, small_playbook
from tests.ingest.world import rows

# What is stored is the same on both databases; here the page is.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HERE = "/internal/you"
KEY = settings("sqlite://").secret_key.get_secret_value()


async def chosen(database: Database, staff: UUID) -> Preferences:
    async with database.read() as session:
        return (await staff_preferences.find(session, staff)).preferences


def wanted(preferences: Preferences) -> set[Occasion]:
    return {one for one in TO_STAFF if wants(preferences, one, Channel.EMAIL)}


async def test_they_choose_their_letters_and_hours_and_two_windows_lose_nothing(
    database: Database, database_url: str
) -> None:
    staff = await add_staff(database)
    given = {"version": "0", "letters": ["verdict_worse"], "quiet_from": "18:00", "quiet_to": "09:00"}
    async with (
        running(database_url, small_playbook()) as app,
        browser(app, await sign_in(database, staff_id=staff)) as client,
    ):
        first = (await client.get(HERE)).text
        saved = await client.post(f"{HERE}/letters", data=given, headers=HTMX)
        stale = await client.post(f"{HERE}/letters", data=given | {"letters": ["weekly_digest"]}, headers=HTMX)
        wrong = await client.post(f"{HERE}/letters", data=given | {"version": "1", "quiet_to": ""})
        plain = await client.post(f"{HERE}/letters", data=given | {"version": "1"})
    assert first.count("checked") == len(TO_STAFF)
    assert "Saved." in saved.text
    assert (stale.status_code, wrong.status_code, plain.status_code) == (409, 422, 303)
    assert "You, in another window" in stale.text
    assert 'value="weekly_digest" checked' in stale.text
    assert "Quiet hours need both times." in wrong.text
    own = await chosen(database, staff)
    assert wanted(own) == {Occasion.VERDICT}
    assert (own.quiet_from and own.quiet_from.hour, own.quiet_to and own.quiet_to.hour) == (18, 9)


async def test_a_link_ends_letters_like_that_one(database: Database, database_url: str) -> None:
    staff = await add_staff(database)
    link = f"/unsubscribe/{seal(KEY, Ending(None, staff, frozenset({Occasion.DIGEST})), NOW)}"
    gone = f"/unsubscribe/{seal(KEY, Ending(None, UUID(int=0), frozenset({Occasion.DIGEST})), NOW)}"
    async with running(database_url, small_playbook()) as app, browser(app) as client:
        asked = await client.get(link)
        ended = [(await client.post(link)).status_code for _ in range(2)]
        nobody = await client.post(gone)
    assert "The week of your accounts" in asked.text
    assert f"{HERE}#letters" in asked.text
    assert (ended, nobody.status_code) == ([200, 200], 404)
    assert wanted(await chosen(database, staff)) == {Occasion.TOUCHPOINT, Occasion.VERDICT}


async def test_what_they_do_not_want_is_not_sent_and_the_ledger_says_so(database: Database) -> None:
    staff = await add_staff(database)
    to = Recipient(Audience.STAFF, staff, "mara@marlowe.test")
    own = Preferences(channels={Occasion.DIGEST: frozenset()})
    async with database.write() as session:
        await staff_preferences.save(session, staff, preferences=own, version=0, now=NOW)
        await deliveries.add(session, [News("digest", Topic.DIGEST, None, to, {})], now=NOW)
        assert await post.take(session, now=NOW) == (True, None)
    assert await rows(database, Delivery, "state", "reason") == [(State.NOT_SENT, Reason.UNWANTED)]
