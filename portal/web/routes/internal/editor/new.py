"""What is new in a draft: a milestone on its ladder, or a play."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from starlette.datastructures import ImmutableMultiDict
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from portal.content import yaml
from portal.content.kinds import Kind, kind_of, name_of
from portal.services import draft_files
from portal.web.forms import submitted
from portal.web.internal.editor.beginnings import NewMilestone, new_milestone, new_play
from portal.web.internal.editor.new_forms import FIRST, NewMilestoneForm, NewPlayForm, Places
from portal.web.internal.editor.parts import value_at
from portal.web.routes.internal.editor.desk import HOME, Desk, DeskDep, ReadingDep

LONGEST_ID: Final = 64

router = APIRouter(prefix=f"{HOME}/drafts/{{draft_id}}/new", include_in_schema=False)

Wanted = Annotated[str, Query(max_length=LONGEST_ID)]


@router.get("/milestone")
async def ask_milestone(desk: ReadingDep, *, ladder: Wanted = "") -> Response:
    """Ask for what a new milestone begins with; `ladder` is the one it is wanted on, at its end."""
    places = dict(_places(desk))
    wanted = [key for key, _ in places.get(_title(desk, ladder), ())]
    form = NewMilestoneForm(places=places, data={"place": wanted[-1] if wanted else None})
    return desk.page("new_milestone.html", form=form)


@router.post("/milestone")
async def begin_milestone(desk: DeskDep) -> Response:
    """Write a milestone with what is known of it, and put it on its ladder in the same act."""
    places = dict(_places(desk))

    def filled(data: ImmutableMultiDict[str, str]) -> NewMilestoneForm:
        return NewMilestoneForm(data, places=places)

    form = await submitted(desk.work.request, filled)
    if not form.validate():
        return desk.page("new_milestone.html", form=form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    ladder, _, after = form.place.data.partition(FIRST)
    new = NewMilestone(form.title.data or "", form.outcome.data or "", form.why.data or "", form.lines, ladder, after)
    path, texts = new_milestone(new, desk.opened.files.texts, desk.work.today)
    return await _begun(desk, path, texts)


@router.get("/play")
async def ask_play(desk: ReadingDep) -> Response:
    """Ask what a new play is called."""
    return desk.page("new_play.html", form=NewPlayForm())


@router.post("/play")
async def begin_play(desk: DeskDep) -> Response:
    """Write a play with its name, and nothing else yet."""
    form = await submitted(desk.work.request, NewPlayForm)
    if not form.validate():
        return desk.page("new_play.html", form=form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    path, texts = new_play(form.title.data or "", desk.opened.files.texts)
    return await _begun(desk, path, texts)


async def _begun(desk: Desk, path: str, texts: Mapping[str, str]) -> Response:
    await draft_files.begin(desk.session, doer=desk.work.doer, opened=desk.opened, texts=texts, now=desk.work.now)
    return desk.work.go(f"{desk.home}/form/{path}")


def _places(desk: Desk) -> Iterator[tuple[str, Places]]:
    """Every place on every ladder, by the ladder's title."""
    texts, titles = desk.opened.files.texts, desk.work.catalogue.milestones
    for path in sorted(texts):
        if kind_of(path) is Kind.LADDER:
            found = value_at(yaml.read(texts[path], path).value, ("milestones",))
            ids = [str(one) for one in found] if isinstance(found, list) else []
            name, ladder = name_of(path), _title(desk, name_of(path))
            named = ((one, titles[one].title if one in titles else one) for one in ids)
            behind = ((f"{name}{FIRST}{one}", f"{ladder}, after “{title}”") for one, title in named)
            yield ladder, ((f"{name}{FIRST}", f"{ladder}, first of all"), *behind)


def _title(desk: Desk, ladder: str) -> str:
    path = f"ladders/{ladder}.yaml"
    return str(value_at(yaml.read(desk.opened.text(path) or "", path).value, ("title",)) or ladder)
