"""Work in the background: what failed for good, what is under way and how far it came, what waits."""

from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.subjects import Subject
from portal.services import jobs
from portal.web.deps import ReaderDep, SessionDep
from portal.web.internal.job_words import of_kind
from portal.web.routes.internal.settings.desk import HERE, Desk, DeskDep
from portal.web.templating import wants_partial

router = APIRouter(prefix=f"{HERE}/jobs", include_in_schema=False)


@router.get("")
async def show(desk: DeskDep, session: ReaderDep) -> Response:
    """What the queue holds. Raises Forbidden."""
    return await _page(desk, session)


@router.post("/{job_id}/retry")
async def try_again(desk: DeskDep, session: SessionDep, job_id: UUID) -> Response:
    """Try a job that failed for good from the beginning. Raises Forbidden, NotFound."""
    await jobs.try_again(session, doer=desk.doer, job_id=job_id, now=desk.now)
    return await _done(desk, session)


@router.post("/{job_id}/discard")
async def discard(desk: DeskDep, session: SessionDep, job_id: UUID) -> Response:
    """Give up on a job that failed for good. Raises Forbidden, NotFound."""
    await jobs.discard(session, doer=desk.doer, job_id=job_id, now=desk.now)
    return await _done(desk, session)


async def _done(desk: Desk, session: AsyncSession) -> Response:
    return await _page(desk, session) if wants_partial(desk.request) else desk.go(Subject.JOBS)


async def _page(desk: Desk, session: AsyncSession) -> Response:
    """The jobs as they stand now, alone or on their page."""
    seen = await jobs.look(session, staff=desk.staff, now=desk.now)
    shown, name = (desk.partial, "_jobs") if wants_partial(desk.request) else (desk.page, "jobs")
    return shown(Subject.JOBS, name, **seen._asdict(), of_kind=of_kind)
