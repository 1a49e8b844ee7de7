from portal.content.worlds import worlds
from portal.domain.profile import Answered, Fills, Option, Profile, Question, When

OPTIONS = tuple(Option(name, name) for name in "abc")
ONE = Question("one", "Which?", OPTIONS)
MANY = Question("many", "Which?", OPTIONS, many=True, fills=Fills.USE_CASES)
QUESTIONS = {"one": ONE, "many": MANY}


def test_without_conditions_every_account_is_the_same() -> None:
    assert list(worlds([], QUESTIONS)) == [Profile()]


def test_there_is_a_profile_on_each_side_of_everything_that_is_asked() -> None:
    sizes = {world.seats for world in worlds([When(seats_from=50), When(seats_to=99)], QUESTIONS)}
    assert sizes == {None, 49, 50, 99, 100}
    industries = {world.industry for world in worlds([When(industries=frozenset({"Food"}))], QUESTIONS)}
    assert industries == {None, "Food", "another"}


def test_one_answer_is_one_and_many_are_any_of_them() -> None:
    single = When(answers=(Answered("one", frozenset("ab")),))
    chosen = [world.answers.get("one") for world in worlds([single], QUESTIONS)]
    assert chosen == [None, frozenset("a"), frozenset("b"), frozenset("c")]
    several = When(use_cases=frozenset("ab"))
    cases = [world.use_cases for world in worlds([several], QUESTIONS)]
    assert cases == [None, frozenset("a"), frozenset("b"), frozenset("ab"), frozenset("c")]


def test_what_no_question_fills_is_never_known() -> None:
    assert list(worlds([When(integrations=frozenset("a"))], QUESTIONS)) == [Profile()]


def test_more_combinations_than_can_be_tried_are_left_untried() -> None:
    wide = tuple(Option(f"o{n}", f"Option {n}") for n in range(12))
    asked = [Question(name, "Which?", wide, many=True) for name in ("x", "y")]
    everything = frozenset(option.id for option in wide)
    conditions = [When(answers=tuple(Answered(question.id, everything) for question in asked))]
    assert list(worlds(conditions, {question.id: question for question in asked})) == []
