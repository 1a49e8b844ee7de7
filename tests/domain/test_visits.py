from datetime import UTC, datetime, timedelta
from itertools import permutations

from portal.domain.visits import PAUSE, Change, Kind, Visit, arrive, most_worth_telling, worth_noting

NOW = datetime(2026, 11, 17, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ago(minutes: int) -> datetime:
    return NOW - minutes * MINUTE


def test_on_a_first_visit_everything_is_known() -> None:
    assert arrive(None, NOW) == Visit(NOW, NOW)


def test_within_a_visit_it_stays_known_until_when_it_was() -> None:
    assert arrive(Visit(ago(600), ago(29)), NOW) == Visit(ago(600), NOW)


def test_after_a_pause_a_visit_tells_what_came_since_the_last() -> None:
    assert arrive(Visit(ago(600), NOW - PAUSE), NOW) == Visit(NOW - PAUSE, NOW)


def test_only_every_few_minutes_a_visit_is_kept() -> None:
    assert worth_noting(None, NOW)
    assert worth_noting(Visit(ago(60), ago(5)), NOW)
    assert not worth_noting(Visit(ago(60), ago(4)), NOW)


def test_three_changes_are_told_what_matters_most_first_and_of_that_the_latest() -> None:
    changes = [
        Change(Kind.VERIFIED, "a", ago(1), steps=2),
        Change(Kind.REACHED, "b", ago(9), "Mei"),
        Change(Kind.REACHED, "c", ago(3), "Jonas"),
        Change(Kind.UNBLOCKED, "d", ago(90), "Elif"),
    ]
    assert [change.milestone_id for change in most_worth_telling(changes)] == ["d", "c", "b"]


def test_of_what_changed_at_the_same_moment_the_same_is_told_every_time() -> None:
    changes = [Change(Kind.REACHED, milestone, NOW, who) for milestone in "ab" for who in ("Mei", None)]
    assert len({most_worth_telling(some) for some in permutations(changes)}) == 1
