from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.preferences import DEFAULT_CHANNELS, Channel, Occasion, Preferences, quiet_at, wants

ZONES = st.sampled_from(sorted(available_timezones()))
TIMES = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone
BERLIN = Preferences(time_zone="Europe/Berlin", quiet_from=time(22), quiet_to=time(7))


def test_by_default_an_occasion_comes_by_the_channels_that_fit_it() -> None:
    nobody_asked = Preferences()
    assert wants(nobody_asked, Occasion.SUMMARY, Channel.EMAIL)
    assert not wants(nobody_asked, Occasion.SUMMARY, Channel.IN_APP)
    assert {*DEFAULT_CHANNELS} == {*Occasion}


def test_a_choice_holds_and_an_occasion_that_is_new_since_then_is_by_default() -> None:
    chosen = Preferences(channels=MappingProxyType({Occasion.SUMMARY: frozenset()}))
    assert not wants(chosen, Occasion.SUMMARY, Channel.EMAIL)
    assert wants(chosen, Occasion.REPORT, Channel.EMAIL)


def test_without_both_ends_no_hour_is_quiet() -> None:
    moment = datetime(2026, 11, 17, 23, tzinfo=UTC)
    assert not quiet_at(Preferences(), moment)
    assert not quiet_at(Preferences(quiet_from=time(22)), moment)
    assert not quiet_at(Preferences(quiet_to=time(7)), moment)


def test_quiet_hours_go_over_midnight_and_end_on_time() -> None:
    assert not quiet_at(BERLIN, datetime(2026, 11, 17, 20, 59, tzinfo=UTC))
    assert quiet_at(BERLIN, datetime(2026, 11, 17, 21, tzinfo=UTC))
    assert quiet_at(BERLIN, datetime(2026, 11, 18, 5, 59, tzinfo=UTC))
    assert not quiet_at(BERLIN, datetime(2026, 11, 18, 6, tzinfo=UTC))


def test_quiet_hours_stay_with_the_clock_on_the_wall_when_it_is_put_forward() -> None:
    seven_in_winter, seven_in_summer = (datetime(2026, 3, day, hour, tzinfo=UTC) for day, hour in ((28, 6), (29, 5)))
    for seven in (seven_in_winter, seven_in_summer):
        assert quiet_at(BERLIN, seven - timedelta(minutes=1))
        assert not quiet_at(BERLIN, seven)


@given(TIMES, TIMES, ZONES, MOMENTS)
def test_a_moment_is_quiet_from_one_time_to_another_or_from_the_other_to_the_one(
    begin: time, end: time, zone: str, moment: datetime
) -> None:
    there = Preferences(time_zone=zone, quiet_from=begin, quiet_to=end)
    back = Preferences(time_zone=zone, quiet_from=end, quiet_to=begin)
    assert (quiet_at(there, moment) != quiet_at(back, moment)) is (begin != end)


@given(TIMES, TIMES, ZONES, MOMENTS)
def test_a_moment_is_the_same_in_every_zone_it_is_written_in(
    begin: time, end: time, zone: str, moment: datetime
) -> None:
    preferences = Preferences(time_zone="Australia/Lord_Howe", quiet_from=begin, quiet_to=end)
    assert quiet_at(preferences, moment) is quiet_at(preferences, moment.astimezone(ZoneInfo(zone)))


@given(TIMES, TIMES, ZONES, MOMENTS)
def test_the_first_minute_of_quiet_hours_is_quiet_and_the_first_after_them_is_not(
    begin: time, end: time, zone: str, moment: datetime
) -> None:
    clock = moment.astimezone(ZoneInfo(zone)).time()
    if begin != end:
        assert quiet_at(Preferences(time_zone=zone, quiet_from=clock, quiet_to=begin), moment) is (clock != begin)
        assert not quiet_at(Preferences(time_zone=zone, quiet_from=begin, quiet_to=clock), moment)
