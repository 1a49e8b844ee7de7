"""Accounts are moved to another revision on a page: by whom it is for, seen before it is done, and remembered."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from portal.db import pins
from portal.db.tables import AuditEntry
from portal.domain.edits import Pin
from tests.factories import NOW, add_account
from tests.web.internal.editor.conftest import GOAL, Desk

ACCOUNTS = "/internal/playbook/accounts"


async def pinned(desk: Desk) -> UUID:
    """An account that stays on revision 1, while revision 2 is live."""
    account = await add_account(desk.database, name="Halden Freight", kickoff_on=(NOW - timedelta(days=9)).date())
    await desk.save(f"form/{GOAL}", {"act": "out:steps.0", "due_days": "9"})
    await desk.save(f"form/{GOAL}", {"act": "add:steps", "new-steps": "Say it aloud"})
    german = {"step-say_it_aloud-title-de": "Sagen Sie es laut", "step-say_it_aloud-cue-de": "Vor allen."}
    await desk.save(f"form/{GOAL}", german | {"step-say_it_aloud-cue": "In front of everybody."})
    published = await desk.save("publish", {"note": "A shorter first week."})
    assert published.status_code == 303, published.text
    return account


async def test_an_account_is_moved_and_everybody_can_read_by_whom(desk: Desk) -> None:
    account = await pinned(desk)
    page = (await desk.csm.get(ACCOUNTS, params={"revision": 1})).text
    assert "Halden Freight" in page
    assert "See what changes" not in page
    typed = {"revision": "1", "to": "2", "account": str(account)}
    assert (await desk.csm.post(ACCOUNTS, data=typed)).status_code == 403
    seen = await desk.ida.post(f"{ACCOUNTS}/look", data=typed)
    assert "1 of 1 account would see a difference" in seen.text
    assert "due on day 9 instead of 7" in seen.text
    moved = await desk.ida.post(ACCOUNTS, data=typed)
    assert moved.headers["location"] == f"{ACCOUNTS}?revision=2"
    assert "Halden Freight" in (await desk.ken.get(moved.headers["location"])).text
    late = await desk.ken.post(ACCOUNTS, data=typed)
    assert late.status_code == 409
    async with desk.database.read() as session:
        assert await pins.of_account(session, account) == Pin(2)
        acts = await session.execute(
            select(AuditEntry.actor_name, AuditEntry.before, AuditEntry.after).where(AuditEntry.act == "account.moved")
        )
        assert [tuple(act) for act in acts] == [("Ida", {"revision": "1"}, {"revision": "2"})]


async def test_all_on_a_revision_move_together_and_nobody_moves_nowhere(desk: Desk) -> None:
    account = await pinned(desk)
    nobody = await desk.ida.post(f"{ACCOUNTS}/look", data={"revision": "1", "to": "2"})
    assert nobody.status_code == 422
    assert "Tick the accounts you want to move, or all of them." in nobody.text
    same = await desk.ida.post(ACCOUNTS, data={"revision": "1", "to": "1", "every": "1"})
    assert same.status_code == 422
    await desk.ida.post(ACCOUNTS, data={"revision": "1", "to": "2", "every": "1"})
    async with desk.database.read() as session:
        assert await pins.of_account(session, account) == Pin(2)
    assert (await desk.ida.get(ACCOUNTS, params={"revision": 9})).status_code == 404
