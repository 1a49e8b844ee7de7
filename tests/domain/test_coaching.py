"""The times that are offered for a session."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.domain.coaching import OFFERED, STARTS, free_slots

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_times_are_on_working_days_by_the_members_own_clock() -> None:
    slots = free_slots(FRIDAY, ZoneInfo("Asia/Tokyo"), ())
    assert len(slots) == OFFERED
    assert [slot.isoformat() for slot in slots[:2]] == ["2026-11-23T10:00:00+09:00", "2026-11-23T14:30:00+09:00"]
    assert {slot.time() for slot in slots} == set(STARTS)


def test_what_overlaps_another_session_is_not_offered() -> None:
    taken = datetime(2026, 11, 23, 10, 10, tzinfo=UTC)
    slots = free_slots(FRIDAY, UTC, (taken, taken + timedelta(days=1)))
    assert [slot.day for slot in slots[:2]] == [23, 24]
    assert slots[0].hour == 14
    assert len(slots) == OFFERED


def test_the_day_after_is_the_members_own() -> None:
    late = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
    assert free_slots(late, ZoneInfo("Asia/Tokyo"), ())[0].day == 19
