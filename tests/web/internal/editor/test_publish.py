"""A draft is looked at, weighed, carried over, and published: nobody overwrites what they have not seen."""

import re

import httpx
import pytest
from sqlalchemy import select

from portal.db.tables import AuditEntry, Draft, Job
from portal.domain.roles import Role
from portal.services.risk import assess_all
from tests.catalogues import shipped
from tests.factories import NOW, add_account, add_member
from tests.onboardings import invite
from tests.web.internal.editor.conftest import EMAIL, GOAL, HOME, TREE, Desk, filled

NOTE = {"note": "Less in the first week."}


async def overtake(desk: Desk, title: str) -> None:
    """Ken publishes another title of the same milestone meanwhile."""
    started = await desk.ken.post(HOME, data={"name": "Ken's"})
    other = Desk(desk.database, started.headers["location"], desk.ken, desk.ida, desk.csm)
    await other.save(f"form/{GOAL}", {"title": title})
    published = await other.save("publish", NOTE)
    assert published.headers["location"] == "/internal/playbook/history/2"


async def test_a_draft_is_seen_as_customers_would_see_it_in_words_of_their_own(desk: Desk) -> None:
    await desk.save(f"form/{GOAL}", {"title": "Agree on one number"})
    seen = await desk.ida.get(f"{desk.home}/preview/admin/en/dark")
    assert "Agree on one number" in seen.text
    assert 'data-theme="dark"' in seen.text
    assert f'href="{desk.home}/preview/admin/en/dark/milestones/agree_goal"' in seen.text
    assert "data-hx-" not in seen.text
    milestone = await desk.ida.get(f"{desk.home}/preview/admin/en/light/milestones/agree_goal")
    assert "Agree on one number" in milestone.text
    german = await desk.ida.get(f"{desk.home}/preview/operator/de/light")
    assert '<html lang="de"' in german.text
    chosen = await desk.ida.get(f"{desk.home}/preview?role=operator&language=de&theme=light")
    assert chosen.headers["location"] == f"{desk.home}/preview/operator/de/light"


async def test_changes_are_told_in_words_and_line_by_line(desk: Desk) -> None:
    await desk.save(f"form/{GOAL}", {"title": "Agree on one number", "due_days": "5"})
    told = (await desk.ida.get(f"{desk.home}/changes")).text
    assert "<del>Agree what success looks like</del>" in told
    assert "<del>7</del>" in told
    assert '<li data-sign="+"><span class="no num">13</span>' in told
    await desk.save(f"text/{EMAIL}", {"text": "no head"})
    assert "There is something to mend" in (await desk.ida.get(f"{desk.home}/changes")).text


async def test_the_impact_counts_who_would_see_what(desk: Desk) -> None:
    account = await add_account(desk.database)
    await add_member(desk.database, account, role=Role.ADMIN)
    assert "Nobody in flight" in (await desk.ida.get(f"{desk.home}/impact")).text
    await desk.save(f"form/{GOAL}", {"due_days": "5"})
    found = (await desk.ida.get(f"{desk.home}/impact")).text
    assert "1 of 1 account would see a difference" in found
    assert "due on day 5 instead of 7, for 1 account" in found


async def test_the_impact_names_whom_other_thresholds_would_move_before_they_are_published(desk: Desk) -> None:
    account = await add_account(desk.database, name="Half of <them>")
    await invite(desk.database, account, "Accepted")
    await invite(desk.database, account)
    async with desk.database.write() as session:
        await assess_all(session, catalogue=shipped(), now=NOW)
    assert "This draft leaves the risk trees as they are" in (await desk.ida.get(f"{desk.home}/impact")).text
    edited = (await desk.ida.get(f"{desk.home}/form/{TREE}")).text
    assert f'href="{desk.home}/impact#verdicts"' in edited
    share = re.findall(r'name="([^"]*-share)"', edited)[0]
    assert (await desk.save(f"form/{TREE}", {share: "0.8"})).status_code == 303
    found = (await desk.ida.get(f"{desk.home}/impact")).text
    assert "1 account would come to another verdict" in found
    assert f'<a href="/internal/accounts/{account}">Half of &lt;them&gt;</a>' in found


async def test_a_draft_is_published_with_a_note_and_gone(desk: Desk) -> None:
    await desk.save(f"form/{GOAL}", {"title": "Agree on one number"})
    assert (await desk.save("publish", {"note": ""})).status_code == 422
    published = await desk.save("publish", NOTE)
    assert published.headers["location"] == "/internal/playbook/history/2"
    history = (await desk.ida.get("/internal/playbook/history/2")).text
    assert "Agree on one number" in history
    assert (await desk.ida.get(desk.home)).status_code == 404
    async with desk.database.read() as session:
        acts = (await session.scalars(select(AuditEntry.act).order_by(AuditEntry.id))).all()
        jobs = (await session.scalars(select(Job.kind))).all()
        assert (await session.scalars(select(Draft.id))).all() == []
    assert acts == ["draft.started", "draft.file_saved", "playbook.published"]
    assert jobs == ["sweep_verdicts"]


async def test_what_was_saved_since_the_note_was_written_has_to_be_seen(desk: Desk) -> None:
    await desk.save(f"form/{GOAL}", {"title": "Agree on one number"})
    fields = await desk.fields("publish")
    await desk.save(f"form/{GOAL}", {"title": "Another"}, desk.ken)
    late = await desk.ida.post(f"{desk.home}/publish", data=fields | NOTE)
    assert late.status_code == 409
    assert "<b>Ken</b> saved this while you were editing" in late.text
    assert (await desk.save("publish", NOTE)).status_code == 303


async def test_a_draft_with_a_problem_is_not_published(desk: Desk) -> None:
    await desk.save(f"form/{GOAL}", {"title": "Agree on one number"})
    fields = await desk.fields("publish") | NOTE
    await desk.save(f"text/{EMAIL}", {"text": "no head"})
    refused = await desk.ida.post(f"{desk.home}/publish", data=fields)
    assert refused.status_code == 422
    assert "the e-mail has no front matter" in refused.text


async def test_an_overtaken_draft_is_refused_with_what_changed_and_carried_over_by_a_button(desk: Desk) -> None:
    await desk.save(f"text/{EMAIL}", {"text": "---\nsubject: One number\n---\nHello"})
    fields = await desk.fields("publish") | NOTE
    await overtake(desk, "Agree on one number")
    refused = await desk.ida.post(f"{desk.home}/publish", data=fields)
    assert refused.status_code == 409
    assert "<b>Revision 2</b> by Ken" in refused.text
    carried = await desk.save("carry", {})
    assert carried.status_code == 303
    assert (await desk.save("publish", NOTE)).headers["location"] == "/internal/playbook/history/3"
    assert "One number" in (await desk.ida.get("/internal/playbook/history/3")).text


async def test_what_both_changed_stands_side_by_side_and_is_settled_by_hand(desk: Desk) -> None:
    await desk.save(f"form/{GOAL}", {"title": "Mine"})
    await overtake(desk, "Theirs")
    page = (await desk.ida.get(f"{desk.home}/carry")).text
    assert "title: Theirs" in page
    settled = (await desk.fields("carry"))[GOAL]
    assert "title: Mine" in settled
    await desk.save("carry", {GOAL: settled.replace("title: Mine", "title: Both")})
    assert (await desk.fields(f"form/{GOAL}"))["title"] == "Both"
    assert "over revision 2" in (await desk.ida.get(desk.home)).text


async def test_what_was_saved_while_both_texts_were_compared_is_not_lost(desk: Desk) -> None:
    await desk.save(f"form/{GOAL}", {"title": "Mine"})
    await overtake(desk, "Theirs")
    fields = await desk.fields("carry")
    await desk.save(f"form/{GOAL}", {"title": "Ken's"}, desk.ken)
    late = await desk.ida.post(f"{desk.home}/carry", data=fields)
    assert late.status_code == 409
    assert "<b>Ken</b> saved this" in late.text
    assert filled_title(late.text) == "Ken's"


def filled_title(page: str) -> str:
    titles = [line for line in str(filled(page)[GOAL]).splitlines() if line.startswith("title: ")]
    return titles[0].removeprefix("title: ")


@pytest.mark.parametrize("client", ["ida", "ken"])
async def test_any_editor_discards_a_draft_after_being_asked(desk: Desk, client: str) -> None:
    await desk.save(f"form/{GOAL}", {"title": "Mine"})
    browser: httpx.AsyncClient = getattr(desk, client)
    assert "1 changed file would be gone" in (await browser.get(f"{desk.home}/discard")).text
    await desk.save(f"form/{GOAL}", {"title": "Ours"})
    late = await browser.post(f"{desk.home}/discard", data={"version": "1"})
    assert (late.status_code, "Ida changed this while you were editing" in late.text) == (409, True)
    assert (await browser.post(f"{desk.home}/discard", data={"version": "2"})).headers["location"] == HOME
    assert (await browser.get(desk.home)).status_code == 404
