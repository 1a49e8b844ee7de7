"""The sections of an account's page, each with the names its partial uses; a page has all of them at once."""

from typing import Any

from portal.domain import advice
from portal.domain.privacy import is_keeper
from portal.domain.timeline import Topic
from portal.services import (
    account,
    decisions,
    holds,
    meetings,
    pilots,
    similar,
    start_gate,
    tasks,
    timeline,
    touchpoints,
    tracks,
    waiting,
)
from portal.services.account import AccountView
from portal.services.timeline import STEP
from portal.services.verdicts import Standing
from portal.web.conflicts import editing
from portal.web.forms import placed
from portal.web.internal import activity_chart, lane_chart
from portal.web.internal.forms.account import DraftForm
from portal.web.internal.opened import Opened


async def every(opened: Opened) -> dict[str, Any]:
    """Everything the whole page uses."""
    catalogue, climbed = opened.catalogue, await opened.climbed()
    view = await account.show(
        opened.session, catalogue=catalogue, climbed=climbed, account_id=opened.id, now=opened.now
    )
    standing = await opened.standing()
    return {
        **await opened.frame(),
        "view": view,
        "keeps": is_keeper(opened.doer),
        "milestones": catalogue.milestones,
        "touchpoints": await touchpoints.of_account(
            opened.session, catalogue=catalogue, account_id=opened.id, now=opened.now
        ),
        "meetings": await meetings.summary(opened.session, opened.id, opened.now),
        "asked": await waiting.asked(opened.session, account_id=opened.id, now=opened.now),
        "timeline": await happened(opened, None, STEP),
        "topics": Topic,
        "holds": await holds.summary(opened.session, opened.id, opened.now),
        "tasks": await tasks.summary(opened.session, opened.id, opened.now),
        "pilot": await pilots.show(opened.session, opened.id),
        "decisions": await decisions.summary(opened.session, opened.id),
        "start": await start_gate.summary(opened.session, catalogue=catalogue, account_id=opened.id, now=opened.now),
        "now": opened.now,
        **verdict(standing),
        **await play(opened, standing),
        **await lanes(opened, view),
        **await activity(opened, view),
    }


def verdict(standing: Standing | None) -> dict[str, Any]:
    """The verdict, what would change it, and who can close what is missing."""
    return {"standing": standing, "says": advice.says, "closers": advice.CLOSERS}


async def play(
    opened: Opened, standing: Standing | None, sent: DraftForm | None = None, of: str = ""
) -> dict[str, Any]:
    """The play with its drafts; `sent` is the form that came back for the action `of`."""
    progress, writer = await opened.play(standing), await opened.writer(standing)
    drafts = {}
    for line in progress.lines if progress else ():
        if draft := writer.draft(line):
            version = line.own.version if line.own else 0
            form = editing(DraftForm(), version=version, now={"text": draft.text})
            drafts[line.key] = (draft, placed(sent if sent and line.key == of else form, line.key))
    return {
        "standing": standing,
        "play": progress,
        "drafts": drafts,
        "open_draft": of,
        "writer": writer,
        "duties": writer.duties,
    }


async def lanes(opened: Opened, view: AccountView) -> dict[str, Any]:
    """The tracks side by side, while they run."""
    if view.guidance.plan is None:
        return {"tracks": None, "lane_chart": None}
    found = await tracks.show(
        opened.session, catalogue=opened.catalogue, climbed=await opened.climbed(), account_id=opened.id, now=opened.now
    )
    owners = {track: owner.name for track, owner in found.owners.items()}
    return {"tracks": found, "lane_chart": lane_chart.draw(found.lanes, owners, view.onboarding, view.today)}


async def activity(opened: Opened, view: AccountView) -> dict[str, Any]:
    """How many people use the product, and how many in accounts like this one."""
    found = await similar.activity(
        opened.session,
        account_id=opened.id,
        onboarding=view.onboarding,
        industry=opened.header.industry,
        seats=opened.header.seats,
        now=opened.now,
    )
    return {"activity": found, "chart": activity_chart.draw(found)}


async def happened(opened: Opened, topic: Topic | None, shown: int) -> timeline.Timeline:
    """The latest of what happened."""
    return await timeline.show(
        opened.session,
        catalogue=opened.catalogue,
        climbed=await opened.climbed(),
        account_id=opened.id,
        topic=topic,
        shown=shown,
        now=opened.now,
    )
