"""A file of a draft as a form of its common values."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.content.drafts import problems_of
from portal.content.editing import put
from portal.content.problems import Problem
from portal.domain.errors import Stale
from portal.services import draft_files
from portal.web.forms import submitted
from portal.web.internal.conflicts import VersionedForm, beside, editing
from portal.web.internal.editor.diff import differences
from portal.web.internal.editor.forms import filled_up, parts_form
from portal.web.internal.editor.order import offered, order_of
from portal.web.internal.editor.parts import at_fields, parts_of, values_of
from portal.web.routes.internal.editor.desk import HOME, Desk, DeskDep, PathDep, ReadingDep

router = APIRouter(prefix=f"{HOME}/drafts/{{draft_id}}", include_in_schema=False)


@router.get("/form/{path:path}")
async def show(desk: ReadingDep, path: PathDep) -> Response:
    """A file's values, to edit; its text where it has no form. Raises NotFound."""
    text = desk.text(path)
    if not desk.has_form(path):
        return desk.work.go(f"{desk.home}/text/{path}")
    form = editing(parts_form(parts_of(path, text))(), version=desk.opened.version(path), now=values_of(path, text))
    return await _shown(desk, path, form, text)


@router.post("/form/{path:path}")
async def save(desk: DeskDep, path: PathDep) -> Response:
    """Keep the values; 422 with what does not fit at its field, 409 with both where somebody else saved meanwhile."""
    form = await _sent(desk, path)
    text = _written(desk, path, form) if form.validate() else None
    if text is None or _refused(path, form, text, await problems_of(desk.opened.trying(path, text))):
        return await _shown(desk, path, form, text or desk.text(path), status=HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        await _save(desk, path, text, form.version.data or 0)
    except Stale as stale:
        return await _shown(desk, path, beside(form, stale), text, status=HTTP_409_CONFLICT)
    return desk.work.go(f"{desk.home}/form/{path}")


@router.post("/check/form/{path:path}")
async def check(desk: ReadingDep, path: PathDep) -> Response:
    """What is wrong with values that are being typed. Nothing is kept."""
    form = await _sent(desk, path)
    text = _written(desk, path, form) if form.validate() else desk.text(path)
    return desk.partial("_checked.html", form=form, **await _checked(desk, path, form, text))


async def _sent(desk: Desk, path: str) -> VersionedForm:
    """The form as it was filled in."""
    text = desk.text(path)
    kind, now = parts_form(parts_of(path, text)), values_of(path, text)
    return await submitted(desk.work.request, lambda data: kind(filled_up(data, now)))


def _written(desk: Desk, path: str, form: VersionedForm) -> str:
    """The file with the values of a valid form. Raises Invalid."""
    text = desk.text(path)
    return put(text, {part.path: form[part.name].data for part in parts_of(path, text)})


def _refused(path: str, form: VersionedForm, text: str, problems: Sequence[Problem]) -> bool:
    """Note at each field what is wrong with it; whether anything is."""
    wrong = at_fields(path, text, problems)
    for name, sentence in wrong.items():
        form[name].errors = [*form[name].errors, sentence]
    return bool(wrong)


async def _save(desk: Desk, path: str, text: str, version: int) -> None:
    await draft_files.save(
        desk.session,
        doer=desk.work.doer,
        opened=desk.opened,
        path=path,
        text=text,
        version=version,
        shown=values_of(path, desk.text(path)),
        now=desk.work.now,
    )


async def _checked(desk: Desk, path: str, form: VersionedForm, text: str) -> dict[str, Any]:
    """The names of what stands beside a form: what is wrong with it or with its file, and how it differs."""
    problems = await problems_of(desk.opened.trying(path, text))
    wrong = {form[name]: sentence for name, sentence in at_fields(path, text, problems).items()}
    return {
        "wrong": wrong | {field: field.errors[0] for field in form if field.errors},
        "problems": [] if wrong else [problem for problem in problems if problem.file == path],
        "elsewhere": sum(problem.file != path for problem in problems),
        "lines": text.splitlines(),
        "diff": differences(desk.opened.base.texts.get(path), text),
        "prose": None,
    }


async def _shown(desk: Desk, path: str, form: VersionedForm, text: str, *, status: int = 200) -> Response:
    parts = parts_of(path, text)
    groups = {group: [form[part.name] for part in own] for group, own in groupby(parts, key=lambda part: part.group)}
    return desk.page(
        "form.html",
        status=status,
        form=form,
        groups=groups,
        file=desk.named(path),
        preview=desk.preview(path),
        order=order_of(path, text),
        offered=offered(path, text, desk.opened.files.texts),
        titles=desk.work.catalogue.milestones,
        **await _checked(desk, path, form, text),
    )
