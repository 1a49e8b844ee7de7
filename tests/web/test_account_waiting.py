"""What a guide sees of what their customers wait for."""

from datetime import timedelta

from portal.db.engine import Database
from portal.db.tables import Blocker, CoachBooking
from tests.factories import NOW, add_account, add_member, add_staff, browser, running, sign_in, small_playbook


async def test_the_account_page_names_who_is_waited_on_and_who_wants_to_meet(
    database: Database, database_url: str
) -> None:
    account_id = await add_account(database)
    priya_id = await add_member(database, account_id)
    staff_id = await add_staff(database)
    async with database.write() as session:
        wait = {"waits_on": "Elif <IT>", "why": "Allow four addresses.", "since": NOW - timedelta(days=2)}
        session.add(Blocker(account_id=account_id, subject_id=account_id, milestone_id="pilot", event_id=1, **wait))
        booked = {"subject_id": priya_id, "milestone_id": "data", "event_id": 2, "at": NOW}
        session.add(CoachBooking(account_id=account_id, starts_at=NOW + timedelta(days=1), **booked))
    async with running(database_url, small_playbook()) as app:
        staff = browser(app, await sign_in(database, staff_id=staff_id))
        html = (await staff.get(f"/internal/accounts/{account_id}")).text
        other = (await staff.get(f"/internal/accounts/{await add_account(database, name='Other')}")).text
    assert "<b>Reach pilot</b> waits on Elif &lt;IT&gt; since" in html
    assert "Priya Raman booked" in html
    assert "What they wait for" not in other
