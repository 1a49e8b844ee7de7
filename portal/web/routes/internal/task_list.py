"""All open tasks, whatever their account."""

from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.tasks import Task
from portal.services import task_lists, tasks
from portal.services.task_lists import View
from portal.web.deps import ReaderDep, SessionDep
from portal.web.internal.work import Work, WorkDep

router = APIRouter(prefix="/internal/tasks", include_in_schema=False)


@router.get("")
async def show(
    work: WorkDep,
    session: ReaderDep,
    *,
    view: View = View.MINE,
    account: UUID | None = None,
    after: UUID | None = None,
) -> Response:
    """A page of the list; `account` and `after` name the task that the page before ended with."""
    place = (account, after) if account and after else None
    return await _shown(work, session, view, place=place)


@router.post("/{account_id}/{task_id}/done")
async def done(
    work: WorkDep, session: SessionDep, account_id: UUID, *, task_id: UUID, view: View = View.MINE
) -> Response:
    """Say that a task is done. Raises Forbidden, NotFound."""
    return await _marked(work, session, account_id, task_id, view=view, is_done=True)


@router.post("/{account_id}/{task_id}/reopen")
async def reopen(
    work: WorkDep, session: SessionDep, account_id: UUID, *, task_id: UUID, view: View = View.MINE
) -> Response:
    """Say that a task is not done after all. Raises Forbidden, NotFound."""
    return await _marked(work, session, account_id, task_id, view=view, is_done=False)


async def _marked(
    work: Work, session: AsyncSession, account_id: UUID, task_id: UUID, *, view: View, is_done: bool
) -> Response:
    await tasks.mark(session, doer=work.doer, account_id=account_id, task_id=task_id, done=is_done, now=work.now)
    if not work.wants_partial:
        return work.go(f"/internal/tasks?view={view}")
    marked = await tasks.find(session, account_id=account_id, task_id=task_id)
    return await _shown(work, session, view, marked=marked if is_done else None)


async def _shown(
    work: Work,
    session: AsyncSession,
    view: View,
    *,
    place: tuple[UUID, UUID] | None = None,
    marked: Task | None = None,
) -> Response:
    listed = await task_lists.listed(session, staff=work.staff, view=view, after=place, now=work.now)
    if work.wants_partial:
        return work.partial("internal/tasks/_list.html", listed=listed, marked=marked)
    return work.page("internal/tasks/list.html", nav="tasks", listed=listed, views=View, marked=marked)
