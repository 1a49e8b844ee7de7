"""How what would change a verdict is said."""

import pytest

from portal.domain.advice import CLOSERS, WORDS, says
from portal.domain.decisions import Numbers
from portal.domain.risk import Leaf, Level
from portal.domain.signal_rules import DECISIONS
from portal.domain.turning import LEVERS, Move, Turn

LEAF = Leaf("on_track", Level.ON_TRACK, "On track", "On track", "Go on.")
ACTIONS: Numbers = {"done": 1, "due": 6, "oldest_days_late": 20}


@pytest.mark.parametrize(
    ("signal", "numbers", "moves", "said"),
    [
        ("responding", {"answered": 0, "sent": 5}, [("answered", 2)], "2 more of 5 invites accepted"),
        ("timeline_realistic", {"days": 41, "typical": 42}, [("days", 1)], "1 more day until go-live"),
        ("capacity_available", {"others_open": 14, "limit": 12}, [("others_open", -3)], "3 fewer open onboardings"),
        ("completing_actions", ACTIONS, [("done", 2), ("oldest_days_late", -6)], "2 more of 6 action items done and"),
        ("completing_actions", ACTIONS, [("oldest_days_late", -6)], "No action item more than 14 days late"),
        ("adoption_trend", {"last": 20.5, "change": None}, [("last", -4)], "4 fewer active people a week"),
    ],
)
def test_a_change_is_said_in_its_own_numbers(
    signal: str, numbers: Numbers, moves: list[tuple[str, int]], said: str
) -> None:
    changes = tuple(Move(name, numbers[name] or 0, by) for name, by in moves)
    assert says(Turn(signal, numbers, changes, LEAF)).startswith(said)


def test_every_number_that_can_move_has_words_and_every_signal_somebody_who_can_close_it() -> None:
    assert {lever.number for levers in LEVERS.values() for lever in levers} == set(WORDS)
    assert set(LEVERS) == set(CLOSERS) == set(DECISIONS)
