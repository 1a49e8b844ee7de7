"""An account's tasks in a browser: giving them, changing them together, ticking them off."""

import re
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.db.tables import AuditEntry, Job, Task
from portal.jobs.kinds import ASSESS
from tests.factories import add_account, add_staff
from tests.web.internal.conftest import Office

DAY = date(2026, 11, 20)
DUE = DAY.isoformat()


async def give(office: Office, title: str, **typed: str) -> UUID:
    """Add a task; its id."""
    answer = await office.send(
        "tasks", **{"title": title, "due_on": DUE, "audience": "customer", "version": "0"} | typed
    )
    assert answer.status_code == 200, answer.text
    async with office.database.read() as session:
        found = await session.scalar(select(Task.id).where(Task.title == title))
    assert found
    return found


async def acts(office: Office) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    async with office.database.read() as session:
        entries = await session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.act, entry.before, entry.after) for entry in entries]


async def test_a_task_is_given_noted_and_may_move_the_verdict(office: Office) -> None:
    await give(office, "Export last month's orders", owner=f"staff:{office.csm_id}")
    page = (await office.client.get(office.path("tasks"))).text
    assert "Export last month&#39;s orders" in page
    assert "Tomás Vidal" in page
    (act, before, after) = (await acts(office))[0]
    assert (act, before, after["owner"], after["due"]) == ("task.added", {}, "Tomás Vidal", DUE)
    async with office.database.read() as session:
        assert await session.scalar(select(Job.kind).where(Job.kind == ASSESS))


async def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(office: Office) -> None:
    answer = await office.send("tasks", title=" ", due_on="soon", note="Kept", version="0")
    assert answer.status_code == 422
    assert "Say what has to be done" in answer.text
    assert "Choose a day." in answer.text
    assert "Kept" in answer.text


async def test_tasks_of_another_account_can_be_neither_seen_nor_waited_for(office: Office) -> None:
    mine = await give(office, "Choose the first site")
    other = await add_account(office.database, name="Oster and Sons")
    assert (await office.client.get(f"/internal/accounts/{other}/tasks/{mine}")).status_code == 404
    strange = {"title": "Train them", "due_on": DUE, "audience": "customer", "version": "0", "first": str(mine)}
    answer = await office.client.post(f"/internal/accounts/{other}/tasks", data=strange)
    assert answer.status_code == 422


async def test_a_circle_is_refused_in_words(office: Office) -> None:
    first = await give(office, "Allow four addresses")
    second = await give(office, "Connect the sandbox", first=str(first))
    about = {"title": "Allow four addresses", "due_on": DUE, "audience": "customer", "version": "1"}
    answer = await office.send(f"tasks/{first}", **about, first=str(second))
    assert answer.status_code == 422
    assert "“Connect the sandbox” waits for this task already" in answer.text


async def test_what_waits_can_begin_once_the_first_is_done(office: Office) -> None:
    first = await give(office, "Allow four addresses")
    second = await give(office, "Connect the sandbox", first=str(first))
    assert "after “Allow four addresses”" in (await office.client.get(office.path("tasks"))).text
    answer = await office.send(f"tasks/{first}/done")
    assert "Can begin since 17 Nov" in answer.text
    assert "Done on 17 Nov by Tomás Vidal" in answer.text
    assert "1 of 2 done" in answer.text
    refused = await office.send(f"tasks/{first}/remove", version="1")
    assert (refused.status_code, "waits for this one" in refused.text) == (409, True)
    await office.send(f"tasks/{second}/done")
    assert (await office.send(f"tasks/{first}/remove", version="1")).status_code == 200
    assert [act for act, *_ in await acts(office)][2:] == ["task.done", "task.done", "task.removed"]


async def test_done_twice_is_noted_once_and_can_be_taken_back(office: Office) -> None:
    task = await give(office, "Choose the first site")
    for _ in range(2):
        await office.send(f"tasks/{task}/done")
    await office.send(f"tasks/{task}/reopen")
    assert [act for act, *_ in await acts(office)] == ["task.added", "task.done", "task.reopened"]


async def test_the_second_of_two_editors_is_told_and_loses_nothing(office: Office) -> None:
    task = await give(office, "Choose the first site", note="Ask Sara.")
    opened = (await office.client.get(office.path(f"tasks/{task}"))).text
    seen = re.search(r'name="seen" type="hidden" value="([^"]*)"', opened)
    assert seen
    about = {"title": "Choose the first site", "audience": "customer", "owner": "", "first": ""}
    about |= {"version": "1", "seen": seen[1].replace("&#34;", '"')}
    await office.send(f"tasks/{task}", **about, due_on="2026-12-01", note="Ask Sara.")
    late = await office.send(f"tasks/{task}", **about, due_on=DUE, note="Ask Elif.")
    assert late.status_code == 409
    assert "<b>Tomás Vidal</b> changed this to <q>1 Dec 2026</q> while you were editing. It is filled in" in late.text
    assert 'value="2026-12-01"' in late.text
    assert "Ask Elif." in late.text
    again = await office.send(f"tasks/{task}", **about | {"version": "2"}, due_on="2026-12-01", note="Ask Elif.")
    assert again.status_code == 200
    assert (await acts(office))[-1] == ("task.changed", {"note": "Ask Sara."}, {"note": "Ask Elif."})
    assert (await office.send(f"tasks/{task}/remove", version="1")).status_code == 409


async def test_whoever_guides_nobody_changes_nothing(office: Office) -> None:
    task = await give(office, "Choose the first site")
    for path in ("tasks", f"tasks/{task}", f"tasks/{task}/done", f"tasks/{task}/reopen", f"tasks/{task}/remove"):
        typed = {"title": "Other", "due_on": DUE, "audience": "customer", "version": "1"}
        answer = await office.outsider.post(office.path(path), data=typed)
        assert answer.status_code == 403, path
        assert "Only a CSM or a CSM lead" in answer.text


async def test_without_scripts_an_act_leads_back_to_the_list(office: Office) -> None:
    task = await give(office, "Choose the first site")
    answer = await office.client.post(office.path(f"tasks/{task}/done"))
    assert (answer.status_code, answer.headers["Location"]) == (303, office.path("tasks"))
    assert "<!DOCTYPE html>" in (await office.client.get(office.path(f"tasks/{task}"))).text


async def test_the_lists_of_all_tasks_show_each_reader_theirs(office: Office) -> None:
    colleague = await add_staff(office.database, name="Jonas Weber")
    await give(office, "Mine", owner=f"staff:{office.csm_id}")
    await give(office, "His", owner=f"staff:{colleague}")
    late = await give(office, "Late", due_on="2026-11-10")

    async def titles(view: str) -> list[str]:
        page = await office.client.get(f"/internal/tasks?view={view}")
        return re.findall(r'<div class="what"><p><b>(\w+)</b>', page.text)

    assert await titles("mine") == ["Mine"]
    assert await titles("by_account") == ["Late", "Mine", "His"] or await titles("by_account") == [
        "Late",
        "His",
        "Mine",
    ]
    assert await titles("overdue") == ["Late"]
    ticked = await office.client.post(
        f"/internal/tasks/{office.account_id}/{late}/done?view=overdue", headers={"HX-Request-Type": "partial"}
    )
    assert "Done: Late" in ticked.text
    assert "Nothing is late anywhere." in ticked.text


async def test_a_long_list_goes_on_where_the_page_before_ended(office: Office) -> None:
    async with office.database.write() as session:
        session.add_all(
            Task(account_id=office.account_id, staff_id=office.csm_id, title=f"Task {n}", due_on=DAY) for n in range(60)
        )
    for view in ("mine", "by_account"):
        address, found = f"/internal/tasks?view={view}", []
        while address:
            page = (await office.client.get(address)).text
            found += re.findall(r'<div class="what"><p><b>Task (\d+)</b>', page)
            following = re.search(r'href="(/internal/tasks\?view=[^"]*after=[^"]*)"', page)
            address = following[1].replace("&amp;", "&") if following else ""
        assert sorted(map(int, found)) == list(range(60)), view
