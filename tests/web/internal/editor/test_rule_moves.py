"""Parts of a rule move, and groups of events come into it, as an editor says."""

import pytest

from portal.domain.errors import Invalid
from portal.web.internal.editor.parts import Value
from portal.web.internal.editor.rule_moves import reshaped
from portal.web.internal.editor.rules import rule_at

SENT, SEEN, BORN = {"event": "Sent"}, {"event": "Seen"}, {"event": "Born"}
EMPTY = {"event": ""}


def after(value: Value, what: str, *path: str | int, how: str = "", beside: tuple[str, ...] = ()) -> Value:
    """A rule after an act on the part at a place."""
    rule = rule_at({"rule": value}, ("rule",), "rule", {}, beside=beside)
    assert rule
    return reshaped(rule, value, what, path, how)


@pytest.mark.parametrize(
    ("what", "parts"), [("up", [SEEN, SENT, BORN]), ("down", [SENT, BORN, SEEN]), ("out", [SENT, BORN])]
)
def test_a_part_moves_among_its_own(what: str, parts: list[Value]) -> None:
    assert after({"any": [SENT, SEEN, BORN]}, what, "any", 1) == {"any": parts}
    nested = {"all": [BORN, {"any": [SENT, SEEN, BORN]}]}
    assert after(nested, what, "all", 1, "any", 1) == {"all": [BORN, {"any": parts}]}


def test_a_group_of_one_is_that_one() -> None:
    assert after({"all": [BORN, {"any": [SENT, SEEN]}]}, "out", "all", 1, "any", 0) == {"all": [BORN, SEEN]}
    assert after({"all": [BORN, {"any": [SENT, SEEN]}]}, "out", "all", 0) == {"any": [SENT, SEEN]}


def test_a_group_comes_after_what_is_there_and_counts_otherwise() -> None:
    fresh = {"any": [EMPTY, EMPTY]}
    assert after("manual", "group") == {"all": [EMPTY, fresh]}
    assert after(SENT, "group", how="any") == {"any": [SENT, {"all": [EMPTY, EMPTY]}]}
    assert after({"all": [SENT, SEEN]}, "group", how="any") == {"all": [SENT, SEEN, fresh]}


def test_what_stands_beside_a_rule_stays() -> None:
    signal = {"label": "it works", "all": [SENT, SEEN]}
    assert after(signal, "out", "all", 0, beside=("label",)) == {"label": "it works"} | SEEN
    assert after(None, "group", beside=("label",)) == {"all": [EMPTY, {"any": [EMPTY, EMPTY]}]}


def test_events_in_an_order_hold_no_group() -> None:
    for value, how in (({"sequence": [SENT, SEEN]}, "sequence"), (SENT, "sequence")):
        with pytest.raises(Invalid, match="cannot hold a group"):
            after(value, "group", how=how)


def test_what_is_not_there_cannot_move() -> None:
    for path in (("any", 5), ("all", 0), ("any",), ("any", 0, "event")):
        with pytest.raises(Invalid, match="not on the list any more"):
            after({"any": [SENT, SEEN]}, "up", *path)
