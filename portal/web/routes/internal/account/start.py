"""The start gate of an account: its sections with their gaps, who must close them, and the way to the kickoff."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_200_OK, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT
from wtforms import Form

from portal.domain.errors import Conflict, Invalid, Stale
from portal.domain.handoff import Chapter, answers
from portal.domain.path import final, forks
from portal.domain.versions import fingerprint
from portal.services import kickoff, start_gate
from portal.services.start_gate import StartView
from portal.web.conflicts import VersionedForm, beside, editing
from portal.web.forms import placed, submitted
from portal.web.internal.forms.handoff import Data, LeaveForm, form_of
from portal.web.internal.forms.kickoff import KickoffForm
from portal.web.internal.letters import letters
from portal.web.internal.opened import EditedDep, Opened, SeenDep
from portal.web.templating import page, partial, wants_partial

router = APIRouter(prefix="/internal/accounts/{account_id}", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Typed:
    """What came back with mistakes, or after somebody else had saved, to be shown as it was typed."""

    sections: Mapping[Chapter, VersionedForm] = field(default_factory=dict)
    kickoff: KickoffForm | None = None
    leave: Form | None = None
    refused: str | None = None


@router.get("/start")
async def show(opened: SeenDep) -> Response:
    """The whole page."""
    return await shown(opened)


@router.post("/start/override")
async def override(opened: EditedDep) -> Response:
    """Let a kickoff be scheduled in spite of gaps."""
    form = await submitted(opened.request, LeaveForm)
    if not form.validate():
        return await shown(opened, Typed(leave=form), HTTP_422_UNPROCESSABLE_CONTENT)
    await kickoff.give_leave(
        opened.session,
        account_id=opened.id,
        reason=form.reason.data or "",
        days=form.days.data or 0,
        doer=opened.doer,
        now=opened.now,
    )
    return await done(opened, "/start#gate")


@router.post("/start/override/end")
async def end_override(opened: EditedDep) -> Response:
    """Let the gate count again."""
    await kickoff.end_leave(opened.session, account_id=opened.id, doer=opened.doer, now=opened.now)
    return await done(opened, "/start#gate")


@router.post("/start/kickoff")
async def schedule(opened: EditedDep) -> Response:
    """Schedule the kickoff, or move it; while the gate is closed the page comes back with its gaps."""
    form = await submitted(opened.request, KickoffForm)
    if not form.validate():
        return await shown(opened, Typed(kickoff=form), HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await kickoff.schedule(
            opened.session,
            catalogue=opened.catalogue,
            account_id=opened.id,
            version=form.version.data or 0,
            starts_at=form.starts_at,
            attendees=form.invited,
            doer=opened.doer,
            now=opened.now,
        )
    except Stale as stale:
        return await shown(opened, Typed(kickoff=beside(form, stale)), HTTP_409_CONFLICT)
    except (Conflict, Invalid) as refusal:
        status = HTTP_409_CONFLICT if isinstance(refusal, Conflict) else HTTP_422_UNPROCESSABLE_CONTENT
        return await shown(opened, Typed(kickoff=form, refused=refusal.message), status)
    return await done(opened, "/start#kickoff")


@router.post("/start/{chapter}")
async def save(opened: EditedDep, chapter: Chapter) -> Response:
    """Save a section."""
    view = await _view(opened)
    form = await submitted(
        opened.request,
        lambda data: _placed(opened, view, chapter, data),
    )
    if not form.validate():
        return await shown(opened, Typed({chapter: form}), HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await start_gate.save(
            opened.session,
            account_id=opened.id,
            chapter=chapter,
            version=form.version.data or 0,
            given=form.data,
            typical_days=opened.portal.settings.typical_days,
            doer=opened.doer,
            now=opened.now,
        )
    except Stale as stale:
        return await shown(opened, Typed({chapter: beside(form, stale)}), HTTP_409_CONFLICT)
    return await done(opened, f"/start#{chapter}")


async def done(opened: Opened, path: str) -> Response:
    """The page's inside as it stands now, or the way back to it."""
    if wants_partial(opened.request):
        return await shown(opened)
    return RedirectResponse(f"{opened.address}{path}", 303)


async def shown(opened: Opened, typed: Typed | None = None, status: int = HTTP_200_OK) -> Response:
    """The page, or its inside, with what was typed where something is wrong with it."""
    view = await _view(opened)
    names = _names(opened, view, typed or Typed()) | {"tab": "start", "now": opened.now}
    if wants_partial(opened.request):
        return partial(opened.request, "internal/start/_start.html", status=status, **opened.names(), **names)
    return page(opened.request, "internal/start/start.html", status=status, **await opened.frame(), **names)


async def _view(opened: Opened) -> StartView:
    days = opened.portal.settings.typical_days
    return await start_gate.show(
        opened.session, catalogue=opened.catalogue, account_id=opened.id, typical_days=days, now=opened.now
    )


def _names(opened: Opened, view: StartView, typed: Typed) -> dict[str, Any]:
    return {
        "view": view,
        "forms": {chapter: typed.sections.get(chapter) or _form(opened, view, chapter) for chapter in Chapter},
        "opened": set(typed.sections),
        "kickoff_form": typed.kickoff or _kickoff_form(view),
        "leave_form": typed.leave or LeaveForm(),
        "refused": typed.refused,
        "letters": letters(view, opened.staff, opened.catalogue.product),
        "leaf": final(view.judged.path) if view.judged else None,
        "forks": forks(view.judged.path) if view.judged else (),
        "known": sorted({holder.name for holder in view.handoff.people.values() if holder.named}),
    }


def _form(opened: Opened, view: StartView, chapter: Chapter) -> VersionedForm:
    held = answers(view.handoff, chapter)
    return editing(_placed(opened, view, chapter, None), version=fingerprint(held), now=held)


def _placed(opened: Opened, view: StartView, chapter: Chapter, data: Data) -> VersionedForm:
    form = form_of(chapter, data, colleagues=view.colleagues, catalogue=opened.catalogue)
    return placed(form, chapter)


def _kickoff_form(view: StartView) -> KickoffForm:
    there = view.kickoff
    if there is None:
        invited = "\n".join(dict.fromkeys(one.name for one in view.handoff.people.values() if one.named))
        return editing(KickoffForm(), version=0, now={"on": None, "at": None, "attendees": invited})
    held = {"on": there.starts_at.date(), "at": there.starts_at.time(), "attendees": "\n".join(there.attendees)}
    return editing(KickoffForm(), version=there.version, now=held)
