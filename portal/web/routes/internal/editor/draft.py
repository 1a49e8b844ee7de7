"""One draft of the playbook: what it changes, what it means for accounts, and the end of it."""

from fastapi import APIRouter, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from portal.content.drafts import problems_of
from portal.domain.risk import in_stages
from portal.services import drafts, moves, rejudging
from portal.web.deps import PortalDep
from portal.web.forms import SeenVersion, submitted
from portal.web.internal.editor.diff import differences
from portal.web.internal.editor.forms import FileForm
from portal.web.internal.editor.impact import summary
from portal.web.internal.editor.names import shelves
from portal.web.routes.internal.editor.desk import HOME, Desk, DeskDep, ReadingDep
from portal.web.routes.internal.editor.reading import changes_of, compiled

router = APIRouter(prefix=f"{HOME}/drafts/{{draft_id}}", include_in_schema=False)


@router.get("")
async def show(desk: ReadingDep) -> Response:
    """A draft: its changes, its problems, its files."""
    return await _shown(desk, FileForm())


@router.post("/add")
async def add(desk: ReadingDep) -> Response:
    """Lead to a file the playbook does not have yet; it is there once its text is saved."""
    form = await submitted(desk.work.request, FileForm)
    if not form.validate():
        return await _shown(desk, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    return desk.work.go(f"{desk.home}/text/{form.path.data}")


@router.get("/changes")
async def show_changes(desk: ReadingDep) -> Response:
    """How the draft differs from what it is over, in words and in its files."""
    opened = desk.opened
    files = [(desk.named(path), differences(opened.base.texts.get(path), opened.text(path))) for path in opened.changed]
    return desk.page("changes.html", things=await changes_of(opened), files=files)


@router.get("/impact")
async def show_impact(desk: ReadingDep, portal: PortalDep) -> Response:
    """Whom it would judge otherwise, and what it would mean for accounts in flight that move. Raises ContentErrors."""
    live, after = portal.playbook.current, await compiled(desk.opened.files)
    judged = await rejudging.rejudged(desk.session, live=live, tried=after, now=desk.work.now)
    found, more = await moves.ahead(desk.session, playbook=portal.playbook, after=after, now=desk.work.now)
    trees = in_stages(after.trees.values())
    return desk.page("impact.html", rejudged=judged, trees=trees, summary=summary(found), more=more)


@router.get("/discard")
async def ask_discard(desk: ReadingDep) -> Response:
    """Asks whether everything in the draft may go."""
    return desk.page("discard.html")


@router.post("/discard")
async def discard(desk: DeskDep, version: SeenVersion) -> Response:
    """Throw the draft away. Raises Stale where somebody saved more in it since this was asked."""
    await drafts.discard(desk.session, doer=desk.work.doer, opened=desk.opened, version=version, now=desk.work.now)
    return desk.work.go(HOME)


async def _shown(desk: Desk, form: FileForm, *, status: int = 200) -> Response:
    opened = desk.opened
    return desk.page(
        "draft.html",
        status=status,
        problems=await problems_of(opened.files),
        shelves=list(shelves({*opened.files.texts, *opened.changed}, desk.named)),
        add_form=form,
    )
