"""The decision log of an account: the latest on its page, all of them on a page of their own."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.decision_log import Decision
from portal.domain.errors import Stale
from portal.services import decisions
from portal.web.forms import placed, submitted
from portal.web.internal.conflicts import beside, editing
from portal.web.internal.forms.decision import DecisionForm
from portal.web.internal.work import File, FileDep, LookDep

LONGEST_SEARCH: Final = 100

router = APIRouter(prefix="/internal/accounts/{account_id}/decisions", include_in_schema=False)


@router.get("")
async def show(
    file: LookDep, *, q: Annotated[str, Query(max_length=LONGEST_SEARCH)] = "", after: UUID | None = None
) -> Response:
    """A page of the log: the decisions that say `q`, after the one of an id."""
    return await _shown(file, sought=q.replace("\0", ""), after=after)


@router.get("/new")
async def new(file: LookDep) -> Response:
    """Asks what was decided."""
    return await _shown(file, await _form(file))


@router.post("")
async def add(file: FileDep) -> Response:
    """Keep what was decided."""
    form = await _sent(file)
    if not form.validate():
        return await _shown(file, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    await decisions.add(file.session, says=form.says, readers=form.named, **file.about)
    return await _done(file)


@router.get("/{decision_id}")
async def edit(file: LookDep, decision_id: UUID) -> Response:
    """Asks how to put a decision differently. Raises NotFound."""
    decision = await _find(file, decision_id)
    form = await _form(file, decision)
    return await _shown(file, editing(form, version=decision.version, now=decisions.fields(decision)))


@router.post("/{decision_id}")
async def change(file: FileDep, decision_id: UUID) -> Response:
    """Put a decision differently; 409 with both texts where somebody else did meanwhile. Raises NotFound."""
    form = await _sent(file, await _find(file, decision_id))
    if not form.validate():
        return await _shown(file, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    version = form.version.data or 0
    try:
        await decisions.change(
            file.session, decision_id=decision_id, version=version, says=form.says, readers=form.named, **file.about
        )
    except Stale as stale:
        return await _shown(file, beside(form, stale), status=HTTP_409_CONFLICT)
    return await _done(file)


@router.post("/{decision_id}/told")
async def tell(file: FileDep, decision_id: UUID, name: Annotated[str, Form(max_length=200)]) -> Response:
    """Note that somebody knows of a decision now. Raises NotFound."""
    await decisions.tell(file.session, decision_id=decision_id, name=name, **file.about)
    return await _done(file)


async def _find(file: File, decision_id: UUID) -> Decision:
    return await decisions.find(file.session, account_id=file.account_id, decision_id=decision_id)


async def _form(file: File, decision: Decision | None = None) -> DecisionForm:
    return DecisionForm(names=await _names(file), today=file.work.today, decision=decision)


async def _sent(file: File, decision: Decision | None = None) -> DecisionForm:
    names, today = await _names(file), file.work.today
    return await submitted(
        file.work.request, lambda data: DecisionForm(data, names=names, today=today, decision=decision)
    )


async def _names(file: File) -> list[str]:
    return [person.name for person in await decisions.people(file.session, file.account_id)]


async def _done(file: File) -> Response:
    return await _shown(file) if file.work.wants_partial else file.work.go(file.address("decisions"))


async def _shown(
    file: File, form: DecisionForm | None = None, *, sought: str = "", after: UUID | None = None, status: int = 200
) -> Response:
    """The log, with a form where one is open; a page around it for a browser without scripts."""
    log = await decisions.log(file.session, file.account_id, sought=sought, after=after)
    names = {"decisions": log, "decision_form": placed(form, "decision") if form else None, "whole": True}
    if file.work.wants_partial:
        return file.work.partial("internal/_decisions_section.html", status=status, **names)
    return file.work.page("internal/decisions/account.html", nav="portfolio", status=status, **names)
