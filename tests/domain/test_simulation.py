"""What a tried tree would have been worth, on histories short enough to count by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.risk import Leaf, Level
from portal.domain.simulation import Came, Point, compare

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
WORDS = {
    ".": Leaf("on_track", Level.ON_TRACK, "On track", "On track", "Go on."),
    "!": Leaf("quiet", Level.CRITICAL, "Quiet", "Quiet", "Call."),
    "?": Leaf("unknown", Level.UNKNOWN, "Unknown", "Unknown", "Wait."),
    "c": Leaf("adoption_cliff", Level.WATCH, "Cliff", "Cliff", "Intervene."),
}


def points(live: str, tried: str) -> list[Point]:
    """A history of weeks, a sign for each: on track `.`, warned `!`, unknown `?`, a cliff `c`."""
    pairs = zip(live, tried, strict=True)
    return [Point(START + timedelta(weeks=n), WORDS[a], WORDS[b]) for n, (a, b) in enumerate(pairs)]


def came(live: str, tried: str) -> list[tuple[int, Came, int]]:
    """Each warning only the tried tree gave: its week, what came of it, and how many weeks earlier it was."""
    found = compare([("Halden", points(live, tried))])
    return [((one.at - START) // timedelta(weeks=1), one.came, one.weeks) for one in found.warned]


def test_the_same_tree_changes_nothing() -> None:
    found = compare([("Halden", points("..!!..", "..!!.."))])
    assert (found.accounts, found.judged, found.changed.total(), found.changed_accounts) == (1, 6, 0, 0)
    assert found.warned == ()


def test_changes_are_counted_by_what_they_lead_from_and_to() -> None:
    found = compare([("Halden", points("...", ".!!")), ("Bly", points("..!", "..!"))])
    assert found.changed == {(WORDS["."], WORDS["!"]): 2}
    assert (found.accounts, found.judged, found.changed_accounts) == (2, 6, 1)


def test_a_warning_before_trouble_is_an_earlier_one() -> None:
    assert came("....!!", "..!!!!") == [(2, Came.TRUE, 2)]


def test_a_warning_that_flickers_before_trouble_counts_once() -> None:
    assert came(".....!", ".!.!.!") == [(1, Came.TRUE, 4)]


def test_the_adoption_cliff_is_trouble_at_any_level() -> None:
    assert came("...c", ".!!!") == [(1, Came.TRUE, 2)]


def test_each_trouble_has_its_own_warning() -> None:
    assert came("..!...!", ".!!..!!") == [(1, Came.TRUE, 1), (5, Came.TRUE, 1)]


def test_eight_weeks_on_track_make_a_false_alarm() -> None:
    assert came(".........", "!!.......") == [(0, Came.FALSE, 0)]


def test_trouble_after_eight_quiet_weeks_is_too_late_to_have_been_foreseen() -> None:
    assert came("..........!", "!.........!") == [(0, Came.FALSE, 0)]


def test_trouble_within_the_eight_weeks_counts_even_if_it_has_passed() -> None:
    assert came("...!.....", "!..!.....") == [(0, Came.TRUE, 3)]


def test_a_warning_less_than_eight_weeks_ago_is_undecided() -> None:
    assert came("........", "!.......") == [(0, Came.OPEN, 0)]


def test_an_account_of_which_nothing_is_known_eight_weeks_on_is_undecided() -> None:
    assert came(".???????????", "!???????????") == [(0, Came.OPEN, 0)]


@given(st.lists(st.tuples(st.sampled_from(".!?c"), st.sampled_from(".!?c")), max_size=30))
def test_a_tried_tree_is_judged_only_where_it_warned_alone(weeks: Sequence[tuple[str, str]]) -> None:
    history = points("".join(a for a, _ in weeks), "".join(b for _, b in weeks))
    alone = [
        point.at
        for point in history
        if point.tried.level is Level.CRITICAL and point.live.id in {"on_track", "unknown"}
    ]
    warned = compare([("Halden", history)]).warned
    assert {one.at for one in warned} <= set(alone)
    assert bool(warned) == bool(alone)
    assert all((one.then is None) == (one.came is Came.OPEN) for one in warned)
