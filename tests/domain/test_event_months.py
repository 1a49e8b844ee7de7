from datetime import UTC, date, datetime, timedelta

from portal.domain.event_months import Room, coming, covered_until, is_over, month_of

NOW = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
NOVEMBER, DECEMBER, JANUARY, FEBRUARY = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)


def test_a_month_is_that_of_utc() -> None:
    in_tokyo = NOW.astimezone(datetime.strptime("+0900", "%z").tzinfo)
    assert in_tokyo.day == 1
    assert month_of(in_tokyo) == NOVEMBER


def test_three_months_follow_the_present_one() -> None:
    assert coming(NOW) == (NOVEMBER, DECEMBER, JANUARY, FEBRUARY)


def test_room_ends_with_the_first_month_that_is_missing() -> None:
    assert covered_until({NOVEMBER, DECEMBER, FEBRUARY}, NOW) == datetime(2027, 1, 1, tzinfo=UTC)
    assert covered_until({DECEMBER}, NOW) == datetime(2026, 11, 1, tzinfo=UTC)


def test_room_that_ends_within_weeks_is_short() -> None:
    room = Room(datetime(2027, 1, 1, tzinfo=UTC), strays=False)
    assert not room.is_short(NOW)
    assert room.is_short(NOW + timedelta(days=2))
    assert room.left(NOW + timedelta(days=99)) == timedelta()


def test_a_month_is_over_with_its_last_moment() -> None:
    end = datetime(2026, 12, 1, tzinfo=UTC)
    assert is_over(NOVEMBER, end)
    assert not is_over(NOVEMBER, end - timedelta(microseconds=1))
