"""How long accounts like one take: by those of like size, else by all, else as configured."""

from portal.domain.typical import Typical, typical

LARGE = [(1000, days) for days in (60, 62, 64, 66, 90)]
SMALL = [(90, days) for days in (30, 32, 34, 36, 38)]


def test_accounts_of_like_size_count_first() -> None:
    assert typical([*LARGE, *SMALL], 100, 42) == Typical(34, 5, alike=True)
    assert typical([*LARGE, *SMALL], 600, 42) == Typical(64, 5, alike=True)


def test_without_enough_alike_all_count() -> None:
    assert typical([*LARGE, *SMALL], None, 42) == Typical(49, 10, alike=False)
    assert typical(LARGE, 90, 42) == Typical(64, 5, alike=False)


def test_without_history_the_least_is_taken() -> None:
    assert typical(LARGE[:4], 1000, 42) == Typical(42, 0, alike=False)
