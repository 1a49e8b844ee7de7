"""The pilot group in a browser: chosen by name, with a day, and what follows from it."""

import html
import re
from datetime import timedelta

import httpx
from sqlalchemy import select

from portal.db.tables import AuditEntry, Job, Member, Onboarding
from portal.jobs import kinds
from tests.factories import NOW, add_account, add_member
from tests.web.internal.conftest import Office

TODAY = NOW.date().isoformat()


async def people(office: Office) -> list[str]:
    """The ids of three people of the account."""
    names = ("Ada Berg", "Bo Lund", "Cem Kaya")
    return [str(await add_member(office.database, office.account_id, name=name)) for name in names]


async def opened(office: Office) -> dict[str, str]:
    """What the hidden fields of the form say."""
    page = await office.client.get(office.path("pilot/edit"))
    assert page.status_code == 200
    found = (re.search(rf'name="{name}" type="hidden" value="([^"]*)"', page.text) for name in ("version", "seen"))
    return {name: html.unescape(match[1]) for name, match in zip(("version", "seen"), found, strict=True) if match}


async def choose(office: Office, seen: dict[str, str], *members: str, on: str = TODAY) -> httpx.Response:
    typed = {**seen, "starts_on": on, "members": list(members)}
    return await office.client.post(office.path("pilot"), data=typed, headers={"HX-Request-Type": "partial"})


async def kept(office: Office) -> tuple[set[str], str | None]:
    async with office.database.read() as session:
        group = set(await session.scalars(select(Member.name).where(Member.pilot)))
        starts_on = await session.scalar(
            select(Onboarding.pilot_started_on).where(Onboarding.account_id == office.account_id)
        )
    return group, starts_on.isoformat() if starts_on else None


async def test_a_group_is_named_and_the_verdict_looked_at_again(office: Office) -> None:
    ada, bo, _ = await people(office)
    assert "Nobody is in it yet" in (await office.client.get(office.path("pilot"))).text
    answer = await choose(office, await opened(office), ada, bo)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="card third" id="pilot"')
    assert "Ada Berg and Bo Lund" in answer.text
    assert await kept(office) == ({"Ada Berg", "Bo Lund"}, TODAY)
    async with office.database.read() as session:
        entry = (await session.scalars(select(AuditEntry))).one()
        jobs = list(await session.scalars(select(Job.kind)))
    assert (entry.act, entry.before, entry.after) == (
        "pilot.changed",
        {"starts_on": None, "group": None},
        {"starts_on": TODAY, "group": "Ada Berg and Bo Lund"},
    )
    assert jobs == [kinds.ASSESS]


async def test_whoever_is_unticked_leaves_the_group(office: Office) -> None:
    ada, bo, cem = await people(office)
    await choose(office, await opened(office), ada, bo)
    await choose(office, await opened(office), bo, cem, on="")
    assert await kept(office) == ({"Bo Lund", "Cem Kaya"}, None)


async def test_the_second_of_two_editors_is_told_and_loses_nothing(office: Office) -> None:
    ada, bo, cem = await people(office)
    seen = await opened(office)
    await choose(office, seen, ada, bo)
    late = await choose(office, seen, cem)
    assert late.status_code == 409
    assert "<b>Tomás Vidal</b> changed this to <q>Ada Berg and Bo Lund</q>" in late.text
    assert re.search(rf'value="{cem}" checked', late.text)
    assert await kept(office) == ({"Ada Berg", "Bo Lund"}, TODAY)


async def test_a_pilot_does_not_start_before_the_kickoff(office: Office) -> None:
    ada, *_ = await people(office)
    early = await choose(office, await opened(office), ada, on=(NOW - timedelta(days=60)).date().isoformat())
    assert early.status_code == 422
    assert "no pilot starts before it" in early.text
    assert re.search(rf'value="{ada}" checked', early.text)


async def test_people_of_another_account_are_not_among_the_choices(office: Office) -> None:
    other = await add_account(office.database, name="Oster and Sons")
    stranger = await add_member(office.database, other)
    assert (await choose(office, await opened(office), str(stranger))).status_code == 422
    assert await kept(office) == (set(), None)


async def test_without_scripts_the_page_comes_back(office: Office) -> None:
    await people(office)
    typed = {**await opened(office), "starts_on": TODAY}
    answer = await office.client.post(office.path("pilot"), data=typed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/internal/accounts/{office.account_id}#pilot")


async def test_whoever_guides_nobody_changes_nothing(office: Office) -> None:
    typed = {**await opened(office), "starts_on": TODAY}
    assert (await office.outsider.post(office.path("pilot"), data=typed)).status_code == 403
