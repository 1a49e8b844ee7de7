"""What a reached milestone took."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from uuid import uuid4

import pytest

from portal.domain.achievement import Achievement, Audience, Usual, achievement, audience
from portal.domain.lifecycle import Hold, Onboarding
from portal.domain.people import SignedInMember
from portal.domain.playbook import Scope
from portal.domain.progress import Facts, Tick, climb
from portal.domain.roles import Role
from portal.domain.waits import GRAIN, History
from tests.factories import milestone, small_playbook

KICKOFF = datetime(2026, 11, 2, 9, tzinfo=UTC)
NONE: Mapping[str, History] = MappingProxyType({})
FIRST, OWN = milestone("first"), milestone("own", scope=Scope.MEMBER)


def day(number: int) -> datetime:
    return KICKOFF + timedelta(days=number)


def member(name: str = "Priya", joined: int = 4) -> SignedInMember:
    account_id = uuid4()
    return SignedInMember(uuid4(), account_id, "Halden", name, None, Role.ADMIN, joined_on=day(joined).date())


def reached(
    of: str,
    done: Mapping[str, int],
    who: SignedInMember,
    *,
    holds: Sequence[Hold] = (),
    histories: Mapping[str, History] = NONE,
) -> Achievement:
    """How `of` was reached, when milestones were done on these days; Jonas ticked each."""
    ladder = small_playbook(FIRST, OWN).ladders[Role.ADMIN]
    ticks = {(name, "only"): Tick(day(number), verified=True, by="Jonas") for name, number in done.items()}
    facts = Facts(ticks=ticks, done={name: day(number) for name, number in done.items()})
    progress = climb(ladder, facts, day(60).date())
    at = progress.find(of)
    assert at
    onboarding = Onboarding(kickoff_on=KICKOFF.date(), holds=tuple(holds))
    return achievement(progress, at, who, onboarding, histories)


def test_a_shared_milestone_took_its_days_from_kickoff() -> None:
    assert reached("first", {"first": 9}, member()) == Achievement(9, mine=False, others=("Jonas",), shared=True)
    assert reached("first", {"first": 9}, member("Jonas")).mine
    assert reached("first", {"first": 0}, member()).days == 1


def test_the_next_one_took_its_days_from_the_one_before() -> None:
    assert reached("own", {"first": 9, "own": 12}, member()).days == 3
    assert reached("own", {"first": 9, "own": 12}, member()).mine


def test_days_on_hold_do_not_count() -> None:
    hold = Hold(day(2).date(), day(6).date())
    assert reached("first", {"first": 9}, member(), holds=(hold,)).days == 5


@pytest.mark.parametrize(
    ("teams", "waits", "usual"),
    [
        (31, (14,) * GRAIN, Usual(14, 31)),
        (9, (14,) * GRAIN, None),
        (31, (5,) * GRAIN, None),
        (31, (12,) * 30 + (None,) * 10, Usual(12, 31)),
        (31, (12,) * 10 + (None,) * 30, None),
    ],
)
def test_the_usual_is_told_where_it_is_known_and_no_reproach(
    teams: int, waits: tuple[int | None, ...], usual: Usual | None
) -> None:
    histories = {"first": History(teams, waits)}
    assert reached("first", {"first": 9}, member(), histories=histories).usual == usual


@pytest.mark.parametrize(
    ("names", "seen_by"),
    [
        ("", Audience((), 0)),
        ("A", Audience(("A",), 0)),
        ("ABC", Audience(("A", "B", "C"), 0)),
        ("ABCD", Audience(("A", "B"), 2)),
    ],
)
def test_some_colleagues_are_named_and_the_rest_counted(names: str, seen_by: Audience) -> None:
    assert audience(names) == seen_by
