"""Which values a form asks for, and where a problem of the file stands in it."""

from portal.content.problems import Problem
from portal.resources import PLAYBOOK
from portal.web.internal.editor.names import named, shelves
from portal.web.internal.editor.parts import at_fields, parts_of, values_of
from tests.web.internal.conftest import CATALOGUE
from tests.web.internal.editor.conftest import EMAIL, GOAL, LADDER, TREE

TEXTS = {path: (PLAYBOOK / path).read_text() for path in (GOAL, LADDER, TREE, EMAIL)}


def test_a_milestone_asks_for_its_words_its_days_and_its_steps() -> None:
    values = values_of(GOAL, TEXTS[GOAL])
    assert values["title"] == "Agree what success looks like"
    assert values["due_days"] == 7
    assert values["step-name_duties-minutes"] == 5
    assert values["headline"] == "{account} knows where it's going."


def test_a_tree_asks_for_its_thresholds_under_their_question() -> None:
    parts = {part.name: part for part in parts_of(TREE, TEXTS[TREE])}
    assert parts["responding-days"].group == "Is the customer answering meeting invites?"
    assert parts["completing_actions-max_days_late"].label == "Days late at most"


def test_what_is_missing_or_no_plain_value_is_not_asked_for() -> None:
    assert [part.name for part in parts_of(GOAL, "title: [a]\nshort: b\nsteps: {}\n")] == ["short"]
    assert parts_of(GOAL, "- a list") == ()
    assert parts_of(GOAL, "title: [") == ()
    assert parts_of(EMAIL, TEXTS[EMAIL]) == ()


def test_a_problem_stands_at_the_field_of_its_place() -> None:
    line = TEXTS[GOAL].splitlines().index("due_days: 7") + 1
    problems = [
        Problem(GOAL, line, 1, "`due_days` is `0`, but has to be greater than 0", "write a number greater than 0"),
        Problem(GOAL, 1, 1, "`id` is another", "rename it"),
        Problem(TREE, line, 1, "elsewhere", "mend it"),
    ]
    wrong = at_fields(GOAL, TEXTS[GOAL], problems)
    assert wrong == {"due_days": "This is `0`, but has to be greater than 0: write a number greater than 0."}


def test_files_stand_on_shelves_by_what_they_belong_to_originals_first() -> None:
    paths = ["milestones/shift_board/article.de.md", "milestones/shift_board/article.md", LADDER, "vendor.yaml"]
    found = {shelf.name: shelf.things for shelf in shelves(paths, CATALOGUE)}
    assert list(found) == ["Ladders", "Milestones", "Everything else"]
    ((thing, files),) = found["Milestones"]
    assert thing == "Start your shift from the board"
    assert [file.what for file in files] == ["Article", "Article (de)"]


def test_what_is_new_is_called_by_its_id() -> None:
    assert named("milestones/brand_new/milestone.yaml", CATALOGUE).title == "brand_new · Milestone"
    assert named("events.yaml", CATALOGUE).title == "Tracking plan"
