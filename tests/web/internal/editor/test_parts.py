"""Which values a form asks for, and where a problem of the file stands in it."""

from functools import partial

import pytest

from portal.content.problems import Problem
from portal.resources import PLAYBOOK
from portal.web.internal.editor.names import named, shelves
from portal.web.internal.editor.sheet import Sheet, at_fields, has_form, sheet
from tests.web.internal.conftest import CATALOGUE
from tests.web.internal.editor.conftest import BOARD, EMAIL, GOAL, LADDER, TREE

TEXTS = {
    path.relative_to(PLAYBOOK).as_posix(): path.read_text()
    for path in PLAYBOOK.rglob("*")
    if path.suffix in {".yaml", ".md"}
}


def asked(path: str, text: str | None = None) -> Sheet:
    """A file as a form."""
    found = sheet(path, TEXTS | ({path: text} if text else {}))
    assert found
    return found


def test_a_milestone_asks_for_its_words_its_days_and_its_steps() -> None:
    values = asked(GOAL).values
    assert values["title"] == "Agree what success looks like"
    assert values["due_days"] == 7
    assert values["step-name_duties-minutes"] == 5
    assert values["headline"] == "{account} knows where it's going."
    assert values["criteria"] == (
        "One measure with today's value and targets at 3, 6 and 12 months.\nA named person for each of the four duties."
    )


def test_a_translated_one_asks_for_both() -> None:
    values = asked(BOARD).values
    assert values["step-set_lanes-title"] == "Choose the lanes you work on"
    assert values["step-set_lanes-title-de"] == "Wählen Sie Ihre Strecken"
    assert values["unlock-handover_notes-name-de"] == "Übergabenotizen"


def test_a_tree_asks_for_its_thresholds_under_their_question() -> None:
    found = asked(TREE)
    item = next(item for item in found.items if item.title == "Is the customer answering meeting invites?")
    assert {"responding-share", "responding-days", "responding-no"} < {part.name for part in item.parts}
    labels = {part.name: part.label for part in found.parts}
    assert labels["completing_actions-max_days_late"] == "Days late at most"


def test_what_is_no_plain_value_is_not_asked_for_and_what_is_missing_is() -> None:
    found = asked(GOAL, "title: [a]\nshort: b\nsteps: {}\ncelebration: c\n").values
    assert "title" not in found
    assert "headline" not in found
    assert found["short"] == "b"
    assert found["why"] is None
    assert sheet(GOAL, {GOAL: "- a list"}) is None
    assert sheet(GOAL, {GOAL: "title: ["}) is None
    assert sheet(EMAIL, TEXTS) is None


def test_a_problem_stands_at_the_field_of_its_place() -> None:
    line = TEXTS[GOAL].splitlines().index("due_days: 7") + 1
    problems = [
        Problem(GOAL, line, 1, "`due_days` is `0`, but has to be greater than 0", "write a number greater than 0"),
        Problem(GOAL, 1, 1, "`id` is another", "rename it"),
        Problem(TREE, line, 1, "elsewhere", "mend it"),
    ]
    wrong = at_fields(asked(GOAL), problems)
    assert wrong == {"due_days": "This is `0`, but has to be greater than 0: write a number greater than 0."}


def test_what_is_missing_stands_at_its_own_field() -> None:
    text = "impact:\n  label: to dispatch\n  after: 5 min\n"
    found = at_fields(asked(GOAL, text), [Problem(GOAL, 1, 1, "`before` is missing", "add `before: …`")])
    assert found == {"impact-before": "This is missing: add `before: …`."}


@pytest.mark.parametrize("path", [path for path in TEXTS if has_form(path, TEXTS[path])])
def test_a_form_saved_as_it_was_opened_changes_no_byte(path: str) -> None:
    found = asked(path)
    assert found.written(found.values) == {file: TEXTS[file] for file in found.files}


def test_what_may_be_left_out_is_taken_out_when_it_is_emptied() -> None:
    found = asked(GOAL)
    typed = found.values | {"step-pick_number-tip": "", "step-name_duties-optional": "yes", "risks": "Nobody came."}
    text = found.written(typed)[GOAL]
    assert "Choose one you can already measure" not in text
    assert "    done_when: manual\n    optional: true\nsuccess_signal" in text
    assert "risks:\n  - Nobody came.\ncriteria" in text


def test_files_stand_on_shelves_by_what_they_belong_to_originals_first() -> None:
    paths = ["milestones/shift_board/article.de.md", "milestones/shift_board/article.md", LADDER, "vendor.yaml"]
    found = {shelf.name: shelf.things for shelf in shelves(paths, partial(named, catalogue=CATALOGUE))}
    assert list(found) == ["Ladders", "Milestones", "Everything else"]
    ((thing, files),) = found["Milestones"]
    assert thing == "Start your shift from the board"
    assert [file.what for file in files] == ["Article", "Article (de)"]


def test_what_is_new_is_called_by_its_id() -> None:
    assert named("milestones/brand_new/milestone.yaml", CATALOGUE).title == "brand_new · Milestone"
    assert named("events.yaml", CATALOGUE).title == "Tracking plan"
