"""Values are changed where they stand; everything else of a file keeps its bytes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content.editing import put
from portal.content.layout import Scalar
from portal.content.yaml import Path, read
from portal.domain.errors import Invalid
from portal.resources import PLAYBOOK

TEXT = """\
# What everybody begins with.
id: sign_on  # the folder's name
title: Sign on
why: >-
  Because one account
  is enough.
due_days: 7
steps:
  - id: pick
    title: "Pick: one"  # short
    minutes: 5
    link: {url: /a, label: Open}
  - {id: map, title: Map it, minutes: 3}

# The end.
"""
MILESTONE = (PLAYBOOK / "milestones/agree_goal/milestone.yaml").read_text()


def value_of(text: str) -> Any:  # noqa: ANN401 - whatever a file holds
    document = read(text, "")
    assert document.problems == []
    return document.value


def test_nothing_changes_where_every_value_is_the_same() -> None:
    same: dict[Path, Scalar] = {
        ("title",): "Sign on",
        ("why",): "Because one account is enough.",
        ("steps", 0, "minutes"): 5,
    }
    assert put(TEXT, same) == TEXT


def test_a_value_is_replaced_and_its_comment_stays() -> None:
    found = put(TEXT, {("title",): "Sign on: today", ("steps", 0, "title"): "Pick", ("steps", 1, "minutes"): 4})
    assert found == TEXT.replace("Sign on\n", '"Sign on: today"\n').replace('"Pick: one"', "Pick").replace("3}", "4}")


def test_a_folded_text_stays_folded_and_a_long_one_is_folded() -> None:
    found = put(TEXT, {("why",): "Because.", ("title",): "word " * 30 + "end"})
    assert "why: >-\n  Because.\ndue_days" in found
    assert max(map(len, found.splitlines())) <= 120


def test_paragraphs_are_kept() -> None:
    found = put(TEXT, {("why",): "One.\n\nTwo."})
    assert "why: |-\n  One.\n\n  Two.\ndue_days" in found


def test_a_long_text_beside_a_comment_does_not_swallow_it() -> None:
    found = put(TEXT, {("steps", 0, "title"): "word " * 40 + "end"})
    assert value_of(found)["steps"][0]["title"] == "word " * 40 + "end"
    assert "# short" in found


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=200))
def test_whatever_is_typed_reads_as_it_was_typed(typed: str) -> None:
    value = typed.strip()
    paths: list[Path] = [
        ("title",),
        ("why",),
        ("steps", 0, "title"),
        ("steps", 1, "link", "label"),
        ("celebration", "fact"),
    ]
    found = put(MILESTONE, dict.fromkeys(paths, value))
    assert [value_of(found)["title"], value_of(found)["celebration"]["fact"]] == [value, value]
    assert found.splitlines()[-1] == MILESTONE.splitlines()[-1]


def test_a_text_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(Invalid, match="Mend its text first"):
        put("title: [", {("title",): "a"})


def test_a_character_no_file_can_hold_is_refused() -> None:
    with pytest.raises(Invalid, match="Type it anew"):
        put(TEXT, {("title",): "Sign\ufffe"})
