"""The tasks of an account: a section of its page, and a page of their own."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Invalid, Stale
from portal.services import tasks
from portal.web.conflicts import beside, editing
from portal.web.forms import SeenVersion, placed, submitted
from portal.web.internal.forms.task import TaskForm
from portal.web.internal.opened import EditedDep, Opened, SeenDep

NEW: Final = "new"

router = APIRouter(prefix="/internal/accounts/{account_id}/tasks", include_in_schema=False)


@router.get("")
async def show(opened: SeenDep) -> Response:
    """Every task of an account."""
    return await _shown(opened)


@router.get("/new")
async def new(opened: SeenDep) -> Response:
    """Asks for a further task."""
    return await _shown(opened, TaskForm(section=await _section(opened)))


@router.post("")
async def add(opened: EditedDep) -> Response:
    """Give somebody something to do."""
    section = await _section(opened)
    form = await submitted(opened.request, lambda data: TaskForm(data, section=section))
    if not form.validate():
        return await _shown(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await tasks.add(opened.session, draft=form.draft, **opened.about)
    except Invalid as error:
        form.refuse(error)
        return await _shown(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    return await _done(opened)


@router.get("/{task_id}")
async def edit(opened: SeenDep, task_id: UUID) -> Response:
    """Asks what should become of a task. Raises NotFound."""
    task = await tasks.find(opened.session, account_id=opened.id, task_id=task_id)
    form = TaskForm(section=await _section(opened), task_id=task_id)
    return await _shown(opened, editing(form, version=task.version, now=tasks.fields(task)))


@router.post("/{task_id}")
async def change(opened: EditedDep, task_id: UUID) -> Response:
    """Change a task; 409 with both texts where somebody else changed it meanwhile. Raises NotFound."""
    section = await _section(opened)
    form = await submitted(opened.request, lambda data: TaskForm(data, section=section, task_id=task_id))
    if not form.validate():
        return await _shown(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    version = form.version.data or 0
    try:
        await tasks.change(opened.session, task_id=task_id, version=version, draft=form.draft, **opened.about)
    except Stale as stale:
        return await _shown(opened, beside(form, stale), status=HTTP_409_CONFLICT)
    except Invalid as error:
        form.refuse(error)
        return await _shown(opened, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    return await _done(opened)


@router.post("/{task_id}/done")
async def done(opened: EditedDep, task_id: UUID) -> Response:
    """Say that a task is done. Raises NotFound."""
    await tasks.mark(opened.session, task_id=task_id, done=True, **opened.about)
    return await _done(opened)


@router.post("/{task_id}/reopen")
async def reopen(opened: EditedDep, task_id: UUID) -> Response:
    """Say that a task is not done after all. Raises NotFound."""
    await tasks.mark(opened.session, task_id=task_id, done=False, **opened.about)
    return await _done(opened)


@router.post("/{task_id}/remove")
async def remove(opened: EditedDep, task_id: UUID, version: SeenVersion) -> Response:
    """Take a task off the list. Raises NotFound, Stale, and Conflict while another one waits for it."""
    await tasks.remove(opened.session, task_id=task_id, version=version, **opened.about)
    return await _done(opened)


async def _section(opened: Opened) -> tasks.Section:
    return await tasks.summary(opened.session, opened.id, opened.now)


async def _done(opened: Opened) -> Response:
    return await _shown(opened) if opened.work.wants_partial else opened.work.go(f"{opened.address}/tasks")


async def _shown(opened: Opened, form: TaskForm | None = None, *, status: int = 200) -> Response:
    """The section, with a form where one is open; a page around it for a browser without scripts."""
    section = await _section(opened)
    form = placed(form, "task") if form else None
    if opened.work.wants_partial:
        return opened.work.partial("internal/_tasks_section.html", status=status, tasks=section, task_form=form)
    return opened.work.page("internal/tasks/account.html", nav="tasks", status=status, tasks=section, task_form=form)
