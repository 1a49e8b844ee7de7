"""A rule is asked for as rows of events, and written as a file says it."""

from collections.abc import Mapping

import pytest

from portal.web.internal.editor.parts import Value
from portal.web.internal.editor.rules import Rule, composed, rule_at

VOCABULARY = {
    "Order Sent": {"carrier": "text", "minutes": "number", "suggested": "truth"},
    "Order Seen": {},
}


def rule(value: Value) -> Rule:
    """A rule as a form asks for it."""
    found = rule_at({"done_when": value}, ("done_when",), "done", VOCABULARY)
    assert found
    return found


def saved(value: Value, **typed: Value) -> Value:
    """What a file holds once somebody filled in the form of a rule; `done-0-event` is passed as `done_0_event`."""
    asked = rule(value)
    now: Mapping[str, Value] = {part.name: part.shown for part in asked.parts}
    return composed(asked, {**now, **{name.replace("_", "-"): one for name, one in typed.items()}}, VOCABULARY)


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
    assert [key for key, _ in rule("manual").rows[0].event.choices] == ["", "Order Seen", "Order Sent"]
    assert "Order Lost" in dict(rule({"event": "Order Lost"}).rows[0].event.choices)


@pytest.mark.parametrize("value", [{"any": [{"all": [{"event": "Order Sent"}]}]}, {"event": {}, "any": []}, [], 3])
def test_what_stands_deeper_is_left_to_the_text(value: Value) -> None:
    found = rule_at({"done_when": value}, ("done_when",), "done", VOCABULARY)
    assert found is None or isinstance(value, dict)
