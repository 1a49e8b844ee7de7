"""The kickoff's own rules: when its recap is late, whom it is sent to, how long a lead's word counts."""

from datetime import UTC, datetime, timedelta

from portal.domain.kickoff import Kickoff, Leave, addresses, attendees_of, fill

AT = datetime(2026, 11, 17, 9, tzinfo=UTC)
HELD = Kickoff(AT, 45, ("Priya Raman",), None, None, None, 1, "Tomás Vidal")


def test_the_recap_is_late_a_day_after_the_meeting_unless_it_went_out() -> None:
    due = AT + timedelta(minutes=45, hours=24)
    assert HELD.recap_due_at == due
    assert not HELD.recap_late(due)
    assert HELD.recap_late(due + timedelta(seconds=1))
    sent = Kickoff(AT, 45, (), "Hi", due, "Tomás Vidal", 2, "Tomás Vidal")
    assert not sent.recap_late(due + timedelta(days=3))


def test_a_draft_keeps_the_words_nobody_knows() -> None:
    assert fill("Hi [first name], by [day]?\n", {"first name": "Eva", "day": None}) == "Hi Eva, by [day]?"


def test_attendees_are_lines_and_some_have_an_address() -> None:
    told = attendees_of(" Priya Raman <priya@halden.test>\n\nEva Lund\nmei@halden.test\nEva Lund\n")
    assert told == ("Priya Raman <priya@halden.test>", "Eva Lund", "mei@halden.test")
    assert addresses(told) == ("priya@halden.test", "mei@halden.test")


def test_leave_counts_until_it_expires_or_is_ended() -> None:
    given = Leave("They sign on Friday.", "Noor Haddad", AT, AT + timedelta(days=14), None)
    assert given.holds_at(AT)
    assert given.holds_at(AT + timedelta(days=13))
    assert not given.holds_at(AT + timedelta(days=14))
    ended = Leave(given.reason, given.by, AT, given.expires_at, AT + timedelta(days=2))
    assert not ended.holds_at(AT + timedelta(days=2))
