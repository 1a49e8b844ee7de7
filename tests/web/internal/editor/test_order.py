"""Milestones of a ladder go up, down, out and in."""

import pytest

from portal.domain.errors import Invalid
from portal.web.internal.editor.order import arranged


@pytest.mark.parametrize(
    ("act", "after"),
    [
        ("up:b", ["b", "a", "c"]),
        ("up:a", ["a", "b", "c"]),
        ("down:b", ["a", "c", "b"]),
        ("down:c", ["a", "b", "c"]),
        ("out:b", ["a", "c"]),
        ("in", ["a", "b", "c", "d"]),
    ],
)
def test_an_act_moves_one(act: str, after: list[str]) -> None:
    assert arranged(["a", "b", "c"], act, "d", ["d"]) == after


@pytest.mark.parametrize(("act", "chosen"), [("up:x", ""), ("out:x", "x"), ("in", "a"), ("", ""), ("in", "")])
def test_what_is_not_there_cannot_be_moved(act: str, chosen: str) -> None:
    with pytest.raises(Invalid, match="not on the ladder any more"):
        arranged(["a", "b", "c"], act, chosen, ["d"])


def test_what_nobody_knows_is_no_act() -> None:
    with pytest.raises(Invalid):
        arranged(["a", "b", "c"], "turn:a", "", ["d"])
