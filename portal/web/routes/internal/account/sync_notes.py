"""The weekly note across the tracks of an account: drafted, edited, sent."""

from datetime import date
from typing import Final

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT
from wtforms import BooleanField

from portal.content.plain import plain_letter
from portal.domain.errors import Stale
from portal.domain.sync_note import WEEK
from portal.domain.wording import day
from portal.services import sync_notes
from portal.services.sync_notes import WeekNote
from portal.web.conflicts import VersionedForm, beside, editing
from portal.web.forms import submitted
from portal.web.internal.forms.base import text
from portal.web.internal.opened import EditedDep, Opened, SeenDep
from portal.web.mailto import mailto

LONGEST: Final = 20_000

router = APIRouter(prefix="/internal/accounts/{account_id}/sync-note", include_in_schema=False)


class NoteForm(VersionedForm):
    """The note in Markdown; `send` is the button that was pressed."""

    text = text("The note", most=LONGEST, required="A note needs words. Open the week again to get the draft back.")
    send = BooleanField()


@router.get("")
async def show(opened: SeenDep, week: date | None = None) -> Response:
    """The note of a week, this one by default: a draft, as it was saved, or as it was sent."""
    note = await _note(opened, week)
    form = editing(NoteForm(), version=note.version, now={"text": note.text})
    return _shown(opened, note, form)


@router.post("/{week}")
async def save(opened: EditedDep, week: date) -> Response:
    """Keep the note as it stands, and where that button was pressed, as sent. 409 where it was changed meanwhile."""
    form = await submitted(opened.request, NoteForm)
    if not form.validate():
        return _shown(opened, await _note(opened, week), form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    version, send = form.version.data or 0, bool(form.send.data)
    try:
        await sync_notes.save(
            opened.session, week=week, version=version, text=form.text.data or "", send=send, **opened.about
        )
    except Stale as stale:
        return _shown(opened, await _note(opened, week), beside(form, stale), status=HTTP_409_CONFLICT)
    if not opened.work.wants_partial:
        return opened.work.go(f"{opened.address}/sync-note?week={week}")
    note = await _note(opened, week)
    return _shown(opened, note, editing(NoteForm(), version=note.version, now={"text": note.text}), saved=True)


async def _note(opened: Opened, week: date | None) -> WeekNote:
    return await sync_notes.look(
        opened.session, catalogue=opened.catalogue, account_id=opened.id, week=week, now=opened.now
    )


def _shown(opened: Opened, note: WeekNote, form: NoteForm, *, saved: bool = False, status: int = 200) -> Response:
    subject = f"{note.account}: week of {day(note.week)}"
    names = {
        "note": note,
        "form": form,
        "saved": saved,
        "letter": mailto("", subject, plain_letter(form.text.data or "")),
        "before": note.week - WEEK,
        "after": note.week + WEEK if note.week + WEEK <= opened.work.today else None,
    }
    if opened.work.wants_partial:
        return opened.work.partial("internal/sync_note/_note.html", status=status, **names)
    return opened.work.page("internal/sync_note/page.html", nav="portfolio", status=status, **names)
