"""The go-live of an account: the checklist, its PDF, and the declaration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.status import HTTP_200_OK, HTTP_403_FORBIDDEN, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Conflict, Forbidden, Invalid, Stale
from portal.domain.readiness import Checked, Ticked
from portal.services import go_live
from portal.services.go_live import GoLiveView
from portal.web.conflicts import beside, editing
from portal.web.documents import pdf
from portal.web.forms import placed, submitted
from portal.web.internal.forms.go_live import DeclareForm, ReplyForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep
from portal.web.templating import page, partial, wants_partial

REFUSED: Final = {Forbidden: HTTP_403_FORBIDDEN, Conflict: HTTP_409_CONFLICT}
"""How a declaration is refused; otherwise it does not fit."""

router = APIRouter(prefix="/internal/accounts/{account_id}", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Typed:
    """What came back with mistakes, or after somebody else had saved."""

    replies: Mapping[str, ReplyForm] = field(default_factory=dict)
    declare: DeclareForm | None = None
    refused: str | None = None


@router.get("/go-live")
async def show(opened: SeenDep) -> Response:
    """The whole page."""
    return await _shown(opened)


@router.get("/go-live.pdf")
async def download(opened: SeenDep) -> Response:
    """The checklist as a document. Raises Unavailable where none can be made."""
    view = await _view(opened)
    names = {"view": view, "vendor": opened.catalogue.vendor}
    filename = f"{view.header.name}-go-live-readiness.pdf"
    return await pdf(opened.request, "internal/documents/readiness.html", filename=filename, **names)


@router.post("/go-live/checks/{check_id}")
async def answer(opened: EditedDep, check_id: str) -> Response:
    """Answer a check."""
    form = placed(await submitted(opened.request, ReplyForm), check_id)
    if not form.validate():
        return await _shown(opened, Typed({check_id: form}), HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await go_live.answer(
            opened.session,
            catalogue=opened.catalogue,
            account_id=opened.id,
            check_id=check_id,
            version=form.version.data or 0,
            ticked=Ticked(form.answer.data),
            note=form.note.data or None,
            doer=opened.doer,
            now=opened.now,
        )
    except Stale as stale:
        return await _shown(opened, Typed({check_id: beside(form, stale)}), HTTP_409_CONFLICT)
    return await _done(opened, f"#check-{check_id}")


@router.post("/go-live")
async def declare(opened: EditedDep) -> Response:
    """Declare the day on which the account went live, or put it right."""
    form = await submitted(opened.request, DeclareForm)
    if not form.validate() or form.on.data is None:
        return await _shown(opened, Typed(declare=form), HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await go_live.declare(
            opened.session,
            catalogue=opened.catalogue,
            account_id=opened.id,
            version=form.version.data or 0,
            on=form.on.data,
            reason=form.reason.data or "",
            doer=opened.doer,
            now=opened.now,
        )
    except Stale as stale:
        return await _shown(opened, Typed(declare=beside(form, stale)), HTTP_409_CONFLICT)
    except (Invalid, Conflict, Forbidden) as refusal:
        status = REFUSED.get(type(refusal), HTTP_422_UNPROCESSABLE_CONTENT)
        return await _shown(opened, Typed(declare=form, refused=refusal.message), status)
    return await _done(opened, "#declare")


async def _done(opened: Opened, place: str) -> Response:
    if wants_partial(opened.request):
        return await _shown(opened)
    return RedirectResponse(f"{opened.address}/go-live{place}", 303)


async def _shown(opened: Opened, typed: Typed | None = None, status: int = HTTP_200_OK) -> Response:
    view, came = await _view(opened), typed or Typed()
    names = {
        "view": view,
        "tab": "go_live",
        "replies": {**_replies(view), **came.replies},
        "opened_checks": set(came.replies),
        "declare": came.declare or _declaring(view),
        "refused": came.refused,
    }
    if wants_partial(opened.request):
        return partial(opened.request, "internal/go_live/_go_live.html", status=status, **opened.names(), **names)
    return page(opened.request, "internal/go_live/go_live.html", status=status, **await opened.frame(), **names)


async def _view(opened: Opened) -> GoLiveView:
    return await go_live.show(opened.session, catalogue=opened.catalogue, account_id=opened.id, now=opened.now)


def _replies(view: GoLiveView) -> dict[str, ReplyForm]:
    return {one.check.id: _reply(one) for section in view.sections for one in section.checks if one.by_hand}


def _reply(one: Checked) -> ReplyForm:
    form = placed(ReplyForm(), one.check.id)
    return editing(form, version=one.reply.version if one.reply else 0, now=go_live.fields(one.reply))


def _declaring(view: GoLiveView) -> DeclareForm:
    version = view.declared[0].number if view.declared else 0
    return editing(DeclareForm(), version=version, now=go_live.told(view))
