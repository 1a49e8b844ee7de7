"""A rule in a rule, a signal and a condition are put together in the form of a milestone, button by button."""

import pytest

from tests.web.internal.editor.conftest import BOARD, BOARD_DE, GOAL, LADDER, Desk

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""How drafts are kept on either kind is shown in `test_files.py`; this is about what is written in them."""


async def test_a_rule_in_a_rule_is_put_together(desk: Desk) -> None:
    done, step = "step-name_duties-done", "steps.2.done_when"
    first = {f"{done}-when": "all", f"{done}-0-event": "Goal Saved", "act": f"group:{step}"}
    assert (await desk.save(f"form/{GOAL}", first)).headers["location"].endswith(f"#{done}")
    assert (await desk.save(f"form/{GOAL}", {})).status_code == 422
    await desk.save(f"form/{GOAL}", {f"{done}-1-0-event": "Report Viewed", f"{done}-1-1-event": "Dashboard Opened"})
    await desk.save(f"form/{GOAL}", {"act": f"up:{step}.all.1.any.1"})
    written = (
        "    done_when:\n      all: [{event: Goal Saved}, {any: [{event: Dashboard Opened}, {event: Report Viewed}]}]\n"
    )
    assert written in (await desk.fields(f"text/{GOAL}"))["text"]
    await desk.save(f"form/{GOAL}", {"act": f"out:{step}.all.0"})
    text = (await desk.fields(f"text/{GOAL}"))["text"]
    assert "    done_when: {any: [{event: Dashboard Opened}, {event: Report Viewed}]}\n" in text
    assert "Ready to publish" in (await desk.ida.get(desk.home)).text


async def test_a_signal_goes_with_its_words_in_every_language_and_comes_back(desk: Desk) -> None:
    before = (await desk.fields(f"form/{BOARD}"))["signal-label-de"]
    await desk.save(f"form/{BOARD}", {"signal-when": ""})
    assert "success_signal" not in (await desk.fields(f"text/{BOARD}"))["text"]
    assert "success_signal" not in (await desk.fields(f"text/{BOARD_DE}"))["text"]
    typed = {"signal-when": "any", "signal-0-event": "Dashboard Opened"}
    wordless = await desk.save(f"form/{BOARD}", typed)
    assert wordless.status_code == 422
    assert 'id="signal-label-error"' in wordless.text
    words = {"signal-label": "the board is open", "signal-label-de": before}
    assert (await desk.save(f"form/{BOARD}", typed | words)).status_code == 303
    assert (
        "success_signal: {label: the board is open, event: Dashboard Opened}\n"
        in (await desk.fields(f"text/{BOARD}"))["text"]
    )
    assert "Ready to publish" in (await desk.ida.get(desk.home)).text


async def test_a_condition_of_a_ladder_comes_goes_and_leaves_with_its_milestone(desk: Desk) -> None:
    name = "level-go_live_ready-only"
    await desk.save(f"form/{LADDER}", {f"{name}-industries": ["", "Food", "Health"]})
    after = "  go_live_ready: {industries: [Food, Health], seats: {at_most: 299}}"
    assert after in (await desk.fields(f"text/{LADDER}"))["text"]
    ken = await desk.fields(f"form/{LADDER}", desk.ken)
    await desk.save(f"form/{LADDER}", {f"{name}-industries": [""]})
    assert "  go_live_ready: {seats: {at_most: 299}}" in (await desk.fields(f"text/{LADDER}"))["text"]
    late = await desk.ken.post(f"{desk.home}/form/{LADDER}", data=ken | {"title": "Admins"})
    assert late.status_code == 409
    assert "<b>Ida</b> changed this to <q>nothing</q>" in late.text
    await desk.save(f"form/{LADDER}", {"act": "out:milestones.7"})
    assert "when:" not in (await desk.fields(f"text/{LADDER}"))["text"]
