"""The start gate in a browser: sections saved one by one, gaps with drafts, and a kickoff only without gaps."""

import html
import re
from datetime import timedelta
from urllib.parse import unquote
from uuid import UUID

import httpx
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import AuditEntry, DutyHolder, Handoff, Job, Kickoff, Onboarding, Stakeholder, SuccessTarget
from portal.domain.roles import Capability, Duty, Part
from portal.jobs import kinds
from tests.factories import NOW, add_staff, browser, sign_in
from tests.handoffs import hand_over_whole
from tests.web.internal.conftest import Office

NEXT_WEEK = (NOW + timedelta(days=7)).date().isoformat()
KICKOFF = {"on": NEXT_WEEK, "at": "09:30", "attendees": "Priya Raman <priya@halden.test>\nEva Lund"}
SETUP = {"csm_id": "", "technical_lead_id": "", "hub_url": "", "handoff_meeting_on": ""}


def hidden(page: httpx.Response, place: str) -> dict[str, str]:
    """What the hidden fields of a form on a page say."""
    found = {}
    for name in ("version", "seen"):
        match = re.search(rf'<input[^>]*id="{place}{name}"[^>]*value="([^"]*)"', page.text)
        assert match, name
        found[name] = html.unescape(match[1])
    return found


async def opened(office: Office, section: str) -> dict[str, str]:
    return hidden(await office.client.get(office.path("start")), f"{section}-")


async def row(database: Database, account_id: UUID) -> Onboarding:
    async with database.read() as session:
        return await session.get_one(Onboarding, account_id)


async def prepare(office: Office, **given: object) -> None:
    """A whole record; kickoff is open."""
    await hand_over_whole(office.database, office.account_id, **given)


async def lead_of(office: Office) -> httpx.AsyncClient:
    lead = await add_staff(office.database, name="Noor Haddad", capabilities=(Capability.CSM_LEAD,))
    cookies = await sign_in(office.database, staff_id=lead)
    return browser(office.client._transport.app, cookies)  # type: ignore[attr-defined]  # noqa: SLF001 - the same app


async def test_gaps_stand_with_who_closes_them_and_a_draft_that_opens_filled_in(office: Office) -> None:
    await prepare(office, promises=None)
    page = await office.client.get(office.path("start"))
    assert page.status_code == 200
    assert "Not yet: 1 of 15 checks is open" in page.text
    link = re.search(r'href="(mailto:bea@vendor\.test[^"]+)"', page.text)
    assert link
    letter = unquote(html.unescape(link[1]))
    assert "Hi Bea," in letter
    assert "Halden Freight" in letter
    assert "[" not in letter


async def test_a_section_is_saved_and_closes_its_gap(office: Office) -> None:
    await prepare(office, hub_url=None)
    held = await row(office.database, office.account_id)
    typed = SETUP | {"csm_id": str(held.csm_id), "technical_lead_id": str(held.technical_lead_id)}
    typed |= {"hub_url": "https://hub.test/new", "handoff_meeting_on": NOW.date().isoformat()}
    answer = await office.send("start/internal_setup", **typed, **await opened(office, "internal_setup"))
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div class="gate" id="start"')
    assert "Ready to kick off" in answer.text
    assert "Saved by Tomás Vidal" in answer.text
    async with office.database.read() as session:
        handoff = await session.get_one(Handoff, office.account_id)
        acts = list(await session.scalars(select(AuditEntry.act)))
        jobs = list(await session.scalars(select(Job.kind)))
    assert handoff.hub_url == "https://hub.test/new"
    assert acts == ["handoff.saved"]
    assert jobs == [kinds.ASSESS]


async def test_without_scripts_the_page_comes_back(office: Office) -> None:
    typed = SETUP | await opened(office, "internal_setup")
    answer = await office.client.post(office.path("start/internal_setup"), data=typed)
    assert answer.status_code == 303
    assert answer.headers["location"] == office.path("start") + "#internal_setup"


async def test_a_role_is_no_name_and_what_was_typed_stays(office: Office) -> None:
    typed = {"drives_name": "Head of Operations", "attends_name": "Elif Arslan"}
    answer = await office.send("start/customer_readiness", **typed, **await opened(office, "customer_readiness"))
    assert answer.status_code == 422
    assert "A role or a team cannot be asked anything." in answer.text
    assert 'value="Elif Arslan"' in answer.text


async def test_people_are_entered_once_by_name(office: Office) -> None:
    seats = {f"{seat}_name": "Elif Arslan" for seat in (*Duty, Part.PROJECT_OWNER)}
    more = {
        "project_owner_title": "COO",
        "owner_capacity": "dedicated",
        "owner_authority": "All",
        "owner_motivation": "x",
    }
    for _ in range(2):
        seen = await opened(office, "customer_readiness")
        answer = await office.send("start/customer_readiness", **seats, **more, **seen)
        assert answer.status_code == 200
    async with office.database.read() as session:
        people = (await session.scalars(select(Stakeholder))).all()
        duties = (await session.scalars(select(DutyHolder.stakeholder_id))).all()
    assert [(one.name, one.authority) for one in people] == [("Elif Arslan", "All")]
    assert set(duties) == {people[0].id}
    assert len(duties) == 4


async def test_a_metric_needs_its_numbers(office: Office) -> None:
    seen = await opened(office, "decision_criteria")
    typed = {"metric_id": "own", "metric_name": "Sites that plan in one place", "baseline": "0"}
    refused = await office.send("start/decision_criteria", **typed, **seen)
    assert refused.status_code == 422
    assert "Give today&#39;s value and a target" in refused.text
    typed |= {"goal_3": "1", "goal_6": "2", "goal_12": "3", "baseline_source": "Counted"}
    assert (await office.send("start/decision_criteria", **typed, **seen)).status_code == 200
    async with office.database.read() as session:
        target = await session.get_one(SuccessTarget, (office.account_id, "own"))
    assert (target.name, target.baseline, target.goal_12) == ("Sites that plan in one place", 0, 3)


async def test_who_saves_second_is_told_what_the_first_changed(office: Office) -> None:
    seen = await opened(office, "timeline_validation")
    first = await office.send("start/timeline_validation", target_go_live_on="2027-01-15", **seen)
    assert first.status_code == 200
    second = await office.send("start/timeline_validation", target_go_live_on="2027-02-01", **seen)
    assert second.status_code == 409
    assert "changed this to <q>15 Jan 2027</q>" in second.text
    assert 'value="2027-02-01"' in second.text
    assert (await row(office.database, office.account_id)).target_go_live_on.isoformat() == "2027-01-15"  # type: ignore[union-attr]  # a date that is missing fails the test
    again = await office.send(
        "start/timeline_validation", target_go_live_on="2027-02-01", **hidden(second, "timeline_validation-")
    )
    assert again.status_code == 200


async def test_a_kickoff_with_gaps_is_refused_and_says_how_many(office: Office) -> None:
    await prepare(office, promises=None, hub_url=None)
    typed = KICKOFF | {"version": "0", "seen": ""}
    answer = await office.send("start/kickoff", **typed)
    assert answer.status_code == 409
    assert "The kickoff cannot be scheduled yet: 2 checks are open." in answer.text
    assert "Promises recorded" in answer.text
    assert (await row(office.database, office.account_id)).kickoff_on is None


async def test_without_gaps_it_is_scheduled_and_can_be_moved(office: Office) -> None:
    await prepare(office)
    answer = await office.send("start/kickoff", **KICKOFF, version="0", seen="")
    assert answer.status_code == 200, answer.text
    assert "Tuesday 24 November, 09:30 UTC" in answer.text
    assert (await row(office.database, office.account_id)).kickoff_on == (NOW + timedelta(days=7)).date()
    stale = await office.send("start/kickoff", **KICKOFF | {"at": "11:00"}, version="0", seen="")
    assert stale.status_code == 409
    assert "saved this while you were editing" in stale.text
    moved = await office.send("start/kickoff", **KICKOFF | {"at": "11:00"}, version="1", seen="")
    assert moved.status_code == 200
    async with office.database.read() as session:
        held = await session.get_one(Kickoff, office.account_id)
    assert held.starts_at.hour == 11
    assert held.attendees == ["Priya Raman <priya@halden.test>", "Eva Lund"]


async def test_a_moment_that_has_passed_is_refused(office: Office) -> None:
    await prepare(office)
    answer = await office.send("start/kickoff", **KICKOFF | {"on": NOW.date().isoformat(), "at": "08:00"}, version="0")
    assert answer.status_code == 422
    assert "This moment has passed" in answer.text


async def test_a_lead_lets_it_start_with_gaps_and_that_stays_visible(office: Office) -> None:
    await prepare(office, promises=None)
    word = {"reason": "They sign the last page on Friday.", "days": "14"}
    refused = await office.client.post(office.path("start/override"), data=word)
    assert refused.status_code == 403
    async with await lead_of(office) as lead:
        assert (await lead.post(office.path("start/override"), data={"reason": " ", "days": "14"})).status_code == 422
        assert (await lead.post(office.path("start/override"), data=word)).status_code == 303
        assert (await lead.post(office.path("start/override"), data=word)).status_code == 409
        page = await office.client.get(office.path("start"))
        assert "Overridden by Noor Haddad" in page.text
        assert "They sign the last page on Friday." in page.text
        assert (await office.send("start/kickoff", **KICKOFF, version="0", seen="")).status_code == 200
        assert (await lead.post(office.path("start/override/end"))).status_code == 303
    page = await office.client.get(office.path("start"))
    assert "Overridden by" not in page.text
    assert "They sign the last page on Friday." in page.text
    assert (await office.send("start/kickoff", **KICKOFF | {"at": "15:00"}, version="1")).status_code == 409


async def test_whoever_guides_nobody_reads_and_changes_nothing(office: Office) -> None:
    assert (await office.outsider.get(office.path("start"))).status_code == 200
    typed = SETUP | await opened(office, "internal_setup")
    assert (await office.outsider.post(office.path("start/internal_setup"), data=typed)).status_code == 403
    typed = KICKOFF | {"version": "0"}
    assert (await office.outsider.post(office.path("start/kickoff"), data=typed)).status_code == 403


async def test_hostile_names_stay_text_and_long_ones_fit(office: Office) -> None:
    name = "<img src=x onerror=alert(1)> " + "Wolfeschlegelstein " * 8
    seen = await opened(office, "account_intelligence")
    answer = await office.send("start/account_intelligence", champion_name=name[:180], promises=name, **seen)
    assert answer.status_code == 200
    assert "<img src=x" not in answer.text
