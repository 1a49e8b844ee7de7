"""What a team has to do besides its milestones."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from portal.services import team_tasks
from portal.web.actor import ActorDep
from portal.web.deps import ReaderDep, SessionDep
from portal.web.routes.customer.visit import VisitDep
from portal.web.templating import page, partial, wants_partial

router = APIRouter(prefix="/tasks", include_in_schema=False)


@router.get("")
async def show(visit: VisitDep, session: ReaderDep) -> Response:
    """The member's own tasks, those of others, and what was done lately."""
    found = await team_tasks.look(session, member=visit.member, now=visit.now)
    if wants_partial(visit.request):
        return partial(visit.request, "customer/_tasks.html", tasks=found)
    return page(visit.request, "customer/tasks.html", tasks=found, vendor=visit.catalogue.vendor, member=visit.member)


@router.post("/{task_id}/done")
async def done(visit: VisitDep, session: SessionDep, actor: ActorDep, task_id: UUID) -> Response:
    """Say that a task is done. Raises NotFound, and Forbidden for somebody else's."""
    await team_tasks.mark(session, member=visit.member, actor=actor, task_id=task_id, done=True, now=visit.now)
    return await _marked(visit, session)


@router.post("/{task_id}/reopen")
async def reopen(visit: VisitDep, session: SessionDep, actor: ActorDep, task_id: UUID) -> Response:
    """Say that a task is not done after all. Raises NotFound, and Forbidden for somebody else's."""
    await team_tasks.mark(session, member=visit.member, actor=actor, task_id=task_id, done=False, now=visit.now)
    return await _marked(visit, session)


async def _marked(visit: VisitDep, session: SessionDep) -> Response:
    return await show(visit, session) if wants_partial(visit.request) else RedirectResponse("/tasks", 303)
