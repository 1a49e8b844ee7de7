import pytest

from portal.domain.profile import Answered, Fills, Option, Profile, Question, When, profile_of

HALDEN = Profile("Logistics", 260, frozenset({"returns"}), frozenset({"erp"}), {"shift": frozenset({"night"})})
NIGHT = (Answered("shift", frozenset({"night"})),)
HOLDING = [
    When(industries=frozenset({"logistics", "Food"})),
    When(use_cases=frozenset({"returns", "same_day"})),
    When(integrations=frozenset({"erp"})),
    When(answers=NIGHT),
    When(seats_from=260),
    When(seats_to=260),
    When(seats_from=100, seats_to=300, answers=NIGHT, industries=frozenset({"Logistics"})),
]
FAILING = [
    When(industries=frozenset({"Food"})),
    When(use_cases=frozenset({"same_day"})),
    When(integrations=frozenset({"crm"})),
    When(answers=(Answered("shift", frozenset({"day"})),)),
    When(seats_from=261),
    When(seats_to=259),
    When(industries=frozenset({"Logistics"}), seats_from=1000),
]


@pytest.mark.parametrize("when", HOLDING)
def test_a_condition_holds_where_every_part_of_it_does(when: When) -> None:
    assert when.holds(HALDEN)


@pytest.mark.parametrize("when", FAILING)
def test_one_part_that_does_not_hold_is_enough(when: When) -> None:
    assert not when.holds(HALDEN)


@pytest.mark.parametrize("when", [*HOLDING, *FAILING])
def test_what_is_unknown_takes_nothing_away(when: When) -> None:
    assert when.holds(Profile())


def test_a_condition_can_ask_to_be_left_out_while_unknown() -> None:
    cautious = When(industries=frozenset({"Logistics"}), answers=NIGHT, keep_unknown=False)
    assert not cautious.holds(Profile())
    assert not cautious.holds(Profile(industry="Logistics"))
    assert cautious.holds(HALDEN)


def test_what_speaks_against_it_counts_more_than_what_is_unknown() -> None:
    assert not When(industries=frozenset({"Food"}), answers=NIGHT).holds(Profile(industry="Logistics"))


SHIFT = Question("shift", "When?", (Option("day", "By day"), Option("night", "By night")))
GOALS = Question("goals", "What?", (Option("returns", "Returns"),), many=True, fills=Fills.USE_CASES)
SYSTEMS = Question("systems", "With what?", (Option("erp", "ERP"),), many=True, fills=Fills.INTEGRATIONS)


def test_answers_fill_the_profile() -> None:
    answers = {"shift": ["night"], "goals": ["returns"], "systems": ["erp"]}
    known = {name: frozenset(chosen) for name, chosen in answers.items()}
    assert profile_of("Logistics", 260, answers, [SHIFT, GOALS, SYSTEMS]) == Profile(
        "Logistics", 260, frozenset({"returns"}), frozenset({"erp"}), known
    )


def test_not_known_yet_and_options_that_are_gone_leave_it_unknown() -> None:
    answers = {"shift": [], "goals": ["gone"], "nobody_asks": ["day"]}
    assert profile_of(None, None, answers, [SHIFT, GOALS, SYSTEMS]) == Profile()
