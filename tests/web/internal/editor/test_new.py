"""A milestone is begun on its ladder and finished by form, and a play; what is used cannot be taken out."""

import pytest

from tests.web.internal.editor.conftest import LADDER, Desk

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""How drafts are kept on either kind is shown in `test_files.py`; this is about what is written in them."""

YARD = "milestones/run_the_yard/milestone.yaml"
NEW = {
    "title": "Run the yard",
    "place": "admin:pilot",
    "outcome": "a yard without queues",
    "why": "Trucks wait 12 minutes less.",
    "steps": "Open the yard view\nGive two trucks a ramp\nLook who waits",
}
REST = {
    "purpose": "Fewer trucks at the gate.",
    "step-open_the_yard_view-cue": "It is behind the board.",
    "step-give_two_trucks_a_ramp-cue": "The longest first.",
    "step-look_who_waits-cue": "Red ones wait.",
    "headline": "No queue at the gate.",
    "fact": "12 minutes less for every truck.",
    "risks": "Nobody looks at the gate.",
    "criteria": "Two trucks had a ramp.",
}
GERMAN = {
    "title-de": "Führen Sie den Hof",
    "short-de": "Hof",
    "outcome-de": "einem Hof ohne Schlangen",
    "why-de": "Laster warten 12 Minuten weniger.",
    "step-open_the_yard_view-title-de": "Öffnen Sie die Hofansicht",
    "step-open_the_yard_view-cue-de": "Sie steht hinter dem Board.",
    "step-give_two_trucks_a_ramp-title-de": "Geben Sie zwei Lastern eine Rampe",
    "step-give_two_trucks_a_ramp-cue-de": "Den längsten zuerst.",
    "step-look_who_waits-title-de": "Sehen Sie, wer wartet",
    "step-look_who_waits-cue-de": "Rote warten.",
    "headline-de": "Keine Schlange am Tor.",
    "fact-de": "12 Minuten weniger für jeden Laster.",
}


async def test_a_milestone_is_begun_on_its_ladder_and_finished(desk: Desk) -> None:
    page = await desk.ida.get(f"{desk.home}/new/milestone?ladder=admin")
    assert 'value="admin:value_report" selected' in page.text
    refused = await desk.ida.post(f"{desk.home}/new/milestone", data=NEW | {"steps": "Only one"})
    assert refused.status_code == 422
    assert "Write 3 to 7 steps, one in each line; there are 1." in refused.text
    assert (await desk.ida.post(f"{desk.home}/new/milestone", data=NEW | {"place": "x:y"})).status_code == 422
    begun = await desk.ida.post(f"{desk.home}/new/milestone", data=NEW)
    assert begun.headers["location"] == f"{desk.home}/form/{YARD}"
    assert "  - pilot\n  - run_the_yard\n" in (await desk.fields(f"text/{LADDER}"))["text"]
    saved = await desk.save(f"form/{YARD}", REST | GERMAN)
    assert saved.status_code == 303, saved.text
    article = (await desk.fields(f"text/{YARD.replace('milestone.yaml', 'article.md')}"))["text"]
    assert "## Give two trucks a ramp" in article
    await desk.save(f"text/{YARD.replace('milestone.yaml', 'article.md')}", {})
    await desk.save(f"form/{LADDER}", {"act": "out:milestones.8"})
    await desk.save(f"form/{LADDER}", {"act": "add:milestones", "new-milestones": "value_report"})
    told = (await desk.ida.get(desk.home)).text
    assert "for some accounts" in told, "A ladder of ten is too long, and the draft says so."


async def test_what_is_used_stays_and_what_is_not_goes_whole(desk: Desk) -> None:
    path = f"{desk.home}/retire/milestones/first_automation/milestone.yaml"
    asked = await desk.ida.get(path)
    assert "is still used" in asked.text
    assert (await desk.ida.post(path, data={"version": "0"})).status_code == 409
    text = (await desk.fields("text/ladders/power_user.yaml"))["text"]
    ids = [line.strip("- ") for line in text.partition("milestones:\n")[2].splitlines() if line.startswith("  - ")]
    await desk.save("form/ladders/power_user.yaml", {"act": f"out:milestones.{ids.index('first_automation')}"})
    assert "Take it out" in (await desk.ida.get(path)).text
    await desk.save("text/milestones/first_automation/email.md", {"text": "---\nsubject: Hello\n---\nHello"}, desk.ken)
    late = await desk.ida.post(path, data={"version": "0"})
    assert (late.status_code, "Ken changed this while you were editing" in late.text) == (409, True)
    assert (await desk.ida.post(path, data={"version": "1"})).headers["location"] == desk.home
    page = (await desk.ida.get(desk.home)).text
    assert "the folder has no milestone.yaml" not in page
    assert "/form/milestones/first_automation/" not in page.partition("All files")[2]


async def test_a_play_is_begun_and_goes(desk: Desk) -> None:
    begun = await desk.ida.post(f"{desk.home}/new/play", data={"title": "Call the gate"})
    assert begun.headers["location"] == f"{desk.home}/form/plays/call_the_gate.yaml"
    assert (await desk.ida.post(f"{desk.home}/new/play", data={"title": ""})).status_code == 422
    typed = {"summary": "It helps.", "action-0-title": "Call", "action-0-detail": "At seven."}
    assert (await desk.save("form/plays/call_the_gate.yaml", typed)).status_code == 303
    assert "Ready to publish" in (await desk.ida.get(desk.home)).text
    gone = await desk.ida.post(f"{desk.home}/retire/plays/call_the_gate.yaml", data={"version": "2"})
    assert gone.status_code == 303
    assert "Nothing changed yet" in (await desk.ida.get(desk.home)).text
    assert (await desk.ida.get(f"{desk.home}/retire/{LADDER}")).status_code == 404
