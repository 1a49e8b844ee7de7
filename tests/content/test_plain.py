"""Markdown without its marks, as a letter in plain text."""

import pytest

from portal.content.plain import plain_letter


@pytest.mark.parametrize(
    ("markdown", "letter"),
    [
        ("One **bold** word,\nthen `code`.\n\n*Next*.\n", "One bold word, then code.\n\nNext."),
        ("- **Pilot**, [champion]: five\n  names\n- Second\n", "- Pilot, [champion]: five names\n- Second"),
        ("3. Third\n4. Fourth\n\n   - within\n", "3. Third\n4. Fourth\n   - within"),
        ("## Read [the guide](https://a.test/g)", "Read the guide (https://a.test/g)"),
        ("<https://a.test>\\\nnext", "https://a.test\nnext"),
        ("> Two\n>\n> thoughts\n\n---\n", "> Two\n> \n> thoughts\n\n---"),
        ("| A | B |\n|---|---|\n| c | **d** |\n", "A | B\nc | d"),
        ("```\na  b\n```\n\nafter 2 \\* 3 <b>\n", "a  b\n\nafter 2 * 3 <b>"),
        ("", ""),
    ],
    ids=["paragraphs", "list", "numbers", "link", "address", "quote", "table", "code", "nothing"],
)
def test_a_letter_keeps_its_shape_and_loses_its_marks(markdown: str, letter: str) -> None:
    assert plain_letter(markdown) == letter
