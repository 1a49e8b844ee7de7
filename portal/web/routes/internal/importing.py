"""Importing accounts and members from a spreadsheet: seen first, then done."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import ImmutableMultiDict, UploadFile
from wtforms import FileField, Form, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from portal.domain.bringing import Bringing, Outcome
from portal.domain.errors import Invalid
from portal.domain.sheets import ACCOUNTS, MEMBERS, Column, read_sheet
from portal.services import account_records, member_records
from portal.web.actor import DoerDep
from portal.web.deps import NowDep, PortalDep, SessionDep, StaffDep
from portal.web.templating import page

LARGEST: Final = 3 * 1024 * 1024
TOO_LARGE: Final = "The file has more than 3 MB. Split it, and import the parts one after the other."
NO_FILE: Final = "Choose the file you saved from your spreadsheet."
SHOWN: Final = 200

router = APIRouter(prefix="/internal/import", include_in_schema=False)


class Noun(StrEnum):
    """What a sheet holds."""

    ACCOUNTS = "accounts"
    MEMBERS = "members"


class ImportForm(Form):
    """A sheet, and what it holds; `text` is the sheet again once it was seen."""

    noun = RadioField(
        "What it holds", choices=[SelectChoice(noun.value, noun.capitalize()) for noun in Noun], default="accounts"
    )
    file = FileField("File")
    text = TextAreaField()


class Kind(NamedTuple):
    """How a noun is read and brought in."""

    columns: Sequence[Column]
    keys: Sequence[str]
    bring: Callable[..., Awaitable[Bringing]]


KINDS: Final = {
    Noun.ACCOUNTS: Kind(ACCOUNTS, ("external_id",), account_records.bring),
    Noun.MEMBERS: Kind(MEMBERS, ("account", "external_id"), member_records.bring),
}


@router.get("")
async def ask(request: Request, portal: PortalDep, staff: StaffDep, doer: DoerDep, done: str = "") -> Response:
    """Ask for the file, and say which columns it may have. Raises Forbidden."""
    doer.require_lead()
    return _page(request, portal.playbook.vendor, staff, ImportForm(), done=done[:100])


@router.post("")
async def check(
    request: Request, session: SessionDep, portal: PortalDep, *, staff: StaffDep, doer: DoerDep, now: NowDep
) -> Response:
    """Show what the file would do, line by line; nothing is kept. Raises Forbidden."""
    doer.require_lead()
    form, content = await _submitted(request)
    try:
        found = await _bring(session, form, content, doer=doer, now=now, dry_run=True)
    except Invalid as refused:
        form.file.errors = [refused.message]
        return _page(request, portal.playbook.vendor, staff, form, status=422)
    form.text.data = content.decode("utf-8-sig")
    return _page(request, portal.playbook.vendor, staff, form, status=422 if found.mistakes else 200, found=found)


@router.post("/confirm")
async def confirm(
    request: Request, session: SessionDep, portal: PortalDep, *, staff: StaffDep, doer: DoerDep, now: NowDep
) -> Response:
    """Do what was shown, if it still holds. Raises Forbidden."""
    form, content = await _submitted(request)
    found = await _bring(session, form, content, doer=doer, now=now, dry_run=False)
    if found.mistakes:
        return _page(request, portal.playbook.vendor, staff, form, status=422, found=found)
    counts = ", ".join(f"{found.counts[outcome]} {outcome}" for outcome in Outcome)
    return RedirectResponse(f"/internal/import?done={quote(counts)}", 303)


async def _submitted(request: Request) -> tuple[ImportForm, bytes]:
    """The form, and the sheet: from the file, or as it was seen."""
    async with request.form(max_files=1, max_fields=10, max_part_size=LARGEST) as data:
        words = {name: value for name, value in data.items() if isinstance(value, str)}
        file = data.get("file")
        content = await file.read(LARGEST + 1) if isinstance(file, UploadFile) else words.get("text", "").encode()
    return ImportForm(ImmutableMultiDict(words)), content


async def _bring(
    session: AsyncSession, form: ImportForm, content: bytes, *, doer: DoerDep, now: datetime, dry_run: bool
) -> Bringing:
    if not content:
        raise Invalid(NO_FILE)
    if len(content) > LARGEST:
        raise Invalid(TOO_LARGE)
    kind = KINDS[Noun(form.noun.data)] if form.noun.validate(form) else KINDS[Noun.ACCOUNTS]
    sheet = read_sheet(content, kind.columns, keys=kind.keys)
    return await kind.bring(session, sheet, dry_run=dry_run, doer=doer, now=now)


def _page(
    request: Request,
    vendor: str,
    staff: StaffDep,
    form: ImportForm,
    *,
    status: int = 200,
    found: Bringing | None = None,
    done: str = "",
) -> Response:
    return page(
        request,
        "internal/import/import.html",
        status=status,
        vendor=vendor,
        staff=staff,
        nav="import",
        form=form,
        kinds=KINDS,
        found=found,
        shown=[row for row in found.rows if row.outcome is not Outcome.UNCHANGED][:SHOWN] if found else [],
        done=done,
    )
