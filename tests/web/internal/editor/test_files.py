"""Files of a draft are edited as forms and as texts, checked while they are, and lose nothing to a second editor."""

import pytest

from tests.factories import HTMX
from tests.web.internal.editor.conftest import BOARD, BOARD_DE, EMAIL, GOAL, HOME, LADDER, TREE, Desk

CHECKS = "start.internal_setup.checks"


async def test_a_value_is_saved_in_the_text_and_everything_else_keeps_its_bytes(desk: Desk) -> None:
    before = (await desk.fields(f"text/{TREE}"))["text"]
    saved = await desk.save(f"form/{TREE}", {"responding-days": "21"})
    assert saved.status_code == 303
    after = (await desk.fields(f"text/{TREE}"))["text"]
    assert after == before.replace("{share: 0.5, days: 14}", "{share: 0.5, days: 21}", 1)


async def test_what_the_playbook_does_not_allow_stands_beside_its_field(desk: Desk) -> None:
    refused = await desk.save(f"form/{GOAL}", {"title": "x" * 70, "due_days": "soon"})
    assert refused.status_code == 422
    assert "Write a number, such as 14 or 0.5." in refused.text
    too_long = await desk.save(f"form/{GOAL}", {"title": "x" * 70})
    assert too_long.status_code == 422
    assert "This has 70 characters; the limit is 60: shorten it by 10." in too_long.text
    assert 'value="' + "x" * 70 in too_long.text


async def test_a_form_is_checked_while_it_is_filled_in(desk: Desk) -> None:
    fields = await desk.fields(f"form/{GOAL}")
    typed = fields | {"step-pick_number-minutes": "15"}
    found = await desk.ida.post(f"{desk.home}/check/form/{GOAL}", data=typed, headers=HTMX)
    assert "1 thing to mend" in found.text
    assert 'href="#step-pick_number-minutes"' in found.text
    assert (await desk.fields(f"form/{GOAL}"))["step-pick_number-minutes"] == "5"


async def test_a_text_is_checked_while_it_is_written_and_shows_how_it_reads(desk: Desk) -> None:
    found = await desk.ida.post(
        f"{desk.home}/check/text/{EMAIL}", data={"text": "---\nsubject: Hi\nfoo: 1\n---\nDear *you*"}, headers=HTMX
    )
    assert "<b>Line 3.</b> unknown key `foo`" in found.text
    assert "<em>you</em>" in found.text


async def test_an_unfinished_text_is_kept_and_its_problems_are_told(desk: Desk) -> None:
    saved = await desk.save(f"text/{GOAL}", {"text": "title: ["})
    assert saved.status_code == 303
    assert (await desk.fields(f"text/{GOAL}"))["text"] == "title: ["
    assert "to mend" in (await desk.ida.get(desk.home)).text
    led = await desk.ida.get(f"{desk.home}/form/{GOAL}")
    assert led.headers["location"] == f"{desk.home}/text/{GOAL}"


async def test_line_ends_stay_those_of_the_file(desk: Desk) -> None:
    fields = await desk.fields(f"text/{EMAIL}")
    await desk.save(f"text/{EMAIL}", {"text": fields["text"].replace("\n", "\r\n")})
    assert "Nothing changed yet" in (await desk.ida.get(desk.home)).text


async def test_the_second_to_save_a_form_sees_both_and_loses_nothing(desk: Desk) -> None:
    ken = await desk.fields(f"form/{GOAL}", desk.ken)
    await desk.save(f"form/{GOAL}", {"title": "Agree on one number", "due_days": "5"})
    late = await desk.ken.post(f"{desk.home}/form/{GOAL}", data=ken | {"title": "Pick a number"})
    assert late.status_code == 409
    assert "<b>Ida</b> changed this to <q>Agree on one number</q>" in late.text
    assert 'value="Pick a number"' in late.text
    assert 'value="5"' in late.text


async def test_the_second_to_save_a_text_sees_both(desk: Desk) -> None:
    ken = await desk.fields(f"text/{EMAIL}", desk.ken)
    await desk.save(f"text/{EMAIL}", {"text": "---\nsubject: Ida's\n---\nHello"})
    late = await desk.ken.post(f"{desk.home}/text/{EMAIL}", data=ken | {"text": "---\nsubject: Ken's\n---\nHi"})
    assert late.status_code == 409
    assert "What Ida saved" in late.text
    assert "subject: Ida&#39;s" in late.text
    assert "subject: Ken&#39;s" in late.text


@pytest.mark.parametrize(
    ("act", "first"),
    [
        ("down:milestones.0", ["core_team", "agree_goal"]),
        ("up:milestones.1", ["core_team", "agree_goal"]),
        ("out:milestones.0", ["core_team", "single_sign_on"]),
        ("add:milestones", ["agree_goal", "core_team"]),
    ],
)
async def test_milestones_of_a_ladder_move(desk: Desk, act: str, first: list[str]) -> None:
    typed = {"act": act, "new-milestones": "train_team", "title": "Admins"}
    opened = await desk.fields(f"form/{LADDER}")
    assert (await desk.ida.post(f"{desk.home}/form/{LADDER}", data=opened | typed)).status_code == 303
    text = (await desk.fields(f"text/{LADDER}"))["text"]
    assert f"milestones:\n  - {first[0]}\n  - {first[1]}\n" in text
    assert "title: Admins\n" in text
    assert ("  - train_team\n" in text) == (act == "add:milestones")
    assert (await desk.ken.post(f"{desk.home}/form/{LADDER}", data=opened | typed)).status_code == 409


async def test_what_is_not_there_cannot_move(desk: Desk) -> None:
    for act in ("up:milestones.40", "add:nothing", "out:title"):
        assert (await desk.save(f"form/{LADDER}", {"act": act})).status_code == 422


async def test_a_step_is_added_worded_in_every_language_and_taken_out(desk: Desk) -> None:
    nameless = await desk.save(f"form/{BOARD}", {"act": "add:steps"})
    assert nameless.status_code == 422
    assert "so that it has a name" in nameless.text
    added = await desk.save(f"form/{BOARD}", {"act": "add:steps", "new-steps": "Look around"})
    assert added.headers["location"].endswith("#steps")
    unfinished = await desk.save(f"form/{BOARD}", {})
    assert unfinished.status_code == 422
    step = {
        "cue": "Read the first line.",
        "title-de": "Sehen Sie sich um",
        "cue-de": "Lesen Sie die erste Zeile.",
        "done-when": "any",
        "done-0-event": "Dashboard Opened",
        "done-0-count": "2",
    }
    saved = await desk.save(f"form/{BOARD}", {f"step-look_around-{name}": value for name, value in step.items()})
    assert saved.status_code == 303
    assert "done_when: {event: Dashboard Opened, count: 2}" in (await desk.fields(f"text/{BOARD}"))["text"]
    assert (
        "  look_around: {title: Sehen Sie sich um, cue: Lesen Sie die erste Zeile.}\n"
        in (await desk.fields(f"text/{BOARD_DE}"))["text"]
    )
    assert "Ready to publish" in (await desk.ida.get(desk.home)).text
    await desk.save(f"form/{BOARD}", {"act": "out:steps.3"})
    assert "Nothing changed yet" in (await desk.ida.get(desk.home)).text


async def test_a_question_and_a_verdict_come_into_a_tree_and_leave_it(desk: Desk) -> None:
    before = (await desk.fields(f"text/{TREE}"))["text"]
    await desk.save(f"form/{TREE}", {"act": "add:nodes", "new-nodes": "owner_named"})
    await desk.save(f"form/{TREE}", {"act": "add:leaves", "new-leaves": "Nobody was named"})
    unfinished = await desk.save(f"form/{TREE}", {})
    assert unfinished.status_code == 422
    assert 'id="owner_named-ask-error"' in unfinished.text
    finished = {
        "owner_named-ask": "Is there an owner?",
        "owner_named-rule": "Each of the four duties has a name.",
        "owner_named-yes": "responding",
        "owner_named-no": "nobody_was_named",
        "owner_named-unknown": "no_invites",
        "nobody_was_named-advice": "Ask for a name.",
    }
    assert (await desk.save(f"form/{TREE}", finished)).status_code == 303
    for _ in range(3):
        await desk.save(f"form/{TREE}", {"act": "up:nodes.owner_named"})
    text = (await desk.fields(f"text/{TREE}"))["text"]
    assert "nodes:\n  owner_named:\n    ask: Is there an owner?\n    signal: owner_named\n" in text
    assert "    thresholds: {duties: 4}\n" in text
    assert "Ready to publish" in (await desk.ida.get(desk.home)).text
    await desk.save(f"form/{TREE}", {"act": "out:nodes.owner_named"})
    await desk.save(f"form/{TREE}", {"act": "out:leaves.nobody_was_named"})
    assert (await desk.fields(f"text/{TREE}"))["text"] == before


async def test_a_check_and_a_touchpoint_come_into_the_lifecycle(desk: Desk) -> None:
    gate, weeks = "lifecycle/readiness.yaml", "lifecycle/touchpoints.yaml"
    await desk.save(f"form/{gate}", {"act": f"add:{CHECKS}", "new-start-internal_setup-checks": "A room is booked"})
    name = "start-internal_setup-a_room_is_booked-check"
    typed = {f"{name}-detail": "It has a date.", f"{name}-closer": "csm", f"{name}-draft": "Please book it."}
    assert (await desk.save(f"form/{gate}", typed)).status_code == 303
    assert "closed_by: csm\n        draft: Please book it.\n" in (await desk.fields(f"text/{gate}"))["text"]
    wrong = await desk.save(f"form/{weeks}", {"first_value_report-weeks": "7, soon"})
    assert wrong.status_code == 422
    assert 'id="first_value_report-weeks-error"' in wrong.text
    assert "Ready to publish" in (await desk.ida.get(desk.home)).text


async def test_a_wrong_rule_stands_beside_its_event(desk: Desk) -> None:
    typed = {"step-name_duties-done-when": "any", "step-name_duties-done-0-event": "Goal Set"}
    fields = await desk.fields(f"form/{GOAL}")
    found = await desk.ida.post(f"{desk.home}/check/form/{GOAL}", data=fields | typed, headers=HTMX)
    assert 'href="#step-name_duties-done-0-event"' in found.text
    assert "The event `Goal Set` is not declared" in found.text


async def test_who_comes_too_late_for_a_step_keeps_what_they_typed(desk: Desk) -> None:
    ken = await desk.fields(f"form/{GOAL}", desk.ken)
    await desk.save(f"form/{GOAL}", {"act": "out:steps.2"})
    late = await desk.ken.post(f"{desk.home}/form/{GOAL}", data=ken | {"step-name_duties-title": "Name four people"})
    assert late.status_code == 409
    assert "Name four people" in late.text
    assert "has no place any more" in late.text


async def test_a_file_is_added_forgotten_taken_out_and_put_back(desk: Desk) -> None:
    path = "milestones/core_team/transcript.de.md"
    led = await desk.ida.post(f"{desk.home}/add", data={"path": path})
    assert led.headers["location"] == f"{desk.home}/text/{path}"
    assert (await desk.ida.post(f"{desk.home}/add", data={"path": "../evil"})).status_code == 422
    await desk.save(f"text/{path}", {"text": "Ihr Team."})
    assert f"{desk.home}/text/{path}" in (await desk.ida.get(desk.home)).text
    await desk.ida.post(f"{desk.home}/restore/{path}", data={"version": "1"})
    await desk.ida.post(f"{desk.home}/remove/{EMAIL}", data={"version": "0"})
    page = (await desk.ida.get(desk.home)).text
    assert f"/text/{path}" not in page
    assert "taken out" in page
    assert (await desk.ida.post(f"{desk.home}/restore/{EMAIL}", data={"version": "0"})).status_code == 409
    await desk.ida.post(f"{desk.home}/restore/{EMAIL}", data={"version": "1"})
    assert "Nothing changed yet" in (await desk.ida.get(desk.home)).text


async def test_the_playbook_leads_to_a_file_in_the_readers_own_draft(desk: Desk) -> None:
    assert (await desk.ida.get(f"{HOME}/{GOAL}")).headers["location"] == f"{desk.home}/form/{GOAL}"
    assert (await desk.ida.get(f"{HOME}/{EMAIL}")).headers["location"] == f"{desk.home}/text/{EMAIL}"
    chosen = await desk.ken.get(f"{HOME}/{GOAL}")
    assert f'href="{desk.home}/form/{GOAL}"' in chosen.text
    started = await desk.ken.post(f"{HOME}?path={GOAL}", data={"name": "Ken's"})
    assert started.headers["location"].endswith(f"/form/{GOAL}")
    assert (await desk.ida.get(f"{HOME}/nothing.txt")).status_code == 422


async def test_only_editors_come_to_the_desk(desk: Desk) -> None:
    for path in (HOME, desk.home, f"{desk.home}/form/{GOAL}", f"{desk.home}/preview/admin/en/dark"):
        assert (await desk.csm.get(path)).status_code == 403
    assert (await desk.csm.post(HOME, data={"name": "Mine"})).status_code == 403
    assert (await desk.csm.post(f"{desk.home}/discard", data={"version": "0"})).status_code == 403
