"""The way of a draft into the world: carried over to what was published meanwhile, and published itself."""

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT

from portal.content.drafts import problems_of
from portal.domain.errors import Stale
from portal.services import content, drafts, revisions
from portal.services.draft_files import same_lines
from portal.services.drafts import Overtaken
from portal.web.conflicts import VersionedForm, beside, editing
from portal.web.forms import submitted
from portal.web.internal.editor.diff import differences
from portal.web.internal.editor.forms import NoteForm, settling_form
from portal.web.internal.playbook.changes import things
from portal.web.internal.playbook.index import HOME as READER
from portal.web.routes.internal.editor.desk import HOME, Desk, DeskDep, ReadingDep
from portal.web.routes.internal.editor.reading import changes_of

router = APIRouter(prefix=f"{HOME}/drafts/{{draft_id}}", include_in_schema=False)


@router.get("/publish")
async def ask(desk: ReadingDep) -> Response:
    """Asks for a note on what is new; says what keeps the draft from being published."""
    return await _asked(desk, editing(NoteForm(), version=desk.opened.draft.version, now={"note": ""}))


@router.post("/publish")
async def publish(desk: DeskDep) -> Response:
    """Make the draft the live revision; 409 where another was published or the draft was saved meanwhile."""
    work, opened = desk.work, desk.opened
    form = await submitted(work.request, NoteForm)
    if not form.validate() or await problems_of(opened.files):
        return await _asked(desk, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    note = form.note.data or ""
    try:
        drafts.require_seen(opened, form.version.data or 0, note)
    except Stale as stale:
        return await _asked(desk, beside(form, stale), status=HTTP_409_CONFLICT)
    if opened.overtaken:
        return await _asked(desk, form, status=HTTP_409_CONFLICT)
    published = await content.publish_files(
        desk.session, files=opened.files, over=opened.draft.base, author=work.doer.name, note=note, now=work.now
    )
    await drafts.close(desk.session, doer=work.doer, opened=opened, number=published.number, note=note, now=work.now)
    return work.go(f"{READER}/history/{published.number}")


@router.get("/carry")
async def ask_carry(desk: ReadingDep) -> Response:
    """Shows what was published meanwhile, and both texts of each file that the draft changes too."""
    found = await drafts.overtaken(desk.session, desk.opened)
    now = {clash.path: clash.mine for clash in found.clashes}
    return await _carrying(desk, found, editing(settling_form(now)(), version=desk.opened.draft.version, now=now))


@router.post("/carry")
async def carry(desk: DeskDep) -> Response:
    """Put the draft over the live revision, with the texts that were settled on; 409 where it was saved meanwhile."""
    found = await drafts.overtaken(desk.session, desk.opened)
    form = await submitted(desk.work.request, settling_form(clash.path for clash in found.clashes))
    if not form.validate():
        return await _carrying(desk, found, form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    settled = {clash.path: same_lines(clash.mine, form[clash.path].data or "") for clash in found.clashes}
    try:
        await drafts.carry(
            desk.session,
            doer=desk.work.doer,
            found=found,
            version=form.version.data or 0,
            settled=settled,
            now=desk.work.now,
        )
    except Stale as stale:
        return await _carrying(desk, found, beside(form, stale), status=HTTP_409_CONFLICT)
    return desk.work.go(desk.home)


async def _asked(desk: Desk, form: NoteForm, *, status: int = 200) -> Response:
    opened = desk.opened
    return desk.page(
        "publish.html",
        status=status,
        form=form,
        problems=await problems_of(opened.files),
        things=await changes_of(opened),
        meanwhile=await _meanwhile(desk),
    )


async def _carrying(desk: Desk, found: Overtaken, form: VersionedForm, *, status: int = 200) -> Response:
    clashes = [(clash, desk.named(clash.path), differences(clash.before, clash.theirs)) for clash in found.clashes]
    return desk.page(
        "carry.html",
        status=status,
        form=form,
        clashes=clashes,
        carried=[desk.named(path) for path in found.carried],
        meanwhile=await _meanwhile(desk),
        things=await _published(desk),
    )


async def _meanwhile(desk: Desk) -> list[revisions.Listed]:
    """The revisions published since the draft was put over its base, the newest first."""
    if not desk.opened.overtaken:
        return []
    return [one for one in await revisions.every(desk.session) if one.number > desk.opened.draft.base]


async def _published(desk: Desk) -> object:
    """What they changed, in words."""
    found = await revisions.compare(desk.session, before=str(desk.opened.draft.base), after=None)
    return things(found.changes, found.before.catalogue, found.after.catalogue)
