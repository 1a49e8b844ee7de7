"""Two texts side by side: what came, what went, and a few lines around."""

from portal.web.internal.editor.diff import Line, differences


def test_a_changed_line_goes_and_comes_among_its_neighbours() -> None:
    assert differences("a\nb\nc\n", "a\nB\nc\n") == (
        Line("", 1, "a"),
        Line("-", 2, "b"),
        Line("+", 2, "B"),
        Line("", 3, "c"),
    )


def test_what_is_far_from_any_difference_is_left_out() -> None:
    lines = [str(number) for number in range(30)]
    found = differences("\n".join(lines), "\n".join(["x", *lines[1:29], "y"]))
    assert [line.text for line in found if line.gap] == ["26"]
    assert len(found) == 10


def test_a_file_may_be_new_or_gone() -> None:
    assert differences(None, "a") == (Line("+", 1, "a"),)
    assert differences("a", None) == (Line("-", 1, "a"),)
    assert differences("a", "a") == ()
