"""The tasks of an account: a section of its page, and a page of their own."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Invalid, Stale
from portal.services import tasks
from portal.web.forms import placed, submitted
from portal.web.internal.conflicts import beside, editing
from portal.web.internal.forms.task import TaskForm
from portal.web.internal.work import File, FileDep, LookDep

NEW: Final = "new"

router = APIRouter(prefix="/internal/accounts/{account_id}/tasks", include_in_schema=False)


@router.get("")
async def show(file: LookDep) -> Response:
    """Every task of an account."""
    return await _shown(file)


@router.get("/new")
async def new(file: LookDep) -> Response:
    """Asks for a further task."""
    return await _shown(file, TaskForm(section=await _section(file)))


@router.post("")
async def add(file: FileDep) -> Response:
    """Give somebody something to do."""
    section = await _section(file)
    form = await submitted(file.work.request, lambda data: TaskForm(data, section=section))
    if not form.validate():
        return await _shown(file, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await tasks.add(file.session, draft=form.draft, **file.about)
    except Invalid as error:
        form.refuse(error)
        return await _shown(file, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    return await _done(file)


@router.get("/{task_id}")
async def edit(file: LookDep, task_id: UUID) -> Response:
    """Asks what should become of a task. Raises NotFound."""
    task = await tasks.find(file.session, account_id=file.account_id, task_id=task_id)
    form = TaskForm(section=await _section(file), task_id=task_id)
    return await _shown(file, editing(form, version=task.version, now=tasks.fields(task)))


@router.post("/{task_id}")
async def change(file: FileDep, task_id: UUID) -> Response:
    """Change a task; 409 with both texts where somebody else changed it meanwhile. Raises NotFound."""
    section = await _section(file)
    form = await submitted(file.work.request, lambda data: TaskForm(data, section=section, task_id=task_id))
    if not form.validate():
        return await _shown(file, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    version = form.version.data or 0
    try:
        await tasks.change(file.session, task_id=task_id, version=version, draft=form.draft, **file.about)
    except Stale as stale:
        return await _shown(file, beside(form, stale), status=HTTP_409_CONFLICT)
    except Invalid as error:
        form.refuse(error)
        return await _shown(file, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    return await _done(file)


@router.post("/{task_id}/done")
async def done(file: FileDep, task_id: UUID) -> Response:
    """Say that a task is done. Raises NotFound."""
    await tasks.mark(file.session, task_id=task_id, done=True, **file.about)
    return await _done(file)


@router.post("/{task_id}/reopen")
async def reopen(file: FileDep, task_id: UUID) -> Response:
    """Say that a task is not done after all. Raises NotFound."""
    await tasks.mark(file.session, task_id=task_id, done=False, **file.about)
    return await _done(file)


@router.post("/{task_id}/remove")
async def remove(file: FileDep, task_id: UUID) -> Response:
    """Take a task off the list. Raises NotFound, and Conflict while another one waits for it."""
    await tasks.remove(file.session, task_id=task_id, **file.about)
    return await _done(file)


async def _section(file: File) -> tasks.Section:
    return await tasks.summary(file.session, file.account_id, file.work.now)


async def _done(file: File) -> Response:
    return await _shown(file) if file.work.wants_partial else file.work.go(file.address("tasks"))


async def _shown(file: File, form: TaskForm | None = None, *, status: int = 200) -> Response:
    """The section, with a form where one is open; a page around it for a browser without scripts."""
    section = await _section(file)
    form = placed(form, "task") if form else None
    if file.work.wants_partial:
        return file.work.partial("internal/_tasks_section.html", status=status, tasks=section, task_form=form)
    return file.work.page("internal/tasks/account.html", nav="tasks", status=status, tasks=section, task_form=form)
