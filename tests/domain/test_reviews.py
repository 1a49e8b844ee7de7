"""Which milestones have to be read again, and which come next."""

from datetime import date, timedelta

from portal.domain.reviews import coming, due
from tests.factories import milestone

TODAY = date(2026, 11, 17)
MILESTONES = [
    milestone(name, review_by=TODAY + timedelta(days=days))
    for name, days in (("soon", 5), ("late", -30), ("today", 0), ("later", 90), ("latest", -31))
]


def test_a_review_is_due_from_its_day_on_and_the_oldest_comes_first() -> None:
    assert [one.id for one in due(MILESTONES, TODAY)] == ["latest", "late", "today"]


def test_the_next_reviews_are_those_that_are_not_due() -> None:
    assert [one.id for one in coming(MILESTONES, TODAY, most=5)] == ["soon", "later"]
    assert [one.id for one in coming(MILESTONES, TODAY, most=1)] == ["soon"]
