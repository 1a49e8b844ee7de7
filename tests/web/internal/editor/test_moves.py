"""Items of a list go up, down and out, and others come."""

import pytest

from portal.domain.errors import Invalid
from portal.web.internal.editor.arranging import arranged
from portal.web.internal.editor.lists import id_for


@pytest.mark.parametrize(
    ("what", "at", "after"),
    [
        ("up", 1, [1, 0, 2]),
        ("up", 0, [0, 1, 2]),
        ("down", 1, [0, 2, 1]),
        ("down", 2, [0, 1, 2]),
        ("out", 0, [1, 2]),
    ],
)
def test_an_act_moves_one(what: str, at: int, after: list[int]) -> None:
    assert arranged(3, at, what) == after


def test_what_nobody_knows_is_no_act() -> None:
    with pytest.raises(Invalid, match="not on the list any more"):
        arranged(3, 0, "turn")


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("Look around!", "look_around"),
        ("Über alle Öfen", "uber_alle_ofen"),
        ("20 orders", "step_20_orders"),
        ("発注", "step"),
        ("Pick it", "pick_it_3"),
        ("word " * 20, "word_word_word_word_word_word_word_word"),
    ],
)
def test_an_id_says_what_the_words_say(words: str, id_: str) -> None:
    assert id_for(words, ["pick_it", "pick_it_2"], "step") == id_
