"""Doing a play: what its actions are called, and when it counts as having worked."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.plays import ENOUGH, LONGEST_KEY, PlayAction, Success, better, key_of, success
from portal.domain.risk import Level
from tests.catalogues import shipped
from tests.factories import NOW

A, B, C = (UUID(int=n) for n in range(3))
LEVELS = st.sampled_from(list(Level))


def ago(days: float) -> timedelta:
    return timedelta(days=days)


@pytest.mark.parametrize(
    ("before", "after", "is_better"),
    [
        (Level.AT_RISK, Level.WATCH, True),
        (Level.WATCH, Level.ON_TRACK, True),
        (Level.CRITICAL, Level.UNKNOWN, False),
        (Level.UNKNOWN, Level.AT_RISK, True),
        (Level.AT_RISK, Level.CRITICAL, False),
        (Level.ON_TRACK, Level.ON_TRACK, False),
    ],
)
def test_not_to_know_is_never_better_and_to_know_at_last_is(before: Level, after: Level, *, is_better: bool) -> None:
    assert better(before, after) is is_better


@given(one=LEVELS, other=LEVELS)
def test_of_two_verdicts_at_most_one_is_better(one: Level, other: Level) -> None:
    assert not (better(one, other) and better(other, one))


def test_a_play_worked_where_the_verdict_got_better_within_two_weeks_of_its_first_action() -> None:
    begun = {A: NOW - ago(30), B: NOW - ago(20), C: NOW - ago(16)}
    courses = {
        A: [(NOW - ago(40), Level.AT_RISK), (NOW - ago(26), Level.WATCH), (NOW - ago(20), Level.ON_TRACK)],
        B: [(NOW - ago(25), Level.CRITICAL), (NOW - ago(5), Level.ON_TRACK)],
        C: [(NOW - ago(18), Level.AT_RISK), (NOW - ago(15), Level.CRITICAL), (NOW - ago(8), Level.WATCH)],
    }
    assert success(begun, courses, NOW) == Success(3, 2, 6)


def test_what_began_less_than_two_weeks_ago_says_nothing_yet() -> None:
    courses = {A: [(NOW - ago(20), Level.AT_RISK), (NOW - ago(2), Level.ON_TRACK)]}
    assert success({A: NOW - ago(13)}, courses, NOW) == Success(0, 0, None)


def test_below_ten_accounts_it_is_not_enough() -> None:
    assert not Success(ENOUGH - 1, 5, 3).enough
    assert Success(ENOUGH, 5, 3).enough


def test_actions_are_told_apart_within_every_play_that_ships() -> None:
    for play in shipped().plays.values():
        keys = [key_of(action) for action in play.actions]
        assert len(set(keys)) == len(keys), play.id
        assert all(keys), play.id


@given(title=st.text())
def test_whatever_a_title_says_its_key_fits_into_an_address(title: str) -> None:
    key = key_of(PlayAction(title, "How."))
    assert len(key) <= LONGEST_KEY
    assert all(letter in "abcdefghijklmnopqrstuvwxyz0123456789-" for letter in key)
