"""An account's verdicts before the present one, the rows behind an answer, and a person's word against a verdict."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Conflict, NotFound
from portal.domain.risk import Level
from portal.services import evidence, overrides, verdicts
from portal.web.forms import placed, submitted
from portal.web.internal import sections
from portal.web.internal.forms.account import OverrideForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep
from portal.web.request_ids import request_id_of
from portal.web.templating import page, partial, wants_partial

router = APIRouter(prefix="/internal/accounts/{account_id}", include_in_schema=False)


@router.get("/verdicts")
async def history(opened: SeenDep, before: UUID | None = None) -> Response:
    """Every verdict of an account with its path, a page at a time."""
    found, older = await verdicts.former(opened.session, account_id=opened.id, before=before)
    return page(
        opened.request,
        "internal/account/verdicts.html",
        **await opened.frame(),
        verdicts=found,
        begun=before is not None,
        older=older,
    )


@router.get("/evidence/{node_id}")
async def rows(opened: SeenDep, node_id: str, before: int | None = None) -> Response:
    """What an answer of the path was counted from, down to the events."""
    found = await evidence.behind(
        opened.session, catalogue=opened.catalogue, account_id=opened.id, node_id=node_id, before=before
    )
    return page(opened.request, "internal/account/evidence.html", **await opened.frame(), evidence=found)


@router.get("/override")
async def ask(opened: SeenDep) -> Response:
    """The form that says something against the verdict."""
    return await _shown(opened, OverrideForm(now=opened.now))


@router.post("/override")
async def override(opened: EditedDep) -> Response:
    """Let the account stand elsewhere for some days, whatever its verdict."""
    form = await submitted(opened.request, lambda data: OverrideForm(data, now=opened.now))
    if not form.validate():
        return await _shown(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await overrides.override(
            opened.session,
            account_id=opened.id,
            staff=opened.staff,
            level=Level(form.level.data),
            reason=form.reason.data or "",
            days=form.days,
            now=opened.now,
            request_id=request_id_of(opened.request),
        )
    except Conflict as refusal:
        return await _shown(opened, form, status=HTTP_409_CONFLICT, refusal=refusal.message)
    return await _went_on(opened)


@router.post("/override/end")
async def end(opened: EditedDep) -> Response:
    """Let the computed verdict count again."""
    request_id = request_id_of(opened.request)
    await overrides.end_override(
        opened.session, account_id=opened.id, staff=opened.staff, now=opened.now, request_id=request_id
    )
    return await _went_on(opened)


async def _shown(opened: Opened, form: OverrideForm, *, status: int = 200, refusal: str = "") -> Response:
    standing = await opened.standing()
    if standing is None:
        message = "This account has no verdict yet, so there is nothing to override. Wait for its first check."
        raise NotFound(message)
    names: dict[str, Any] = {"override": placed(form, "override"), "refusal": refusal}
    if wants_partial(opened.request):
        names |= {**opened.names(), **sections.verdict(standing)}
        return partial(opened.request, "internal/account/_verdict.html", status=status, **names)
    return page(opened.request, "internal/account.html", status=status, **await sections.every(opened), **names)


async def _went_on(opened: Opened) -> Response:
    if not wants_partial(opened.request):
        return RedirectResponse(f"{opened.address}#verdict", 303)
    names = {**opened.names(), **sections.verdict(await opened.standing())}
    return partial(opened.request, "internal/account/_verdict.html", **names)
