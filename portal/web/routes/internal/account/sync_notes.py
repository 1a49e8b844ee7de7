"""The weekly note across the tracks of an account: drafted, edited, sent."""

from datetime import date
from typing import Final

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_CONTENT
from wtforms import BooleanField

from portal.domain.errors import Stale
from portal.domain.sync_note import WEEK
from portal.domain.wording import day
from portal.services import sync_notes
from portal.services.sync_notes import WeekNote
from portal.web.forms import submitted
from portal.web.internal.conflicts import VersionedForm, beside, editing
from portal.web.internal.forms.base import text
from portal.web.internal.work import File, FileDep, LookDep
from portal.web.mailto import mailto

LONGEST: Final = 20_000

router = APIRouter(prefix="/internal/accounts/{account_id}/sync-note", include_in_schema=False)


class NoteForm(VersionedForm):
    """The note in Markdown; `send` is the button that was pressed."""

    text = text("The note", most=LONGEST, required="A note needs words. Open the week again to get the draft back.")
    send = BooleanField()


@router.get("")
async def show(file: LookDep, week: date | None = None) -> Response:
    """The note of a week, this one by default: a draft, as it was saved, or as it was sent."""
    note = await _note(file, week)
    form = editing(NoteForm(), version=note.version, now={"text": note.text})
    return _shown(file, note, form)


@router.post("/{week}")
async def save(file: FileDep, week: date) -> Response:
    """Keep the note as it stands, and where that button was pressed, as sent. 409 where it was changed meanwhile."""
    form = await submitted(file.work.request, NoteForm)
    if not form.validate():
        return _shown(file, await _note(file, week), form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    version, send = form.version.data or 0, bool(form.send.data)
    try:
        await sync_notes.save(
            file.session, week=week, version=version, text=form.text.data or "", send=send, **file.about
        )
    except Stale as stale:
        return _shown(file, await _note(file, week), beside(form, stale), status=HTTP_409_CONFLICT)
    if not file.work.wants_partial:
        return file.work.go(file.address(f"sync-note?week={week}"))
    note = await _note(file, week)
    return _shown(file, note, editing(NoteForm(), version=note.version, now={"text": note.text}), saved=True)


async def _note(file: File, week: date | None) -> WeekNote:
    return await sync_notes.look(
        file.session, catalogue=file.work.catalogue, account_id=file.account_id, week=week, now=file.work.now
    )


def _shown(file: File, note: WeekNote, form: NoteForm, *, saved: bool = False, status: int = 200) -> Response:
    subject = f"{note.account}: week of {day(note.week)}"
    names = {
        "note": note,
        "form": form,
        "saved": saved,
        "letter": mailto("", subject, form.text.data or ""),
        "before": note.week - WEEK,
        "after": note.week + WEEK if note.week + WEEK <= file.work.today else None,
    }
    if file.work.wants_partial:
        return file.work.partial("internal/sync_note/_note.html", status=status, **names)
    return file.work.page("internal/sync_note/page.html", nav="portfolio", status=status, **names)
