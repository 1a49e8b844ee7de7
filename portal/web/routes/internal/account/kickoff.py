"""The kickoff of an account: its agenda with minutes, and the recap that goes out within a day."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_200_OK, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.content.plain import plain_letter
from portal.domain.errors import Conflict, Stale
from portal.domain.kickoff import addresses, fill
from portal.domain.roles import Duty
from portal.domain.wording import day
from portal.services import kickoff
from portal.services.kickoff import KickoffView
from portal.web.conflicts import beside, editing
from portal.web.forms import placed, submitted
from portal.web.internal.forms.kickoff import RecapForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep
from portal.web.mailto import mailto
from portal.web.templating import page, partial, wants_partial

router = APIRouter(prefix="/internal/accounts/{account_id}", include_in_schema=False)


@router.get("/kickoff")
async def show(opened: SeenDep) -> Response:
    """The whole page."""
    return await _shown(opened)


@router.post("/kickoff/recap")
async def recap(opened: EditedDep) -> Response:
    """Keep the recap, and note that it went out."""
    form = placed(await submitted(opened.request, RecapForm), "recap")
    if not form.validate():
        return await _shown(opened, form, HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await kickoff.keep_recap(
            opened.session,
            account_id=opened.id,
            version=form.version.data or 0,
            text=form.recap.data or "",
            sent=form.sent,
            doer=opened.doer,
            now=opened.now,
        )
    except Stale as stale:
        return await _shown(opened, beside(form, stale), HTTP_409_CONFLICT)
    except Conflict as refusal:
        form.recap.errors = [refusal.message]
        return await _shown(opened, form, HTTP_409_CONFLICT)
    if wants_partial(opened.request):
        return await _shown(opened)
    return RedirectResponse(f"{opened.address}/kickoff#recap", 303)


async def _shown(opened: Opened, form: RecapForm | None = None, status: int = HTTP_200_OK) -> Response:
    view = await kickoff.show(opened.session, catalogue=opened.catalogue, account_id=opened.id, now=opened.now)
    names = {"view": view, "tab": "kickoff", "now": opened.now, **_recap(opened, view, form)}
    if wants_partial(opened.request):
        return partial(opened.request, "internal/kickoff/_recap.html", status=status, **opened.names(), **names)
    return page(opened.request, "internal/kickoff/kickoff.html", status=status, **await opened.frame(), **names)


def _recap(opened: Opened, view: KickoffView, form: RecapForm | None) -> dict[str, Any]:
    """The recap's form: as somebody wrote it, or else the playbook's draft with what is known filled in."""
    held = view.kickoff
    if held is None:
        return {"form": None, "mail": None}
    draft = next((one.draft for one in view.phase.deliverables if one.draft), "")
    text = held.recap or f"{fill(plain_letter(draft or ''), _known(opened, view))}\n\n{opened.staff.name}"
    subject = f"{view.header.name}: what we agreed in the kickoff"
    return {
        "form": form or editing(placed(RecapForm(), "recap"), version=held.version, now={"recap": text}),
        "mail": mailto(addresses(held.attendees), subject, text) if held.recap else None,
    }


def _known(opened: Opened, view: KickoffView) -> Mapping[str, str | None]:
    handoff, target = view.handoff, view.onboarding.target_go_live_on
    numbers = {"baseline": handoff.baseline, "3 months": handoff.goal_3, "6 months": handoff.goal_6}
    numbers["12 months"] = handoff.goal_12
    measured = opened.catalogue.metrics.get(handoff.metric_id or "")
    return {
        **{f"{duty}": handoff.holder(duty).name for duty in Duty},
        **{name: f"{value:g}" for name, value in numbers.items() if value is not None},
        "metric": measured.name if measured else handoff.metric_name,
        "pilot day": day(view.pilot_on) if view.pilot_on else None,
        "go-live day": day(target) if target else None,
    }
