"""Whom something is for is asked for piece by piece, from what is declared, and written as a file says it."""

from portal.web.internal.editor.conditions import Condition, condition_at, offers_of
from portal.web.internal.editor.parts import Value

OFFERS = offers_of(
    {
        "vendor.yaml": "industries: [Food, Health]\nuse_cases: [less_typing]\n",
        "ladders/admin.yaml": (
            "questions:\n"
            "  - {id: goals, fills: use_cases, options: [{id: less_typing, label: Type less}]}\n"
            "  - {id: shifts, text: When?, options: [{id: day, label: By day}, {id: night, label: By night}]}\n"
        ),
    }
)
WHEN = {
    "use_cases": ["less_typing"],
    "industries": ["Health", "Food"],
    "seats": {"at_least": 10, "at_most": 99},
    "answers": {"shifts": ["night"]},
    "if_unknown": "leave_out",
}


def condition(value: Value) -> Condition:
    """A condition as a form asks for it."""
    found = condition_at({"when": value}, ("when",), "only", OFFERS)
    assert found
    return found


def saved(value: Value, **typed: Value) -> Value:
    """What a file holds once somebody filled in the form of a condition."""
    asked = condition(value)
    now = {part.name: part.shown for part in asked.parts}
    return asked.composed({**now, **{name.replace("_", "-"): one for name, one in typed.items()}})


def test_a_condition_that_is_saved_as_it_was_opened_is_the_same() -> None:
    assert saved(WHEN) == WHEN
    assert saved(None) is None


def test_what_is_declared_is_offered_in_the_words_of_its_question_and_what_is_not_stays() -> None:
    offered = {part.path[1:]: dict(part.choices) for part in condition(None).parts if part.choices}
    assert offered[("industries",)] == {"Food": "Food", "Health": "Health"}
    assert list(offered[("use_cases",)].values()) == ["Type less"]
    assert offered[("answers", "shifts")] == {"day": "By day", "night": "By night"}
    assert ("integrations",) not in offered
    undeclared = {"integrations": ["erp"], "answers": {"mood": ["good"]}}
    assert saved(undeclared, only_at_least=5) == undeclared | {"seats": {"at_least": 5}}


def test_each_piece_comes_and_goes() -> None:
    assert saved(None, only_industries=["Food"]) == {"industries": ["Food"]}
    assert saved(WHEN, only_at_least=None, only_at_most=None)["answers"] == {"shifts": ["night"]}
    assert "seats" not in saved(WHEN, only_at_least=None, only_at_most=None)
    assert saved({"industries": ["Food"], "if_unknown": "leave_out"}, only_industries=[]) is None


def test_what_is_no_condition_is_left_to_the_text() -> None:
    values: list[Value] = [[], {"seats": 5}, {"industries": "Food"}, {"answers": {"shifts": "day"}}, {"mood": ["good"]}]
    for value in values:
        assert condition_at({"when": value}, ("when",), "only", OFFERS) is None
