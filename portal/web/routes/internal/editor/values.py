"""A file of a draft as a form of its values, with the lists in it that go up, down, out, and grow."""

from collections.abc import Container, Mapping
from typing import Any, Final

from fastapi import APIRouter, Response
from starlette.datastructures import ImmutableMultiDict
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT
from wtforms import Field

from portal.content.drafts import problems_of
from portal.content.spots import UNREADABLE
from portal.domain.errors import Conflict, Stale
from portal.services import draft_files
from portal.web.conflicts import beside, editing, unplaced
from portal.web.forms import submitted
from portal.web.internal.editor.diff import differences
from portal.web.internal.editor.forms import PartsForm, filled_up, parts_form
from portal.web.internal.editor.lists import Item
from portal.web.internal.editor.moves import field_of, moved
from portal.web.internal.editor.sheet import Sheet, at_fields, has_form, sheet
from portal.web.internal.editor.uses import beside_of, can_go
from portal.web.routes.internal.editor.desk import HOME, Desk, DeskDep, PathDep, ReadingDep

MOST_FIELDS: Final = 1000
NO_WORDS: Final = "Write in a few words what it is, so that it has a name."

router = APIRouter(prefix=f"{HOME}/drafts/{{draft_id}}", include_in_schema=False)

Texts = Mapping[str, str]


@router.get("/form/{path:path}")
async def show(desk: ReadingDep, path: PathDep) -> Response:
    """A file's values, to edit; its text where it has no form. Raises NotFound."""
    if not has_form(path, desk.text(path)):
        return desk.work.go(f"{desk.home}/text/{path}")
    asked = _asked(desk, path)
    form = editing(parts_form(asked)(), version=desk.opened.versions(asked.files), now=asked.values)
    return await _shown(desk, asked, form, {})


@router.post("/form/{path:path}")
async def save(desk: DeskDep, path: PathDep) -> Response:
    """Keep the values, and move, add or take out what a button says. Raises NotFound, Conflict.

    422 with what does not fit at its field, 409 with both where somebody else saved meanwhile.
    """
    asked = _asked(desk, path)
    form = await _sent(desk, asked)
    texts = asked.written(form.data) if _accepts(form, asked) else {}
    if not texts or await _refused(desk, asked, form, texts):
        return await _shown(desk, asked, form, texts, status=HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        place = await _save(desk, asked, form, texts)
    except Stale as stale:
        return await _shown(desk, asked, beside(form, stale), texts, status=HTTP_409_CONFLICT)
    return desk.work.go(f"{desk.home}/form/{path}{place}")


@router.post("/check/form/{path:path}")
async def check(desk: ReadingDep, path: PathDep) -> Response:
    """What is wrong with values that are being typed. Nothing is kept. Raises NotFound, Conflict."""
    asked = _asked(desk, path)
    form = await _sent(desk, asked)
    texts = asked.written(form.data) if form.validate() else {}
    return desk.partial("_checked.html", form=form, **await _checked(desk, asked, form, texts))


def _asked(desk: Desk, path: str) -> Sheet:
    """The file as a form. Raises NotFound, and Conflict where it cannot be read any more."""
    desk.text(path)
    found = sheet(path, desk.opened.files.texts)
    if found is None:
        raise Conflict(UNREADABLE)
    return found


async def _sent(desk: Desk, asked: Sheet) -> PartsForm:
    """The form as it was filled in."""

    def filled(data: ImmutableMultiDict[str, str]) -> PartsForm:
        form = parts_form(asked)(filled_up(data, asked.values))
        form.version.flags.unplaced = unplaced(form, data)
        return form

    return await submitted(desk.work.request, filled, most=MOST_FIELDS)


def _accepts(form: PartsForm, asked: Sheet) -> bool:
    """Whether what was typed can be kept: finished where it is saved, and readable where a list changes."""
    act = form.act.data or ""
    if not act:
        return form.validate()
    new = next((form[grows.name] for grows in asked.grows if grows.act == act), None)
    if new is not None and not new.data:
        new.errors = [NO_WORDS]
    return form.readable and not (new is not None and new.errors)


async def _refused(desk: Desk, asked: Sheet, form: PartsForm, texts: Texts) -> bool:
    """Note at each field what is wrong with it; whether that keeps it from being saved, as it does not for a list."""
    wrong = {} if form.act.data else at_fields(asked.with_texts(texts), await problems_of(desk.opened.trying(texts)))
    for name, sentence in wrong.items():
        form[name].errors = [*form[name].errors, sentence]
    return bool(wrong)


async def _save(desk: Desk, asked: Sheet, form: PartsForm, texts: Texts) -> str:
    """Keep the texts, with a list changed where a button says so. Returns where on the page to go on. Raises Stale."""
    version, act = form.version.data or 0, form.act.data or ""
    draft_files.require_latest(desk.opened, asked.files, version, asked.values)
    changed, place = moved(asked.with_texts(texts), act, form.said(field_of(asked, act))) if act else ({}, "")
    await draft_files.save_together(
        desk.session,
        doer=desk.work.doer,
        opened=desk.opened,
        texts={**texts, **changed},
        version=version,
        shown=asked.values,
        now=desk.work.now,
    )
    return place and f"#{place}"


async def _checked(desk: Desk, asked: Sheet, form: PartsForm, texts: Texts) -> dict[str, Any]:
    """The names of what stands beside a form: what is wrong with it or with its file, and how it differs."""
    now = asked.with_texts(texts)
    problems = await problems_of(desk.opened.trying(texts))
    wrong = {form[name]: sentence for name, sentence in at_fields(now, problems).items() if name in form}
    base, path = desk.opened.base.texts, asked.held.path
    return {
        "wrong": wrong | {field: field.errors[0] for field in form if field.errors},
        "problems": [] if wrong else [problem for problem in problems if problem.file == path],
        "elsewhere": sum(problem.file not in asked.files for problem in problems),
        "lines": now.held.texts[path].splitlines(),
        "diff": differences(base.get(path), now.held.texts[path]),
        "beyond": [] if wrong else [one for one in problems if one.file in asked.files and one.file != path],
        "diffs": [(desk.named(one), differences(base.get(one), now.held.texts[one])) for one in asked.files[1:]],
        "prose": None,
    }


async def _shown(desk: Desk, asked: Sheet, form: PartsForm, texts: Texts, *, status: int = 200) -> Response:
    path, beside = asked.held.path, await _checked(desk, asked, form, texts)
    return desk.page(
        "form.html",
        status=status,
        form=form,
        sections=asked.sections,
        file=desk.named(path),
        preview=desk.preview(path),
        can_go=can_go(path),
        beside=[(desk.named(one), desk.opened.text(one) is None) for one in beside_of(asked.files)],
        unfolded={item.name for item in asked.items if _is_amiss(item, form, beside["wrong"])},
        titles=desk.work.catalogue.milestones,
        properties=sorted({name for types in asked.held.vocabulary.values() for name in types}),
        **beside,
    )


def _is_amiss(item: Item, form: PartsForm, wrong: Container[Field]) -> bool:
    """Whether something of an item is to be looked at: a mistake, what another changed, or words still missing."""
    own = ((part, form[part.name]) for part in item.every_part)
    return any(
        field in wrong or field.errors or field.flags.theirs or (part.is_needed and not field.data)
        for part, field in own
    )
