"""The systems that send events: what each is called, and whose pages may hold its key."""

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.db.event_names import Sender
from portal.domain.errors import Invalid, Stale
from portal.domain.subjects import Subject
from portal.services import sources
from portal.web.conflicts import beside, editing
from portal.web.deps import ReaderDep, SessionDep
from portal.web.forms import placed, submitted
from portal.web.internal.forms.source import BrowserSourceForm, SourceForm
from portal.web.routes.internal.settings.desk import HERE, Desk, DeskDep
from portal.web.templating import wants_partial

router = APIRouter(prefix=f"{HERE}/keys/sources", include_in_schema=False)


@router.get("/{source_id}")
async def show(desk: DeskDep, session: ReaderDep, source_id: int) -> Response:
    """One line of the list. Raises Forbidden, NotFound."""
    return await _line(desk, session, source_id)


@router.get("/{source_id}/edit")
async def ask(desk: DeskDep, session: ReaderDep, source_id: int) -> Response:
    """The form about one of them. Raises Forbidden, NotFound."""
    there = await sources.one(session, staff=desk.staff, source_id=source_id)
    form = editing(_kind(there)(), version=there.version, now=sources.fields(there))
    return await _line(desk, session, source_id, form=form)


@router.post("/{source_id}")
async def save(desk: DeskDep, session: SessionDep, source_id: int) -> Response:
    """Keep what was entered. Raises Forbidden, NotFound."""
    there = await sources.one(session, staff=desk.staff, source_id=source_id)
    form = await submitted(desk.request, _kind(there))
    if not form.validate():
        return await _line(desk, session, source_id, form=form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    version = form.version.data or 0
    try:
        await sources.change(
            session, doer=desk.doer, source_id=source_id, named=form.named, version=version, now=desk.now
        )
    except Invalid as refusal:
        form.name.errors = [refusal.message]
        return await _line(desk, session, source_id, form=form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    except Stale as stale:
        return await _line(desk, session, source_id, form=beside(form, stale), status=HTTP_409_CONFLICT)
    if wants_partial(desk.request):
        return await _line(desk, session, source_id, saved=True)
    return desk.go(Subject.KEYS, f"/sources/{source_id}")


def _kind(there: Sender) -> type[SourceForm]:
    return BrowserSourceForm if there.browser else SourceForm


async def _line(
    desk: Desk,
    session: AsyncSession,
    source_id: int,
    *,
    form: SourceForm | None = None,
    saved: bool = False,
    status: int = 200,
) -> Response:
    """The line of one of them: alone, or on a page of its own; with `form` it is being edited."""
    there = await sources.one(session, staff=desk.staff, source_id=source_id)
    form = placed(form, f"source-{source_id}") if form else None
    return desk.line(Subject.KEYS, "source", status=status, one=there, form=form, saved=saved)
