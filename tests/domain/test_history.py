"""Verdicts and overrides as moments of an account's timeline."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from portal.domain.history import Kept, Override, override_moments, verdict_moments
from portal.domain.judging import judge
from portal.domain.path import to_json
from portal.domain.risk import Level
from tests.catalogues import shipped
from tests.factories import NOW
from tests.situations import CASES

TREES = shipped().trees
DAY = timedelta(days=1)


def kept(*leaves: str) -> Sequence[Kept]:
    """Verdicts a day apart, the first leaf the latest."""
    found = []
    for n, leaf in enumerate(leaves):
        judged = judge(TREES, CASES[leaf])
        at, verdict = NOW - n * DAY, judged.verdict
        found.append(Kept(verdict.tree.id, 1, leaf, verdict.leaf.level, at, at, None, to_json(judged.path)))
    return found


def test_the_first_verdict_says_what_decided_it_and_each_later_one_what_moved() -> None:
    said = [(moment.what, moment.says) for moment in verdict_moments(kept("no_pilot", "no_invites", "ghosting"))]
    assert said == [
        (
            "Still unknown, for another reason",
            "The pilot is too young to judge. Answering invites went from unknown to yes: 1 of 1 answered, was 0 of 0.",
        ),
        (
            "Moved from Critical to Unknown",
            "No invite sent in 14 days. Answering invites went from no to unknown: 0 of 0 answered, was 0 of 1.",
        ),
        (
            "First verdict kept: Critical",
            "Week-4 ghosting. 0 of 1 invite since 5 Nov were accepted or attended.",
        ),
    ]


def test_an_account_never_judged_has_no_moment() -> None:
    assert list(verdict_moments([])) == []


def override(ended_at: datetime | None = None) -> Override:
    return Override(uuid4(), Level.WATCH, "Holiday.", "Tomás Vidal", NOW, NOW + 10 * DAY, ended_at)


@pytest.mark.parametrize(
    ("after", "ended_after", "holds"),
    [(-1, None, False), (0, None, True), (9, None, True), (10, None, False), (4, 5, True), (5, 5, False)],
)
def test_an_override_counts_from_its_start_until_it_expires_or_ends(
    after: int, ended_after: int | None, holds: object
) -> None:
    said = override(None if ended_after is None else NOW + ended_after * DAY)
    assert said.holds_at(NOW + after * DAY) is holds


@pytest.mark.parametrize(
    ("ended_at", "days", "whats"),
    [
        (None, 5, ["Verdict overridden: Watch"]),
        (None, 10, ["Verdict overridden: Watch", "Override expired"]),
        (NOW + 3 * DAY, 20, ["Verdict overridden: Watch", "Override ended"]),
    ],
)
def test_an_override_is_told_when_it_begins_and_when_it_ends(
    ended_at: datetime | None, days: int, whats: list[str]
) -> None:
    moments = list(override_moments([override(ended_at)], NOW + days * DAY))
    assert [moment.what for moment in moments] == whats
    assert moments[0].says == "By Tomás Vidal, until 27 Nov: Holiday."
