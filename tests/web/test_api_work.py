"""What other systems write of the work on an account: tasks, decisions, touchpoints."""

from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.db.tables import AuditEntry, Decision, DecisionReader, DecisionText, Onboarding, Task
from tests.factories import NOW, add_staff
from tests.web.crm import ACCOUNT, MERGE, Crm

TASK = f"{ACCOUNT}/tasks/t1"
DECISION = f"{ACCOUNT}/decisions/d1"
PILOT: Final[dict[str, Any]] = {
    "what": "The pilot starts in Rotterdam.",
    "why": "The team is ready.",
    "decided_by": "Elif Kaya",
    "decided_on": "2026-11-12",
}


async def _told(crm: Crm, noun: str) -> list[str]:
    async with crm.database.read() as session:
        acts = await session.scalars(select(AuditEntry.act).order_by(AuditEntry.at, AuditEntry.id))
        return [act for act in acts if act.startswith(noun)]


async def test_a_task_has_its_owner_by_the_id_of_the_other_system(crm: Crm) -> None:
    await add_staff(crm.database, email="tomas@vendor.test", name="Tomas Lindgren")
    await crm.put(ACCOUNT, name="Acme")
    await crm.put(f"{ACCOUNT}/members/u1", name="Priya Raman")
    await crm.put(f"{ACCOUNT}/stakeholders/s1", name="Elif Kaya")
    owners = {"member": ("u1", "Priya Raman"), "stakeholder": ("s1", "Elif Kaya")}
    given: dict[str, Any] = {"title": "Export the orders", "due_on": "2026-11-20"}
    for kind, (known, name) in {**owners, "staff": ("Tomas@vendor.test", "Tomas Lindgren")}.items():
        kept = await crm.put(f"{ACCOUNT}/tasks/{kind}", **given, owner={"kind": kind, "id": known})
        assert kept["owner"] == {"kind": kind, "id": known.lower(), "name": name}
        assert await crm.put(f"{ACCOUNT}/tasks/{kind}", 200, **given, owner={"kind": kind, "id": known}) == kept
        assert (await crm.put(f"{ACCOUNT}/tasks/{kind}", 200, **given, owner=None))["owner"] is None
    assert await _told(crm, "task") == ["task.added", "task.changed"] * 3


@pytest.mark.parametrize("kind", ["member", "stakeholder", "staff"])
async def test_an_owner_nobody_knows_is_refused(crm: Crm, kind: str) -> None:
    await crm.put(ACCOUNT, name="Acme")
    refused = await crm.put(TASK, 422, title="Export", due_on="2026-11-20", owner={"kind": kind, "id": "nobody"})
    assert "nobody" in refused["detail"]
    assert (await crm.get(TASK)).status_code == 404


async def test_a_task_waits_for_another_and_never_for_itself(crm: Crm) -> None:
    await crm.put(ACCOUNT, name="Acme")
    given: dict[str, Any] = {"title": "Export the orders", "due_on": "2026-11-20"}
    await crm.put(TASK, 422, **given, first="t0")
    await crm.put(f"{ACCOUNT}/tasks/t0", title="Open the firewall", due_on="2026-11-18")
    assert (await crm.put(TASK, **given, first="t0"))["first"] == "t0"
    refused = await crm.put(f"{ACCOUNT}/tasks/t0", 422, title="Open the firewall", due_on="2026-11-18", first="t1")
    assert "Export the orders" in refused["detail"]
    assert (await crm.put(TASK, 200, **given, first=None))["first"] is None


async def test_a_task_is_ticked_off_on_its_day_and_opened_again(crm: Crm) -> None:
    await crm.put(ACCOUNT, name="Acme")
    await crm.put(TASK, title="Export the orders", due_on="2026-11-20")
    done = await crm.patch(TASK, done_on="2026-11-16")
    assert (done["done_on"], done["done_by"]) == ("2026-11-16", "CRM")
    await crm.patch(TASK, 422, done_on="2026-11-30")
    opened = await crm.patch(TASK, done_on=None)
    assert (opened["done_on"], opened["done_by"]) == (None, None)
    assert await _told(crm, "task") == ["task.added", "task.done", "task.reopened"]
    async with crm.database.read() as session:
        assert await session.scalar(select(Task.version)) == 1


async def test_words_that_change_raise_the_version_of_a_task(crm: Crm) -> None:
    await crm.put(ACCOUNT, name="Acme")
    await crm.put(TASK, title="Export the orders", due_on="2026-11-20")
    await crm.patch(TASK, title="Export all orders", done_on="2026-11-16")
    async with crm.database.read() as session:
        kept = (await session.execute(select(Task.title, Task.version, Task.edited_by, Task.done_by))).one()
    assert tuple(kept) == ("Export all orders", 2, "CRM", "CRM")


async def test_what_was_made_in_the_portal_goes_by_its_own_id(crm: Crm) -> None:
    account_id = UUID((await crm.put(ACCOUNT, name="Acme"))["id"])
    words = {"what": "Go", "why": "Ready", "decided_by": "Elif", "decided_on": NOW.date(), "search": "go"}
    async with crm.database.write() as session:
        session.add(Task(account_id=account_id, title="Export", due_on=NOW.date(), version=1))
        session.add(Decision(account_id=account_id, **words, edited_at=NOW, version=1))
    changes: dict[str, Any] = {"tasks": {"title": "Export all"}, "decisions": {"why": "All are ready"}}
    for noun, change in changes.items():
        (listed,) = (await crm.get(f"{ACCOUNT}/{noun}")).json()["items"]
        changed = await crm.patch(f"{ACCOUNT}/{noun}/{listed['id']}", **change)
        assert changed == listed | change
    task = (await crm.get(f"{ACCOUNT}/tasks")).json()["items"][0]["id"]
    assert (await crm.put(TASK, title="Report", due_on="2026-11-20", first=task))["first"] == task


async def test_a_decision_that_changes_keeps_what_it_said_and_is_told_again(crm: Crm) -> None:
    await crm.put(ACCOUNT, name="Acme")
    made = await crm.put(DECISION, **PILOT, readers=["Priya Raman", "Elif Kaya", "Elif Kaya"])
    assert made["readers"] == ["Elif Kaya", "Priya Raman"]
    assert await crm.put(DECISION, 200, **PILOT, readers=["Elif Kaya", "Priya Raman"]) == made
    async with crm.database.write() as session:
        told = update(DecisionReader).where(DecisionReader.name == "Elif Kaya")
        await session.execute(told.values(told_on=NOW.date(), told_by="Tomas"))
    kept = await crm.patch(DECISION, readers=["Jonas Berg"])
    assert kept["readers"] == ["Elif Kaya", "Jonas Berg"]
    assert kept["told"] == [{"name": "Elif Kaya", "told_on": "2026-11-17", "told_by": "Tomas"}]
    changed = await crm.patch(DECISION, what="The pilot starts in Antwerp.")
    assert (changed["readers"], changed["told"]) == (["Elif Kaya", "Jonas Berg"], [])
    async with crm.database.read() as session:
        assert list(await session.scalars(select(DecisionText.what))) == [PILOT["what"]]
    assert await _told(crm, "decision") == ["decision.added", "decision.changed", "decision.changed"]


async def test_a_decision_needs_a_reason(crm: Crm) -> None:
    await crm.put(ACCOUNT, name="Acme")
    refused = await crm.put(DECISION, 422, **PILOT | {"why": " "})
    assert [one["pointer"] for one in refused["errors"]] == ["/why"]


async def _live(crm: Crm) -> str:
    """The account goes live a week ago; the address of its first touchpoint."""
    await crm.put(ACCOUNT, name="Acme", target_go_live_on="2026-11-10")
    async with crm.database.write() as session:
        await session.execute(update(Onboarding).values(went_live_on=NOW.date().replace(day=10)))
    listed = (await crm.get(f"{ACCOUNT}/touchpoints")).json()
    assert listed["next"] is None
    return f"{ACCOUNT}/touchpoints/{listed['items'][0]['id']}"


async def test_a_touchpoint_is_moved_held_and_opened_again(crm: Crm) -> None:
    first = await _live(crm)
    moved = await crm.patch(first, on="2026-11-19")
    assert (moved["on"], moved["planned_on"], moved["state"]) == ("2026-11-19", "2026-11-17", "ahead")
    held = await crm.patch(first, settled="done", note="They save 4 hours a week.")
    assert (held["state"], held["settled_on"], held["settled_by"]) == ("done", "2026-11-17", "CRM")
    assert await crm.patch(first, settled="done", note="They save 4 hours a week.") == held
    await crm.patch(first, 409, on="2026-11-20")
    opened = await crm.patch(first, settled=None, on="2026-11-17")
    assert (opened["on"], opened["settled"], opened["note"]) == ("2026-11-17", None, "They save 4 hours a week.")
    assert await _told(crm, "touchpoint") == [
        "touchpoint.moved",
        "touchpoint.done",
        "touchpoint.moved",
        "touchpoint.reopened",
    ]


async def test_a_touchpoint_is_not_over_without_a_word_nor_before_go_live(crm: Crm) -> None:
    first = await _live(crm)
    await crm.patch(first, 422, settled="skipped")
    await crm.patch(first, 422, note="Only a note.")
    await crm.patch(first, 422, on="2026-11-01")
    async with crm.database.write() as session:
        await session.execute(update(Onboarding).values(went_live_on=None))
    assert (await crm.get(first)).json()["state"] == "forecast"
    await crm.patch(first, 409, settled="done", note="Held early.")


async def test_two_systems_that_change_the_same_are_told(crm: Crm) -> None:
    first = await _live(crm)
    await crm.put(TASK, title="Export the orders", due_on="2026-11-20")
    await crm.put(DECISION, **PILOT)
    changes: dict[str, Any] = {first: {"on": "2026-11-19"}, TASK: {"note": "All of 2026"}, DECISION: {"why": "Yes"}}
    for path, change in changes.items():
        tag = (await crm.get(path)).headers["ETag"]
        await crm.patch(path, **change)
        stale = await crm.http.patch(path, json=change, headers=MERGE | {"If-Match": tag})
        assert stale.status_code == 412, path
