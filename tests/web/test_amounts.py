import pytest

from portal.web.amounts import amount, apart
from portal.web.words import speak


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (28.9, "min", "29 min"),
        (4.54, "min", "4.5 min"),
        (4.0, "min", "4 min"),
        (-0.04, "min", "0 min"),
        (1234567.0, "", "1,234,567"),
        (61.7, "%", "62%"),
        (0.0, "%", "0%"),
    ],
)
def test_a_number_is_as_exact_as_people_need_it(value: float, unit: str, said: str) -> None:
    assert amount(speak("en"), value, unit) == said


@pytest.mark.parametrize(
    ("value", "other", "unit", "said"),
    [(29.0, 41.0, "min", "12 min"), (31.0, 30.0, "%", "1 point"), (30.0, 62.0, "%", "32 points")],
)
def test_a_difference_of_shares_is_in_points(value: float, other: float, unit: str, said: str) -> None:
    assert apart(speak("en"), value, other, unit) == said


def test_numbers_are_said_in_the_readers_language() -> None:
    assert amount(speak("de"), 4.5, "min") == "4,5 min"


def test_a_number_stays_before_its_unit_among_words_from_right_to_left() -> None:
    assert amount(speak("ar"), 29.0, "min") == "\u206829 min\u2069"
