"""What could not become an event waits for an editor or an owner, who tries it again or discards it."""

import json
from typing import Any

import httpx
import pytest

from portal.db.tables import Event, Quarantined
from tests.factories import HTMX
from tests.ingest.world import NOW, account, rows, send, track
from tests.web.internal.settings.conftest import HERE, Bureau

QUARANTINE = f"{HERE}/quarantine"
LOST = track("Order Dispatched", None, message_id="m1", group="nordlicht", properties={"note": "<b>odd</b>"})
UNTYPED: dict[str, Any] = {"event": "A", "messageId": "m2", "context": {"groupId": "acme"}}


async def held_id(bureau: Bureau, code: str) -> str:
    [found] = [key for key, found in await rows(bureau.database, Quarantined, "id", "code") if found == code]
    return str(found)


async def test_a_message_tried_again_keeps_its_id_and_its_time(bureau: Bureau) -> None:
    await send(bureau.database, LOST, UNTYPED, sent_at=NOW)
    page = await bureau.browsers["editor"].get(QUARANTINE)
    assert "&lt;b&gt;odd&lt;/b&gt;" in page.text
    assert "Create the account “nordlicht”" in page.text
    again = f"{QUARANTINE}/{await held_id(bureau, 'unknown_account')}/replay"
    still = await bureau.browsers["editor"].post(again, headers=HTMX)
    assert "1 still does not fit" in still.text
    await account(bureau.database, "nordlicht")
    taken = await bureau.browsers["editor"].post(again, headers=HTMX)
    assert taken.text.lstrip().startswith('<div class="stack" id="quarantine"')
    assert "1 message taken in." in taken.text
    assert await rows(bureau.database, Event, "message_id", "at", "received_at") == [("m1", NOW, NOW)]
    assert await rows(bureau.database, Quarantined, "code") == [("unknown_type",)]
    assert (await bureau.browsers["editor"].post(again)).status_code == 404
    last = (await bureau.acts())[-1]
    assert (last.act, last.after) == ("quarantine.replayed", {"taken_in": "1", "set_aside_again": "0"})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_all_of_a_reason_are_tried_again_or_discarded_and_no_others(bureau: Bureau) -> None:
    lost = [track("A", None, message_id=f"m{place}", group="nordlicht") for place in range(3)]
    await send(bureau.database, *lost, UNTYPED)
    await send(bureau.database, lost[0] | {"event": "B"}, source="other")
    await account(bureau.database, "nordlicht")
    query = "?code=unknown_account&source=product"
    done = await bureau.owner.post(f"{QUARANTINE}/replay{query}")
    assert (done.status_code, done.headers["location"]) == (303, QUARANTINE + query)
    assert [name for (name,) in await rows(bureau.database, Event, "message_id")] == ["m0", "m1", "m2"]
    assert "Nothing of that kind waits" in (await bureau.owner.get(QUARANTINE + query)).text
    gone = await bureau.owner.post(f"{QUARANTINE}/discard?source=product", headers=HTMX)
    assert "1 message discarded." in gone.text
    assert await rows(bureau.database, Quarantined, "code") == [("unknown_account",)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_was_cut_off_can_only_be_discarded(bureau: Bureau) -> None:
    await send(bureau.database, json.dumps(track("A", properties={"x": "y" * 40_000})).encode())
    page = (await bureau.owner.get(QUARANTINE)).text
    key = await held_id(bureau, "too_large")
    assert f"{key}/replay" not in page
    assert (await bureau.owner.post(f"{QUARANTINE}/{key}/replay")).status_code == 404
    assert (await bureau.owner.post(f"{QUARANTINE}/replay", headers=HTMX)).status_code == 200
    assert (await bureau.owner.post(f"{QUARANTINE}/{key}/discard")).status_code == 303
    assert "Nothing is set aside" in (await bureau.owner.get(QUARANTINE)).text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_older_messages_come_in_pages_and_only_to_editors_and_owners(bureau: Bureau) -> None:
    await send(bureau.database, *(UNTYPED | {"messageId": f"m{place:02}"} for place in range(30)))
    first = await bureau.owner.get(QUARANTINE)
    older = first.text.split(f'href="{QUARANTINE}?before=')[1].split('"')[0].replace("&amp;", "&")
    second = await bureau.owner.get(f"{QUARANTINE}?before={older}")
    assert [_messages(first), _messages(second)] == [25, 5]
    for who in "lead", "csm":
        assert (await bureau.browsers[who].get(QUARANTINE)).status_code == 403
        assert (await bureau.browsers[who].post(f"{QUARANTINE}/discard")).status_code == 403
    assert len(await rows(bureau.database, Quarantined, "id")) == 30


def _messages(page: httpx.Response) -> int:
    return page.text.count('<li id="message-')
