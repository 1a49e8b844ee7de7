"""The vendor's people: who they are, what their groups let them do, and whether they come in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Stale
from portal.domain.subjects import Subject
from portal.services import staff as staff_service
from portal.web.conflicts import beside, editing
from portal.web.deps import ReaderDep, SessionDep
from portal.web.forms import placed, submitted
from portal.web.internal.forms.staff import StaffForm
from portal.web.routes.internal.settings.desk import HERE, Desk, DeskDep
from portal.web.templating import wants_partial

router = APIRouter(prefix=f"{HERE}/staff", include_in_schema=False)


@router.get("")
async def show(
    desk: DeskDep, session: ReaderDep, *, q: Annotated[str, Query(max_length=100)] = "", after: UUID | None = None
) -> Response:
    """Everybody, by name. Raises Forbidden."""
    listed = await staff_service.everybody(session, staff=desk.staff, q=q.replace("\0", "").strip(), after=after)
    return desk.page(Subject.STAFF, "staff", listed=listed)


@router.get("/{staff_id}")
async def show_one(desk: DeskDep, session: ReaderDep, staff_id: UUID) -> Response:
    """One line of the list. Raises Forbidden, NotFound."""
    return await _line(desk, session, staff_id)


@router.get("/{staff_id}/edit")
async def ask(desk: DeskDep, session: ReaderDep, staff_id: UUID) -> Response:
    """The form about one of them. Raises Forbidden, NotFound."""
    desk.doer.require_owner()
    line = await staff_service.one(session, staff=desk.staff, staff_id=staff_id)
    form = editing(StaffForm(), version=line.version, now=staff_service.fields(line.details))
    return await _line(desk, session, staff_id, form=form)


@router.post("/{staff_id}")
async def save(desk: DeskDep, session: SessionDep, staff_id: UUID) -> Response:
    """Keep what was entered. Raises Forbidden, NotFound."""
    desk.doer.require_owner()
    form = await submitted(desk.request, StaffForm)
    if not form.validate():
        return await _line(desk, session, staff_id, form=form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    version = form.version.data or 0
    try:
        await staff_service.change(
            session, doer=desk.doer, staff_id=staff_id, details=form.details, version=version, now=desk.now
        )
    except Stale as stale:
        return await _line(desk, session, staff_id, form=beside(form, stale), status=HTTP_409_CONFLICT)
    return await _done(desk, session, staff_id)


@router.post("/{staff_id}/switch-off")
async def switch_off(desk: DeskDep, session: SessionDep, staff_id: UUID) -> Response:
    """Keep somebody out from now on. Raises Forbidden, NotFound, Conflict."""
    await staff_service.switch_off(session, doer=desk.doer, staff_id=staff_id, now=desk.now)
    return await _done(desk, session, staff_id)


@router.post("/{staff_id}/switch-on")
async def switch_on(desk: DeskDep, session: SessionDep, staff_id: UUID) -> Response:
    """Let somebody in again. Raises Forbidden, NotFound."""
    await staff_service.switch_on(session, doer=desk.doer, staff_id=staff_id, now=desk.now)
    return await _done(desk, session, staff_id)


async def _done(desk: Desk, session: AsyncSession, staff_id: UUID) -> Response:
    """The line as it stands now, or the way to it."""
    if wants_partial(desk.request):
        return await _line(desk, session, staff_id, saved=True)
    return desk.go(Subject.STAFF, f"/{staff_id}")


async def _line(
    desk: Desk,
    session: AsyncSession,
    staff_id: UUID,
    *,
    form: StaffForm | None = None,
    saved: bool = False,
    status: int = 200,
) -> Response:
    """The line of one of them: alone, or on a page of its own; with `form` it is being edited."""
    line = await staff_service.one(session, staff=desk.staff, staff_id=staff_id)
    form = placed(form, f"staff-{staff_id}") if form else None
    return desk.line(Subject.STAFF, "staff_member", status=status, one=line, form=form, saved=saved)
