from portal.domain.judging import judge, longest_window
from portal.domain.path import final
from tests.catalogues import shipped
from tests.situations import CASES

TREES = shipped().trees


def test_the_tree_that_applies_is_walked_and_laid_out() -> None:
    for leaf, facts in CASES.items():
        judged = judge(TREES, facts)
        assert (judged.verdict.leaf.id, final(judged.path).id) == (leaf, leaf)


def test_the_longest_window_is_that_of_any_question_of_any_tree() -> None:
    assert longest_window(TREES.values()) == 14
    assert longest_window([TREES["start"]]) == 1
    assert longest_window([]) == 1
