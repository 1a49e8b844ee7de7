"""The decision log in a browser: what, why, who knows, and what it said before."""

import re
from uuid import UUID

from sqlalchemy import select

from portal.db.tables import AuditEntry, Decision, Stakeholder
from tests.factories import HTMX
from tests.web.internal.conftest import Office

SAYS = {
    "what": "The pilot starts in Rotterdam",
    "why": "It has the most late orders.",
    "decided_by": "Sara Nyberg",
    "decided_on": "2026-11-16",
    "version": "0",
}


async def decide(office: Office, **typed: object) -> UUID:
    """Add a decision; its id."""
    answer = await office.client.post(office.path("decisions"), data=SAYS | typed, headers=HTMX)
    assert answer.status_code == 200, answer.text
    async with office.database.read() as session:
        found = await session.scalar(select(Decision.id).where(Decision.what == (SAYS | typed)["what"]))
    assert found
    return found


async def acts(office: Office) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    async with office.database.read() as session:
        entries = await session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.act, entry.before, entry.after) for entry in entries]


async def name_stakeholders(office: Office, *names: str) -> None:
    async with office.database.write() as session:
        session.add_all(Stakeholder(account_id=office.account_id, name=name) for name in names)


async def test_a_decision_is_kept_with_who_has_to_know(office: Office) -> None:
    await name_stakeholders(office, "Elif Demir", "Jonas Weber")
    decision = await decide(office, readers=["Elif Demir", "A stranger"], others="Marit Solberg\n\nElif Demir")
    page = (await office.client.get(office.path("decisions"))).text
    assert "It has the most late orders." in page
    assert re.findall(r'Told<span class="vh"> (\w+ \w+) about', page) == ["Elif Demir", "Marit Solberg"]
    told = await office.send(f"decisions/{decision}/told", name="Elif Demir")
    assert re.findall(r'Told<span class="vh"> (\w+ \w+) about', told.text) == ["Marit Solberg"]
    assert "(17 Nov)" in told.text
    await office.send(f"decisions/{decision}/told", name="Elif Demir")
    assert [act for act, *_ in await acts(office)] == ["decision.added", "decision.told"]


async def test_a_former_text_is_never_lost_and_everybody_has_to_be_told_again(office: Office) -> None:
    decision = await decide(office, others="Elif Demir")
    await office.send(f"decisions/{decision}/told", name="Elif Demir")
    for version, site in ((1, "Bergen"), (2, "Oslo")):
        changed = SAYS | {"what": f"The pilot starts in {site}", "version": str(version), "readers": "Elif Demir"}
        answer = await office.send(f"decisions/{decision}", **changed)
        assert answer.status_code == 200, answer.text
    page = (await office.client.get(office.path("decisions"))).text
    assert "<h3>The pilot starts in Oslo</h3>" in page
    assert re.findall(r"<b>The pilot starts in (\w+)</b>", page) == ["Bergen", "Rotterdam"]
    assert "Elif Demir</span>" in page
    act, before, after = (await acts(office))[-1]
    assert (act, before, after) == (
        "decision.changed",
        {"what": "The pilot starts in Bergen"},
        {"what": "The pilot starts in Oslo"},
    )


async def test_whom_to_tell_can_change_alone_and_then_nothing_is_said_anew(office: Office) -> None:
    decision = await decide(office, others="Elif Demir")
    await office.send(f"decisions/{decision}/told", name="Elif Demir")
    await office.send(f"decisions/{decision}", **SAYS | {"version": "1"}, others="Jonas Weber")
    page = (await office.client.get(office.path("decisions"))).text
    assert "(17 Nov)" in page
    assert re.findall(r'Told<span class="vh"> (\w+ \w+) about', page) == ["Jonas Weber"]
    assert "Said before" not in page


async def test_decisions_are_found_by_what_they_say_whatever_the_case(office: Office) -> None:
    await decide(office)
    await decide(office, what="Überfällige Aufträge zählen ab 100 %", decided_by="Øystein")
    for sought, found in (("ROTTERDAM", 1), ("überFÄLL", 1), ("øystein", 1), ("100 %", 1), ("%", 1), ("_", 0)):
        page = (await office.client.get(office.path("decisions"), params={"q": sought})).text
        assert page.count('<li id="decision-') == found, sought


async def test_a_long_log_goes_on_where_the_page_before_ended(office: Office) -> None:
    for n in range(45):
        await decide(office, what=f"Decision {n:02}")
    address, found = office.path("decisions"), []
    while address:
        page = (await office.client.get(address)).text
        found += re.findall(r"<h3>Decision (\d+)</h3>", page)
        following = re.search(r'href="([^"]*after=[^"]*)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert sorted(found) == [f"{n:02}" for n in range(45)]


async def test_what_is_missing_is_said_beside_its_field(office: Office) -> None:
    answer = await office.send("decisions", version="0", what="Kept")
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert 'value="Kept"' in answer.text


async def test_whoever_guides_nobody_decides_nothing(office: Office) -> None:
    decision = await decide(office)
    for path in ("decisions", f"decisions/{decision}", f"decisions/{decision}/told"):
        typed = SAYS | {"version": "1", "name": "Elif Demir", "why": "Other."}
        assert (await office.outsider.post(office.path(path), data=typed)).status_code == 403, path
