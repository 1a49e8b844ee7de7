"""A touchpoint of an account: what it is for, what to write, and what became of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Invalid, Stale
from portal.domain.touchpoints import Touchpoint, key_from
from portal.services import touchpoints
from portal.web.conflicts import VersionedForm, beside, editing
from portal.web.forms import placed, submitted
from portal.web.internal.forms.touchpoint import MoveForm, OutcomeForm, SkipForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep
from portal.web.internal.touchpoint_letter import letter

router = APIRouter(prefix="/internal/accounts/{account_id}/touchpoints/{key}", include_in_schema=False)


@dataclass
class Forms:
    """The forms of the page; one that came back is `open`."""

    done: OutcomeForm = field(default_factory=OutcomeForm)
    skip: SkipForm = field(default_factory=SkipForm)
    move: MoveForm = field(default_factory=MoveForm)
    open: VersionedForm | None = None


@router.get("")
async def show(opened: SeenDep, key: str) -> Response:
    """The touchpoint. Raises NotFound."""
    return await _shown(opened, await _found(opened, key, touchpoints.find), Forms())


@router.post("/done")
async def done(opened: EditedDep, key: str) -> Response:
    """Say that it was held, and what came of it. Raises NotFound and Conflict."""
    form = await submitted(opened.request, OutcomeForm)
    act = partial(touchpoints.finish, outcome=form.note.data or "")
    return await _tried(opened, key, Forms(done=form, open=form), form, act)


@router.post("/skip")
async def skip(opened: EditedDep, key: str) -> Response:
    """Say that it will not be held, and why. Raises NotFound and Conflict."""
    form = await submitted(opened.request, SkipForm)
    act = partial(touchpoints.skip, reason=form.note.data or "")
    return await _tried(opened, key, Forms(skip=form, open=form), form, act)


@router.post("/move")
async def move(opened: EditedDep, key: str) -> Response:
    """Hold it on another day. Raises NotFound and Conflict."""
    form = await submitted(opened.request, MoveForm)
    act = partial(touchpoints.move, to=form.to.data or opened.now.date())
    return await _tried(opened, key, Forms(move=form, open=form), form, act)


@router.post("/reopen")
async def reopen(opened: EditedDep, key: str) -> Response:
    """Say that it is not over after all. Raises NotFound."""
    touchpoint = await _found(opened, key, touchpoints.taken)
    version = touchpoint.record.version
    await touchpoints.reopen(opened.session, doer=opened.doer, touchpoint=touchpoint, version=version, now=opened.now)
    return await _went(opened, key)


async def _tried(
    opened: Opened, key: str, forms: Forms, form: VersionedForm, act: Callable[..., Awaitable[None]]
) -> Response:
    """Do what a form asks for, or show it again with what is wrong."""
    touchpoint = await _found(opened, key, touchpoints.taken)
    if not form.validate():
        return await _shown(opened, touchpoint, forms, HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await act(
            opened.session, doer=opened.doer, touchpoint=touchpoint, version=form.version.data or 0, now=opened.now
        )
    except Stale as stale:
        beside(form, Stale(version=stale.version, now=_within(form, stale.now), by=stale.by))
        return await _shown(opened, touchpoint, forms, HTTP_409_CONFLICT)
    except Invalid as error:
        forms.move.to.errors = [error.message]
        return await _shown(opened, touchpoint, forms, HTTP_422_UNPROCESSABLE_CONTENT)
    return await _went(opened, key)


async def _found(opened: Opened, key: str, how: Callable[..., Awaitable[Touchpoint]]) -> Touchpoint:
    return await how(
        opened.session, catalogue=opened.catalogue, account_id=opened.id, key=key_from(key), now=opened.now
    )


async def _went(opened: Opened, key: str) -> Response:
    if opened.work.wants_partial:
        return await _shown(opened, await _found(opened, key, touchpoints.find), Forms())
    return opened.work.go(f"{opened.address}/touchpoints/{key}")


async def _shown(opened: Opened, touchpoint: Touchpoint, forms: Forms, status: int = 200) -> Response:
    now = touchpoints.fields(touchpoint)
    for place, form in (("done", forms.done), ("skip", forms.skip), ("move", forms.move)):
        if form is not forms.open:
            editing(form, version=touchpoint.record.version, now=_within(form, now))
        placed(form, place)
    to, draft = await letter(opened, touchpoint)
    names = {"header": opened.header, "touchpoint": touchpoint, "forms": forms, "to": to, "draft": draft}
    if opened.work.wants_partial:
        return opened.work.partial("internal/touchpoint/_touchpoint.html", status=status, **names)
    return opened.work.page("internal/touchpoint/touchpoint.html", nav="calendar", status=status, **names)


def _within(form: VersionedForm, now: Mapping[str, object]) -> dict[str, object]:
    """What stands there now, as far as the form has a field for it."""
    return {name: value for name, value in now.items() if name in form}
