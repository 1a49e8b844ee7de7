"""When something happened, by the portal's clock: `received - (sent - original)`, never after it arrived."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ingest.clock import EARLIEST, LATEST, BadTime, Moment, correct, parse_time, sent_time

RECEIVED = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SKEWS = st.timedeltas(min_value=timedelta(days=-3000), max_value=timedelta(days=3000))
AGES = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9000))


@given(skew=SKEWS, age=AGES)
def test_a_clock_that_is_wrong_all_along_does_no_harm(skew: timedelta, age: timedelta) -> None:
    sent = RECEIVED + skew
    assert correct(sent - age, sent, RECEIVED) == Moment(RECEIVED - age, clamped=False)


@given(ahead=st.timedeltas(min_value=timedelta(microseconds=1), max_value=LATEST), skew=SKEWS)
def test_what_lies_ahead_of_its_arrival_is_set_to_it_and_marked(ahead: timedelta, skew: timedelta) -> None:
    sent = RECEIVED + skew
    assert correct(sent + ahead, sent, RECEIVED) == Moment(RECEIVED, clamped=True)


def test_without_a_time_of_sending_the_sender_is_taken_at_their_word() -> None:
    assert correct(RECEIVED - HOUR, None, RECEIVED) == Moment(RECEIVED - HOUR, clamped=False)
    assert correct(RECEIVED + HOUR, None, RECEIVED) == Moment(RECEIVED, clamped=True)


def test_without_a_time_of_its_own_an_event_is_as_old_as_its_arrival() -> None:
    for sent in (None, RECEIVED - HOUR, RECEIVED + HOUR):
        assert correct(None, sent, RECEIVED) == Moment(RECEIVED, clamped=False)


def test_the_way_over_the_wire_makes_an_event_no_older_than_it_was_when_it_was_sent() -> None:
    assert correct(RECEIVED - HOUR, RECEIVED - HOUR + MINUTE, RECEIVED).at == RECEIVED - MINUTE


@pytest.mark.parametrize(
    ("original", "sent", "said"),
    [
        (RECEIVED + LATEST + MINUTE, None, "more than a year ahead"),
        (RECEIVED + MINUTE, RECEIVED - LATEST, "more than a year ahead"),
        (EARLIEST - MINUTE, None, "before the year 2000"),
        (EARLIEST, RECEIVED + MINUTE, "before the year 2000"),
        (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), "before the year 2000"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused_with_the_mend(
    original: datetime, sent: datetime | None, said: str
) -> None:
    with pytest.raises(BadTime, match=said):
        correct(original, sent, RECEIVED)


def test_the_bounds_themselves_are_taken() -> None:
    assert correct(RECEIVED + LATEST, None, RECEIVED).clamped
    assert correct(EARLIEST, None, RECEIVED).at == EARLIEST


@pytest.mark.parametrize(
    "text", ["2026-11-18T10:30:00Z", "2026-11-18T11:30:00+01:00", "2026-11-18T10:30:00", "20261118T103000Z"]
)
def test_a_moment_is_read_in_utc_whatever_its_zone(text: str) -> None:
    assert parse_time(text) == RECEIVED


@pytest.mark.parametrize("text", ["", "soon", "1763461800", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_moment_is_refused_in_an_event_and_passed_over_in_a_request(text: str) -> None:
    with pytest.raises(BadTime, match="is not a time"):
        parse_time(text)
    assert sent_time(text) is None


def test_a_request_may_be_sent_from_any_zone() -> None:
    assert sent_time("2026-11-18T12:30:00+02:00") == datetime(2026, 11, 18, 12, 30, tzinfo=timezone(2 * HOUR))
    assert sent_time(None) is None
