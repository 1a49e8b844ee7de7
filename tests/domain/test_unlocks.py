"""Open or not: what was earned, what staff said, and which word is the closer one."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from portal.domain.errors import Invalid
from portal.domain.unlocks import Decided, Earned, Standing, Why, features_of, require_reason, standings
from tests.factories import NOW, small_playbook

ACCOUNT, MEMBER = uuid4(), uuid4()
REACHED = Earned(ACCOUNT, "automations", "sign_on", NOW)
GRANTED = Decided(ACCOUNT, "automations", open=True, reason="Promised.", by="Tomás Vidal", at=NOW, version=1)
REVOKED = replace(GRANTED, open=False)
TAKEN_BACK = replace(GRANTED, open=None)


def standing(earned: list[Earned], decided: list[Decided]) -> Standing:
    return standings(features_of(small_playbook()), earned, decided, account_id=ACCOUNT)["automations"]


@pytest.mark.parametrize(
    ("earned", "decided", "expected"),
    [
        ([], [], (False, Why.NOT_YET, None)),
        ([REACHED], [], (True, Why.MILESTONE, "sign_on")),
        ([], [GRANTED], (True, Why.GRANTED, None)),
        ([REACHED], [REVOKED], (False, Why.REVOKED, None)),
        ([REACHED], [TAKEN_BACK], (True, Why.MILESTONE, "sign_on")),
        ([], [TAKEN_BACK], (False, Why.NOT_YET, None)),
        ([], [replace(GRANTED, subject_id=MEMBER), REVOKED], (True, Why.GRANTED, None)),
        ([REACHED], [GRANTED, replace(REVOKED, subject_id=MEMBER)], (False, Why.REVOKED, None)),
        ([], [REVOKED, replace(TAKEN_BACK, subject_id=MEMBER)], (False, Why.REVOKED, None)),
    ],
)
def test_a_feature_stands_as_the_closest_word_says_and_else_as_it_was_earned(
    earned: list[Earned], decided: list[Decided], expected: tuple[bool, Why, str | None]
) -> None:
    found = standing(earned, decided)
    assert (found.open, found.why, found.milestone_id) == expected


def test_of_two_milestones_the_earlier_opened_it() -> None:
    earlier = replace(REACHED, subject_id=MEMBER, milestone_id="first", at=NOW - timedelta(days=1))
    assert standing([REACHED, earlier], []).milestone_id == "first"
    assert standing([earlier, REACHED], []).milestone_id == "first"


def test_what_was_opened_stays_known_when_the_playbook_no_longer_names_it() -> None:
    old, given = replace(REACHED, feature="old"), replace(GRANTED, feature="given")
    assert list(standings([], [old], [given], account_id=ACCOUNT)) == ["given", "old"]


def test_a_decision_needs_a_reason_of_some_length() -> None:
    assert require_reason("  Promised.  ") == "Promised."
    for wrong in ("  ", "x" * 501):
        with pytest.raises(Invalid):
            require_reason(wrong)
