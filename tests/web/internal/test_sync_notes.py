"""The weekly note in a browser: drafted from what happened, edited, kept as it was sent."""

import re
from urllib.parse import unquote

from sqlalchemy import select

from portal.db.tables import AuditEntry, Decision, Hold, Task
from portal.domain.decision_log import Wording
from tests.factories import NOW
from tests.web.internal.conftest import Office

WEEK = "2026-11-16"
TODAY = NOW.date()


async def fill(office: Office) -> None:
    """A week in which something was decided and done, and a hold began."""
    says = Wording("The pilot starts in Rotterdam", "It has the most late orders.", "Sara Nyberg", TODAY)
    async with office.database.write() as session:
        session.add(
            Decision(
                account_id=office.account_id,
                what=says.what,
                why=says.why,
                decided_by=says.decided_by,
                decided_on=TODAY,
                search=says.search,
                edited_at=NOW,
            )
        )
        session.add(Task(account_id=office.account_id, title="Allow four addresses", due_on=TODAY, done_on=TODAY))
        session.add(
            Hold(
                account_id=office.account_id, reason="Freeze.", started_on=TODAY, expected_end_on=TODAY.replace(day=30)
            )
        )


async def test_the_draft_says_what_was_decided_done_and_stopped(office: Office) -> None:
    await fill(office)
    page = (await office.client.get(office.path("sync-note"))).text
    assert "# Halden Freight: week of 16 Nov" in page
    assert "**The pilot starts in Rotterdam.** Sara Nyberg, 17 Nov. It has the most late orders." in page
    assert "## Done this week\n\n- Allow four addresses" in page
    assert "**On hold**, expected until 30 Nov" in page
    letter = re.search(r'href="(mailto:[^"]*)"', page)
    assert letter
    assert "Rotterdam" in unquote(letter[1])


async def test_a_note_is_saved_then_sent_and_then_stays(office: Office) -> None:
    saved = await office.send(f"sync-note/{WEEK}", version="0", text="# Our week", send="")
    assert "Saved. It is not marked as sent yet." in saved.text
    sent = await office.send(f"sync-note/{WEEK}", version="1", text="# Our *own* week", send="1")
    assert "Sent 17 Nov by Tomás Vidal" in sent.text
    assert "<h1>Our <em>own</em> week</h1>" in sent.text
    late = await office.send(f"sync-note/{WEEK}", version="2", text="# Another", send="")
    assert (late.status_code, "was sent by Tomás Vidal" in late.text) == (409, True)
    async with office.database.read() as session:
        assert list(await session.scalars(select(AuditEntry.act).order_by(AuditEntry.id))) == [
            "sync_note.saved",
            "sync_note.sent",
        ]


async def test_two_who_save_the_first_draft_both_keep_their_words(office: Office) -> None:
    await office.send(f"sync-note/{WEEK}", version="0", text="Mine", send="")
    late = await office.send(f"sync-note/{WEEK}", version="0", text="Also mine", send="", seen='{"text": "Draft"}')
    assert late.status_code == 409
    assert "changed this to <q>Mine</q> while you were editing. Yours still stands here." in late.text
    assert "Also mine" in late.text


async def test_only_weeks_that_have_come_have_a_note(office: Office) -> None:
    for week in ("2026-11-23", "2026-11-17"):
        assert (await office.client.get(office.path("sync-note"), params={"week": week})).status_code == 422
    before = await office.client.get(office.path("sync-note"), params={"week": "2026-11-09"})
    assert "week of 9 Nov" in before.text
    assert f"week={WEEK}" in before.text


async def test_an_empty_note_and_a_stranger_are_refused(office: Office) -> None:
    assert (await office.send(f"sync-note/{WEEK}", version="0", text=" ")).status_code == 422
    answer = await office.outsider.post(office.path(f"sync-note/{WEEK}"), data={"version": "0", "text": "Mine"})
    assert answer.status_code == 403
