"""A rule is asked for as rows of events and groups of them, and written as a file says it."""

from collections.abc import Mapping

import pytest

from portal.web.internal.editor.events import Row
from portal.web.internal.editor.parts import Value
from portal.web.internal.editor.rules import SHOWS_OUTCOME, Rule, rule_at

VOCABULARY = {
    "Order Sent": {"carrier": "text", "minutes": "number", "suggested": "truth"},
    "Order Seen": {},
}


def rule(value: Value) -> Rule:
    """A rule as a form asks for it."""
    found = rule_at({"done_when": value}, ("done_when",), "done", VOCABULARY)
    assert found
    return found


def row(value: Value) -> Row:
    """The first event of it."""
    found = rule(value).rows[0]
    assert isinstance(found, Row)
    return found


def saved(value: Value, **typed: Value) -> Value:
    """What a file holds once somebody filled in the form of a rule; `done-0-event` is passed as `done_0_event`."""
    asked = rule(value)
    now: Mapping[str, Value] = {part.name: part.shown for part in asked.parts}
    return asked.composed({**now, **{name.replace("_", "-"): one for name, one in typed.items()}})


@pytest.mark.parametrize(
    "value",
    [
        "manual",
        {"event": "Order Sent"},
        {"event": "Order Sent", "count": 3, "within_days": 7, "distinct_members": 2},
        {"event": "Order Sent", "where": [{"property": "carrier", "equals": "Halden"}]},
        {
            "event": "Order Sent",
            "where": [{"property": "minutes", "at_most": 5}, {"property": "carrier", "exists": True}],
        },
        {"event": "Order Sent", "where": [{"property": "suggested", "not_equals": False}]},
        {"any": [{"event": "Order Sent", "count": 2}, {"event": "Order Seen"}]},
        {"sequence": [{"event": "Order Seen"}, {"event": "Order Sent"}], "within_days": 2},
        {"all": [{"event": "Order Seen"}, {"any": [{"event": "Order Sent", "count": 3}, {"event": "Order Seen"}]}]},
    ],
)
def test_a_rule_that_is_saved_as_it_was_opened_is_the_same(value: Value) -> None:
    assert saved(value) == value


def test_the_empty_row_adds_an_event_and_an_emptied_one_goes() -> None:
    both = saved({"event": "Order Sent"}, done_1_event="Order Seen", done_1_count=2, done_when="all")
    assert both == {"all": [{"event": "Order Sent"}, {"event": "Order Seen", "count": 2}]}
    assert saved(both, done_0_event="") == {"event": "Order Seen", "count": 2}
    assert saved(both, done_when="manual") == "manual"


def test_the_empty_condition_adds_one_of_the_type_its_property_has() -> None:
    typed = {"done_0_0_property": "minutes", "done_0_0_how": "at_least", "done_0_0_value": "2.5"}
    assert saved({"event": "Order Sent"}, **typed)["where"] == [{"property": "minutes", "at_least": 2.5}]
    typed = {"done_0_0_property": "suggested", "done_0_0_value": "true"}
    assert saved({"event": "Order Sent"}, **typed)["where"] == [{"property": "suggested", "equals": True}]
    typed = {"done_0_0_property": "carrier", "done_0_0_value": "12"}
    assert saved({"event": "Order Sent"}, **typed)["where"] == [{"property": "carrier", "equals": "12"}]


def test_events_without_one_chosen_are_left_for_the_check_to_find() -> None:
    assert saved("manual", done_when="any") == {"event": ""}


def test_every_declared_event_is_offered_and_one_that_is_not_stays() -> None:
    assert [key for key, _ in row("manual").event.choices] == ["", "Order Seen", "Order Sent"]
    assert "Order Lost" in dict(row({"event": "Order Lost"}).event.choices)


@pytest.mark.parametrize(
    "value",
    [
        {"any": [{"any": [{"all": [{"event": "Order Sent"}, {"event": "Order Seen"}]}]}]},
        {"event": {}, "any": []},
        {"any": [{"event": "Order Sent"}, "manual"]},
        [],
        3,
    ],
)
def test_what_is_no_rule_or_stands_too_deep_is_left_to_the_text(value: Value) -> None:
    assert rule_at({"done_when": value}, ("done_when",), "done", VOCABULARY) is None


NESTED: Value = {
    "all": [{"event": "Order Seen"}, {"any": [{"event": "Order Sent", "count": 3}, {"event": "Order Seen"}]}]
}


def test_a_group_in_a_rule_is_filled_in_like_the_rule() -> None:
    after = saved(NESTED, done_1_when="sequence", done_1_within=7, done_1_2_event="Order Sent")
    group = {"sequence": [*NESTED["all"][1]["any"], {"event": "Order Sent"}], "within_days": 7}
    assert after == {"all": [{"event": "Order Seen"}, group]}
    assert rule(NESTED).about == "Order Seen and (3 Order Sent or Order Seen)"


def test_an_emptied_group_goes_and_a_new_one_waits_for_its_events() -> None:
    assert saved(NESTED, done_1_0_event="", done_1_1_event="") == {"event": "Order Seen"}
    waiting = {"all": [{"event": "Order Seen"}, {"any": [{"event": ""}, {"event": ""}]}]}
    assert saved(waiting, done_0_event="Order Sent")["all"][1] == waiting["all"][1]


def test_a_signal_is_asked_for_apart_from_its_words_and_may_be_missing() -> None:
    signal = {"label": "it works", "event": "Order Sent", "count": 2}
    asked = rule_at({"signal": signal}, ("signal",), "s", VOCABULARY, asked=("When", SHOWS_OUTCOME), beside=("label",))
    assert asked
    now = {part.name: part.shown for part in asked.parts}
    assert asked.composed(now) == {"event": "Order Sent", "count": 2}
    assert asked.composed({**now, "s-when": ""}) is None
