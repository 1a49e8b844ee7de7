"""What is new begins with everything that is known already, and what is used cannot be taken out."""

from datetime import date
from typing import Any

from portal.content import yaml
from portal.web.internal.editor.beginnings import NewMilestone, beginning_of, new_milestone, new_play
from portal.web.internal.editor.sheet import has_form
from portal.web.internal.editor.uses import beside_of, files_of, uses_of
from tests.web.internal.editor.test_parts import TEXTS

STEPS = ("Open the yard view", "Give two trucks a ramp", "Look who waits")
YARD = NewMilestone("Run the yard", "a yard without queues", "Trucks wait less.", STEPS, "operator", "shift_board")
PATH = "milestones/run_the_yard/milestone.yaml"
GERMAN = "milestones/run_the_yard/milestone.de.yaml"


def held(text: str) -> Any:  # noqa: ANN401 - whatever a file holds
    """What a text holds."""
    return yaml.read(text, "").value


def test_a_milestone_takes_over_from_the_one_before_it_and_stands_on_its_ladder() -> None:
    path, texts = new_milestone(YARD, TEXTS, date(2026, 11, 17))
    assert path == PATH
    value = held(texts[PATH])
    like = held(TEXTS["milestones/shift_board/milestone.yaml"])
    assert {key: value[key] for key in ("scope", "track", "phase", "owner")} == {
        key: like[key] for key in ("scope", "track", "phase", "owner")
    }
    assert value["roles"] == ["operator"]
    assert value["review_by"] == "2027-05-18"
    assert [step["id"] for step in value["steps"]] == ["open_the_yard_view", "give_two_trucks_a_ramp", "look_who_waits"]
    assert "[first_dispatch, shift_board, run_the_yard, clear_exception," in texts["ladders/operator.yaml"]
    assert has_form(PATH, texts[PATH])


def test_it_waits_for_words_in_every_language_of_its_ladder() -> None:
    _, texts = new_milestone(YARD, TEXTS, date(2026, 11, 17))
    told = held(texts[GERMAN])
    assert told["title"] == ""
    assert list(told["steps"]) == ["open_the_yard_view", "give_two_trucks_a_ramp", "look_who_waits"]
    english = {path: text for path, text in TEXTS.items() if path != "ladders/admin.de.yaml"}
    first = new_milestone(NewMilestone("Run the yard", "b", "c", STEPS, "admin", ""), english, date(2026, 11, 17))[1]
    assert GERMAN not in first
    assert "milestones:\n  - run_the_yard\n  - agree_goal\n" in first["ladders/admin.yaml"]


def test_an_id_is_taken_once() -> None:
    assert new_play("Find driver", TEXTS)[0] == "plays/find_driver_2.yaml"
    again = NewMilestone("Pilot", "b", "c", STEPS, "admin", "pilot")
    assert new_milestone(again, TEXTS, date(2026, 11, 17))[0] == "milestones/pilot_2/milestone.yaml"


def test_texts_begin_with_the_words_of_their_milestone_in_their_language() -> None:
    article = beginning_of("milestones/shift_board/article.md", TEXTS)
    assert article.startswith("The first 20 minutes of a shift")
    assert "\n\n## Choose the lanes you work on\n\nPick your region" in article
    email = beginning_of("milestones/shift_board/email.de.md", TEXTS)
    assert email.startswith("---\nsubject: Beginnen Sie Ihre Schicht am Board\n---\n")
    assert beginning_of("milestones/shift_board/in_app.md", TEXTS).startswith("**Choose the lanes you work on.** Pick")
    assert beginning_of("milestones/shift_board/transcript.md", TEXTS) == ""
    assert beginning_of("milestones/nothing/article.md", TEXTS) == "\n"


def test_what_uses_something_is_named() -> None:
    pilot = {(use.path, use.how) for use in uses_of("milestones/pilot/milestone.yaml", TEXTS)}
    assert ("ladders/admin.yaml", "has it among its milestones") in pilot
    assert ("milestones/go_live_ready/milestone.yaml", "requires it") in pilot
    invite = [use.path for use in uses_of("milestones/invite_peer/milestone.yaml", TEXTS)]
    assert "experiments/op-invite-first.yaml" in invite
    assert [use.how for use in uses_of("plays/find_driver.yaml", TEXTS)] == [
        "leads to it at “Nobody owns this project”"
    ]


def test_everything_beside_a_milestone_goes_with_it() -> None:
    going = files_of("milestones/shift_board/milestone.yaml", TEXTS)
    assert {"milestones/shift_board/milestone.de.yaml", "milestones/shift_board/article.md"} < set(going)
    assert files_of("plays/find_driver.yaml", TEXTS) == ("plays/find_driver.yaml",)
    beside = list(beside_of([PATH, GERMAN]))
    assert "milestones/run_the_yard/article.md" in beside
    assert "milestones/run_the_yard/in_app.de.md" in beside
