"""The band of accounts alike: who belongs to it, how far it reaches, and which weeks are compared."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.lifecycle import Hold, Onboarding
from portal.domain.similar import FEWEST, band, like, size_range, weeks_elapsed, weeks_of
from portal.domain.waits import SIZE_BANDS
from tests.onboardings import TODAY, ago

PEOPLE = st.lists(st.lists(st.integers(0, 500), max_size=8), max_size=12)


@given(accounts=PEOPLE, weeks=st.integers(0, 10))
def test_a_week_is_drawn_while_enough_accounts_have_reached_it(accounts: list[list[int]], weeks: int) -> None:
    found = band(accounts, weeks)
    reached = [sum(len(people) > week for people in accounts) for week in range(weeks)]
    assert len(found) == next((week for week, count in enumerate(reached) if count < FEWEST), weeks)
    for one in found:
        counts = [people[one.week - 1] for people in accounts if len(people) >= one.week]
        assert min(counts) <= one.low <= one.middle <= one.high <= max(counts)
        assert one.accounts == len(counts)


@given(seats=st.integers(0, 100_000))
def test_every_size_has_one_class(seats: int) -> None:
    low, high = size_range(seats)
    assert low <= seats
    assert high is None or seats < high
    assert {low, high} <= {0, None, *SIZE_BANDS}


def test_what_makes_accounts_alike_is_said() -> None:
    assert list(like("Health", 420)) == ["in health", "with 200 to 999 seats"]
    assert list(like(None, 4000)) == ["with 1000 seats or more"]
    assert list(like(None, None)) == []


def test_weeks_are_counted_from_go_live_or_from_kickoff_and_stand_still_on_hold() -> None:
    run = Onboarding(kickoff_on=ago(60), went_live_on=ago(21), holds=(Hold(ago(14), ago(7)),))
    assert [week[0] for week in weeks_of(run, TODAY, live=True, most=26)] == [ago(21), ago(7)]
    assert weeks_elapsed(run, TODAY, live=True) == 15 / 7
    assert weeks_of(run, TODAY, live=False, most=3)[0][0] == ago(60)
    assert len(weeks_of(run, TODAY, live=False, most=3)) == 3


def test_before_kickoff_there_are_no_weeks() -> None:
    run = Onboarding(kickoff_on=TODAY + timedelta(days=3))
    assert weeks_of(run, TODAY, live=False, most=26) == ()
    assert weeks_elapsed(Onboarding(), TODAY, live=False) == 0
