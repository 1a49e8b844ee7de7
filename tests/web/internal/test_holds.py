"""Putting an account on hold in a browser, extending it, ending it, calling it off."""

import re
from uuid import UUID

import httpx
from sqlalchemy import select

from portal.db.tables import AuditEntry, Hold, Job
from portal.jobs.kinds import ASSESS
from tests.web.internal.conftest import Office

REST = {"reason": "Budget freeze.", "started_on": "2026-11-17", "expected_end_on": "2026-12-01", "version": "0"}


async def hold_of(office: Office) -> UUID:
    async with office.database.read() as session:
        return (await session.scalars(select(Hold.id))).one()


async def acts(office: Office) -> list[str]:
    async with office.database.read() as session:
        return list(await session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def seen(opened: httpx.Response) -> str:
    found = re.search(r'name="seen" type="hidden" value="([^"]*)"', opened.text)
    assert found
    return found[1].replace("&#34;", '"')


async def test_both_clocks_stop_and_the_verdict_is_asked_for_again(office: Office) -> None:
    answer = await office.send("holds", **REST)
    assert "On hold since 17 Nov, expected until 1 Dec." in answer.text
    assert "Both clocks stand still" in answer.text
    assert await acts(office) == ["hold.started"]
    async with office.database.read() as session:
        assert await session.scalar(select(Job.kind).where(Job.kind == ASSESS))


async def test_a_second_hold_is_refused_beside_the_day(office: Office) -> None:
    await office.send("holds", **REST)
    answer = await office.send("holds", **REST | {"started_on": "2026-11-20"})
    assert answer.status_code == 422
    assert "on hold from 17 Nov on already" in answer.text
    assert re.search(r'id="hold-started_on"[^>]*', answer.text)


async def test_a_hold_is_extended_and_the_second_editor_is_told(office: Office) -> None:
    await office.send("holds", **REST)
    path = f"holds/{await hold_of(office)}"
    about = {"version": "1", "seen": seen(await office.client.get(office.path(path)))}
    await office.send(path, **about, reason="Budget freeze.", expected_end_on="2026-12-15")
    late = await office.send(path, **about, reason="Budget freeze until the board meets.", expected_end_on="2026-12-01")
    assert late.status_code == 409
    assert "changed this to <q>15 Dec 2026</q>" in late.text
    assert "until the board meets" in late.text
    assert await acts(office) == ["hold.started", "hold.changed"]


async def test_ending_a_hold_lets_the_clocks_run_from_today(office: Office) -> None:
    await office.send("holds", **REST | {"started_on": "2026-11-10"})
    path = f"holds/{await hold_of(office)}"
    answer = await office.send(f"{path}/end", version="1")
    assert "On hold" not in answer.text
    assert (await office.send(f"{path}/end", version="2")).status_code == 409
    assert (await office.client.get(office.path(path))).status_code == 409
    late = await office.client.post(office.path(path), data=REST | {"version": "1", "reason": "The board <meets>."})
    assert (late.status_code, "What you wrote is not saved" in late.text) == (409, True)
    assert "<dt>Why does the work rest?</dt><dd>The board &lt;meets&gt;.</dd>" in late.text
    assert "Until 17 Nov 2026." in (await office.client.get(office.path("holds"))).text
    assert await acts(office) == ["hold.started", "hold.ended"]


async def test_a_planned_hold_can_be_called_off(office: Office) -> None:
    answer = await office.send("holds", **REST | {"started_on": "2026-12-20", "expected_end_on": "2027-01-06"})
    assert "Rests from 20 Dec, expected until 6 Jan." in answer.text
    path = f"holds/{await hold_of(office)}"
    await office.send(path, version="1", reason="The board meets later.", expected_end_on="2027-01-06")
    late = await office.send(f"{path}/end", version="1")
    assert (late.status_code, "Tomás Vidal changed this while you were editing" in late.text) == (409, True)
    await office.send(f"{path}/end", version="2")
    assert await acts(office) == ["hold.started", "hold.changed", "hold.called_off"]
    async with office.database.read() as session:
        assert (await session.scalars(select(Hold.id))).all() == []


async def test_what_will_not_do_is_said_beside_its_field(office: Office) -> None:
    empty = await office.send("holds", version="0", started_on="2026-11-17", expected_end_on="")
    assert (empty.status_code, "Say why" in empty.text, "Choose a day." in empty.text) == (422, True, True)
    backwards = await office.send("holds", **REST | {"expected_end_on": "2026-11-17"})
    assert (backwards.status_code, "end after it begins" in backwards.text) == (422, True)


async def test_whoever_guides_nobody_stops_no_clock(office: Office) -> None:
    await office.send("holds", **REST)
    path = f"holds/{await hold_of(office)}"
    for address in ("holds", path, f"{path}/end"):
        answer = await office.outsider.post(office.path(address), data=REST | {"version": "1"})
        assert answer.status_code == 403, address


async def test_a_hold_that_lasts_longer_than_expected_says_by_how_much(office: Office) -> None:
    await office.send("holds", **REST | {"started_on": "2026-11-01", "expected_end_on": "2026-11-17"})
    async with office.database.write() as session:
        for hold in await session.scalars(select(Hold)):
            hold.expected_end_on = hold.started_on
    assert "16 days over" in (await office.client.get(office.path("holds"))).text
