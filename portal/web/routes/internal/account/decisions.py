"""The decision log of an account: the latest on its page, all of them on a page of their own."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.decision_log import Decision
from portal.domain.errors import Stale
from portal.services import decisions
from portal.web.conflicts import beside, editing
from portal.web.forms import placed, submitted
from portal.web.internal.forms.decision import DecisionForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep

LONGEST_SEARCH: Final = 100

router = APIRouter(prefix="/internal/accounts/{account_id}/decisions", include_in_schema=False)


@router.get("")
async def show(
    opened: SeenDep, *, q: Annotated[str, Query(max_length=LONGEST_SEARCH)] = "", after: UUID | None = None
) -> Response:
    """A page of the log: the decisions that say `q`, after the one of an id."""
    return await _shown(opened, sought=q.replace("\0", ""), after=after)


@router.get("/new")
async def new(opened: SeenDep) -> Response:
    """Asks what was decided."""
    return await _shown(opened, await _form(opened))


@router.post("")
async def add(opened: EditedDep) -> Response:
    """Keep what was decided."""
    form = await _sent(opened)
    if not form.validate():
        return await _shown(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    await decisions.add(opened.session, says=form.says, readers=form.named, **opened.about)
    return await _done(opened)


@router.get("/{decision_id}")
async def edit(opened: SeenDep, decision_id: UUID) -> Response:
    """Asks how to put a decision differently. Raises NotFound."""
    decision = await _find(opened, decision_id)
    form = await _form(opened, decision)
    return await _shown(opened, editing(form, version=decision.version, now=decisions.fields(decision)))


@router.post("/{decision_id}")
async def change(opened: EditedDep, decision_id: UUID) -> Response:
    """Put a decision differently; 409 with both texts where somebody else did meanwhile. Raises NotFound."""
    form = await _sent(opened, await _find(opened, decision_id))
    if not form.validate():
        return await _shown(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    version = form.version.data or 0
    try:
        await decisions.change(
            opened.session, decision_id=decision_id, version=version, says=form.says, readers=form.named, **opened.about
        )
    except Stale as stale:
        return await _shown(opened, beside(form, stale), status=HTTP_409_CONFLICT)
    return await _done(opened)


@router.post("/{decision_id}/told")
async def tell(opened: EditedDep, decision_id: UUID, name: Annotated[str, Form(max_length=200)]) -> Response:
    """Note that somebody knows of a decision now. Raises NotFound."""
    await decisions.tell(opened.session, decision_id=decision_id, name=name, **opened.about)
    return await _done(opened)


async def _find(opened: Opened, decision_id: UUID) -> Decision:
    return await decisions.find(opened.session, account_id=opened.id, decision_id=decision_id)


async def _form(opened: Opened, decision: Decision | None = None) -> DecisionForm:
    return DecisionForm(names=await _names(opened), today=opened.work.today, decision=decision)


async def _sent(opened: Opened, decision: Decision | None = None) -> DecisionForm:
    names, today = await _names(opened), opened.work.today
    return await submitted(opened.request, lambda data: DecisionForm(data, names=names, today=today, decision=decision))


async def _names(opened: Opened) -> list[str]:
    return [person.name for person in await decisions.people(opened.session, opened.id)]


async def _done(opened: Opened) -> Response:
    return await _shown(opened) if opened.work.wants_partial else opened.work.go(f"{opened.address}/decisions")


async def _shown(
    opened: Opened, form: DecisionForm | None = None, *, sought: str = "", after: UUID | None = None, status: int = 200
) -> Response:
    """The log, with a form where one is open; a page around it for a browser without scripts."""
    log = await decisions.log(opened.session, opened.id, sought=sought, after=after)
    names = {"decisions": log, "decision_form": placed(form, "decision") if form else None, "whole": True}
    if opened.work.wants_partial:
        return opened.work.partial("internal/_decisions_section.html", status=status, **names)
    return opened.work.page("internal/decisions/account.html", nav="portfolio", status=status, **names)
