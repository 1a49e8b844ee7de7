"""A file of a draft as its text: written, checked while it is, put back, or taken out."""

from typing import Any

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.content.drafts import problems_of
from portal.content.kinds import Kind, kind_of
from portal.content.sources import FRONT_MATTER
from portal.domain.errors import Stale
from portal.services import draft_files
from portal.services.draft_files import same_lines
from portal.web.conflicts import beside, editing
from portal.web.forms import submitted
from portal.web.internal.editor.beginnings import beginning_of
from portal.web.internal.editor.diff import differences
from portal.web.internal.editor.forms import TextForm
from portal.web.routes.internal.editor.desk import HOME, Desk, DeskDep, PathDep, ReadingDep

router = APIRouter(prefix=f"{HOME}/drafts/{{draft_id}}", include_in_schema=False)

PROSE = frozenset({Kind.ARTICLE, Kind.EMAIL, Kind.IN_APP, Kind.TRANSCRIPT})


@router.get("/text/{path:path}")
async def show(desk: ReadingDep, path: PathDep) -> Response:
    """A file's text, to edit; what it may begin with where the playbook has no such file yet."""
    text = desk.opened.text(path)
    shown = beginning_of(path, desk.opened.files.texts) if text is None else text
    form = editing(TextForm(), version=desk.opened.version(path), now={"text": shown})
    return await _shown(desk, path, form, shown)


@router.post("/text/{path:path}")
async def save(desk: DeskDep, path: PathDep) -> Response:
    """Keep a text, with whatever is still wrong in it; 409 with both texts where somebody else saved meanwhile."""
    form = await submitted(desk.work.request, TextForm)
    text = same_lines(desk.opened.text(path), form.text.data or "")
    if not form.validate():
        return await _shown(desk, path, form, text, status=HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await _save(desk, path, text, form.version.data or 0)
    except Stale as stale:
        return await _shown(desk, path, beside(form, stale), text, status=HTTP_409_CONFLICT)
    return desk.work.go(f"{desk.home}/text/{path}")


@router.post("/check/text/{path:path}")
async def check(desk: ReadingDep, path: PathDep) -> Response:
    """What is wrong with a text that is being written, and how it reads. Nothing is kept."""
    form = await submitted(desk.work.request, TextForm)
    return desk.partial("_checked.html", **await _checked(desk, path, form.text.data or ""))


@router.post("/restore/{path:path}")
async def restore(desk: DeskDep, path: PathDep) -> Response:
    """Put back what the base has, or nothing where it has no such file. Raises Stale."""
    return await _put(desk, path, desk.opened.base.texts.get(path))


@router.post("/remove/{path:path}")
async def remove(desk: DeskDep, path: PathDep) -> Response:
    """Take a file out of the playbook. Raises Stale."""
    return await _put(desk, path, None)


async def _put(desk: Desk, path: str, text: str | None) -> Response:
    form = await submitted(desk.work.request, TextForm)
    await _save(desk, path, text, form.version.data or 0)
    return desk.work.go(desk.home)


async def _save(desk: Desk, path: str, text: str | None, version: int) -> None:
    await draft_files.save(
        desk.session,
        doer=desk.work.doer,
        opened=desk.opened,
        path=path,
        text=text,
        version=version,
        shown={"text": desk.opened.text(path)},
        now=desk.work.now,
    )


async def _checked(desk: Desk, path: str, text: str) -> dict[str, Any]:
    """The names of what stands beside a text: its problems, its difference, and how it reads where it is prose."""
    problems = await problems_of(desk.opened.trying({path: text}))
    match = FRONT_MATTER.fullmatch(text)
    return {
        "problems": [problem for problem in problems if problem.file == path],
        "elsewhere": sum(problem.file != path for problem in problems),
        "lines": text.splitlines(),
        "diff": differences(desk.opened.base.texts.get(path), text),
        "prose": (match["body"] if match else text) if kind_of(path) in PROSE else None,
    }


async def _shown(desk: Desk, path: str, form: TextForm, text: str, *, status: int = 200) -> Response:
    return desk.page(
        "text.html",
        status=status,
        form=form,
        file=desk.named(path),
        preview=desk.preview(path),
        has_form=desk.has_form(path),
        is_new=desk.opened.text(path) is None,
        **await _checked(desk, path, text),
    )
