"""The calendar's page: whose it is, which days it shows, and what members booked."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from portal.db.tables import CoachBooking, Kickoff, Meeting, Onboarding
from portal.services.risk import assess_all
from tests.factories import HTMX, NOW, add_account, add_member, add_staff
from tests.web.internal.conftest import CATALOGUE, Office

AT = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
"""Still Thursday in London, already Friday in Berlin."""

DUE = '>{}<span class="vh"> due today or late'


async def shown(office: Office, query: str = "") -> str:
    answer = await office.client.get(f"/internal/calendar{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_the_day_of_a_meeting_is_that_of_its_reader(office: Office) -> None:
    async with office.database.write() as session:
        await session.execute(update(Onboarding).values(csm_id=office.csm_id))
        about = {"title": "Late call", "starts_at": AT, "minutes": 30, "attendees": []}
        session.add(Meeting(account_id=office.account_id, uid="late@portal.test", changed_at=NOW, **about))

    async def day() -> str:
        return (await shown(office)).partition("Late call")[0].rpartition('<h2><time datetime="')[2][:10]

    assert await day() == "2026-11-19"
    await office.client.post("/internal/you/time-zone", data={"time_zone": "Europe/Berlin"})
    assert await day() == "2026-11-20"


async def test_each_calendar_has_the_accounts_of_its_csm_and_one_has_all(office: Office) -> None:
    other = await add_staff(office.database, name="Wanjiru Kamau")
    for name, csm in (("Mine", office.csm_id), ("Hers", other), ("Nobody's", None)):
        await add_account(office.database, name=name, csm_id=csm, went_live_on=(NOW - timedelta(days=9)).date())
    async with office.database.write() as session:
        await assess_all(session, catalogue=CATALOGUE, now=NOW)

    async def names(who: str) -> set[str]:
        page = await shown(office, f"?who={who}")
        return {name for name in ("Mine", "Hers", "Nobody&#39;s") if f"<b>{name}</b>" in page}

    assert await names("mine") == {"Mine"}
    assert await names(str(other)) == {"Hers"}
    assert await names("all") == {"Mine", "Hers", "Nobody&#39;s"}


async def test_the_menu_counts_what_is_due_today_and_what_is_late(office: Office) -> None:
    late = (NOW - timedelta(days=9)).date()
    await add_account(office.database, name="Mine", csm_id=office.csm_id, went_live_on=late)
    async with office.database.write() as session:
        await assess_all(session, catalogue=CATALOGUE, now=NOW)
    assert DUE.format(1) in await shown(office)
    about = {"account_id": office.account_id, "minutes": 30, "attendees": [], "changed_at": NOW}
    days = {"today": 0, "late": -2, "tomorrow": 1, "long ago": -40}
    async with office.database.write() as session:
        await session.execute(update(Onboarding).values(csm_id=office.csm_id))
        for title, number in days.items():
            session.add(Meeting(title=title, uid=title, starts_at=NOW + timedelta(days=number), **about))
    answer = await office.client.get("/internal/calendar/due", headers=HTMX)
    assert DUE.format(3) in answer.text
    assert 'id="calendar-due"' in answer.text
    assert "hidden" in (await office.outsider.get("/internal/calendar/due", headers=HTMX)).text


async def test_sessions_that_members_booked_and_kickoffs_stand_there_too(office: Office) -> None:
    member = await add_member(office.database, office.account_id)
    async with office.database.write() as session:
        await session.execute(update(Onboarding).values(csm_id=office.csm_id))
        here = {"account_id": office.account_id, "starts_at": NOW + timedelta(days=1)}
        session.add(CoachBooking(**here, subject_id=member, milestone_id="single_sign_on", at=NOW, event_id=1))
        session.add(Kickoff(**here, minutes=45, attendees=[]))
    page = await shown(office)
    assert f"Coaching: {CATALOGUE.milestones['single_sign_on'].title}, with Priya Raman" in page
    assert office.path("kickoff") in page


async def test_a_week_without_anything_says_what_to_do(office: Office) -> None:
    page = await shown(office, "?day=2031-03-05")
    assert "Nothing is planned in this week." in page
    assert "3 Mar to 9 Mar 2031" in page


async def test_mistyped_addresses_are_answered_in_words(office: Office) -> None:
    for query in ("?who=me", "?who=%00"):
        assert (await office.client.get(f"/internal/calendar{query}")).status_code == 404, query
    for query in ("?day=9999-12-31&view=month", "?day=0001-01-01"):
        assert (await office.client.get(f"/internal/calendar{query}")).status_code == 200, query
    assert (await office.client.get("/internal/calendar?view=year")).status_code == 422
