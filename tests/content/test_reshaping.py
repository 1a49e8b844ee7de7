"""Values come and go, lists are put in order, and everything else of a file keeps its bytes."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content.reshaping import rearrange, reorder, write
from portal.content.spots import value_of
from portal.domain.errors import Invalid
from portal.resources import PLAYBOOK

TEXT = """\
id: sign_on  # the folder's name
steps:
  # First of all:
  - id: pick
    title: Pick one  # short
    link: {url: /a, label: Open}
  - id: map
    title: Map it
    done_when:
      any:
        - event: Order Sent
        - {event: Order Seen, count: 2}
  # And then:
  - {id: end, title: End it}
# What is left:
risks: [None known.]
"""
SHIPPED = [path.read_text() for path in sorted(PLAYBOOK.rglob("milestone*.yaml"))]


def test_a_value_comes_where_there_was_none() -> None:
    found = write(TEXT, {("steps", 0, "tip"): "Choose well.", ("steps", 2, "link", "url"): "/b"})
    assert "label: Open}\n    tip: Choose well.\n  - id: map" in found
    assert "  - {id: end, title: End it, link: {url: /b}}\n# What is left" in found


def test_a_value_goes_and_what_is_empty_without_it() -> None:
    assert "link" not in write(TEXT, {("steps", 0, "link", "url"): None, ("steps", 0, "link", "label"): None})
    assert "link: {label: Open}\n" in write(TEXT, {("steps", 0, "link", "url"): None})
    assert write(TEXT, {("steps", 0, "tip"): None}) == TEXT
    assert "\n  - {title: End it}\n" in write(TEXT, {("steps", 2, "id"): None})


def test_what_begins_an_item_can_go_too() -> None:
    found = write(TEXT, {("steps", 1, "id"): None})
    assert value_of(found)["steps"][1] == {"title": "Map it", "done_when": value_of(TEXT)["steps"][1]["done_when"]}


def test_a_value_may_become_one_of_another_kind() -> None:
    found = write(TEXT, {("steps", 1, "done_when"): "manual", ("steps", 0, "title"): {"event": "Order Sent"}})
    assert "    title: Map it\n    done_when: manual\n  # And then" in found
    assert "    title: {event: Order Sent}  # short\n" in found
    back = write(found, {("steps", 1, "done_when"): {"all": [{"event": "Order Sent", "where": [{"a": 1}]}]}})
    assert "    done_when: {all: [{event: Order Sent, where: [{a: 1}]}]}\n" in back


def test_items_move_with_their_comments() -> None:
    found = rearrange(TEXT, ("steps",), [2, 0])
    assert found.startswith(
        "id: sign_on  # the folder's name\nsteps:\n  # And then:\n  - {id: end, title: End it}\n  # First of all:\n"
    )
    assert found.endswith("link: {url: /a, label: Open}\n# What is left:\nrisks: [None known.]\n")
    text = "milestones:\n  - a\n  # Only then:\n  - b  # late\n  - c\nwhen: {}\n"
    assert rearrange(text, ("milestones",), [1, 0, "d"]) == (
        "milestones:\n  # Only then:\n  - b  # late\n  - a\n  - d\nwhen: {}\n"
    )
    assert rearrange(text, ("milestones",), [0, 1, 2]) == text


def test_entries_of_a_mapping_move_with_their_comments() -> None:
    text = "m:\n  # one\n  a:\n    x: 1\n  b: 2 # two\n  c: {y: 3}\nn: 1\n"
    assert reorder(text, ("m",), [2, 0, 1]) == "m:\n  c: {y: 3}\n  # one\n  a:\n    x: 1\n  b: 2 # two\nn: 1\n"
    assert reorder("m: {a: 1, b: [2]}\n", ("m",), [1, 0]) == "m: {b: [2], a: 1}\n"


def test_a_new_item_stands_in_lines_of_its_own_while_words_are_missing() -> None:
    found = rearrange(TEXT, ("steps",), [0, {"id": "new", "title": "New", "cue": "", "done_when": "manual"}])
    assert '\n  - id: new\n    title: New\n    cue: ""\n    done_when: manual\n# What is left' in found


def test_items_between_brackets_stay_there() -> None:
    assert rearrange("m: [a, b]\nn: 1\n", ("m",), [1, "c", 0]) == "m: [b, c, a]\nn: 1\n"
    many = [f"milestone_{number}" for number in range(12)]
    found = rearrange("m: [a, b]\nn: 1\n", ("m",), [*many])
    assert value_of(found) == {"m": many, "n": 1}
    assert max(map(len, found.splitlines())) < 120


def test_a_list_begins_with_its_first_item_and_ends_with_its_last() -> None:
    begun = rearrange("id: a\n", ("unlocks",), [{"key": "board", "name": "Live board", "blurb": ""}])
    assert begun == 'id: a\nunlocks:\n  - key: board\n    name: Live board\n    blurb: ""\n'
    assert rearrange(begun, ("unlocks",), []) == "id: a\n"


def test_a_text_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(Invalid, match="Mend its text first"):
        write("title: [", {("title",): "a"})


@given(
    text=st.sampled_from(SHIPPED),
    words=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=200),
    data=st.data(),
)
def test_the_shipped_playbook_reads_as_it_was_reshaped(text: str, words: str, data: st.DataObject) -> None:
    after = deepcopy(value_of(text))
    steps = after["steps"]
    keys = range(len(steps)) if isinstance(steps, list) else list(steps)
    at = data.draw(st.sampled_from(keys))
    new: Any = data.draw(st.sampled_from([words, {"event": words, "count": 2}, {"any": [{"event": words}] * 4}]))
    steps[at].pop("tip", None)
    steps[at]["done_when"] = new
    found = write(text, {("steps", at, "tip"): None, ("steps", at, "done_when"): new})
    assert value_of(found) == after
    if isinstance(steps, list):
        order: list[int] = data.draw(st.permutations(range(len(steps))))
        item: dict[str, Any] = {"id": "new", "title": words, "cue": ""}
        assert value_of(rearrange(found, ("steps",), [*order, item]))["steps"] == [*(steps[i] for i in order), item]
