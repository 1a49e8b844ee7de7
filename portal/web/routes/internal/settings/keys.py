"""API keys and the systems they belong to: made, followed by another, ended. A secret is shown once."""

from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.status import HTTP_201_CREATED, HTTP_422_UNPROCESSABLE_CONTENT

from portal.domain.errors import Invalid
from portal.domain.subjects import Subject
from portal.services import keys, sources
from portal.web.deps import ReaderDep, SessionDep
from portal.web.forms import placed, submitted
from portal.web.internal.forms.key import PRODUCT, WORDS, KeyForm
from portal.web.routes.internal.settings.desk import HERE, Desk, DeskDep
from portal.web.templating import wants_partial

router = APIRouter(prefix=f"{HERE}/keys", include_in_schema=False)


@router.get("")
async def show(desk: DeskDep, session: ReaderDep) -> Response:
    """Every key, and whoever sends events. Raises Forbidden."""
    return await _page(desk, session)


@router.post("")
async def make(desk: DeskDep, session: SessionDep) -> Response:
    """Make a key and show it. There is no way back to this answer: nobody can read the key again. Raises Forbidden."""
    desk.doer.require_owner()
    form = await submitted(desk.request, KeyForm)
    if not form.validate():
        return await _page(desk, session, form=form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        made = await keys.issue(
            session,
            doer=desk.doer,
            label=form.label.data or "",
            source=form.source.data or None,
            scopes=form.scopes.data or [],
            origins=form.sites,
            now=desk.now,
        )
    except Invalid as refusal:
        form.source.errors = [refusal.message]
        return await _page(desk, session, form=form, status=HTTP_422_UNPROCESSABLE_CONTENT)
    return await _page(desk, session, made=made, status=HTTP_201_CREATED)


@router.post("/{key_id}/rotate")
async def rotate(desk: DeskDep, session: SessionDep, key_id: str) -> Response:
    """Make a key that takes the place of another, and show it. Raises Forbidden, NotFound, Conflict."""
    made = await keys.rotate(session, doer=desk.doer, key_id=key_id, now=desk.now)
    return await _page(desk, session, made=made, status=HTTP_201_CREATED)


@router.post("/{key_id}/end")
async def end(desk: DeskDep, session: SessionDep, key_id: str) -> Response:
    """End a key at once. Raises Forbidden, NotFound."""
    await keys.end(session, doer=desk.doer, key_id=key_id, now=desk.now)
    return await _page(desk, session) if wants_partial(desk.request) else desk.go(Subject.KEYS)


async def _page(
    desk: Desk,
    session: AsyncSession,
    *,
    form: KeyForm | None = None,
    made: keys.Made | None = None,
    status: int = 200,
) -> Response:
    """The keys as they stand now, alone or on their page."""
    names: dict[str, Any] = {
        "ring": await keys.every(session, staff=desk.staff),
        "senders": await sources.every(session, staff=desk.staff),
        "form": placed(form or KeyForm(), "key"),
        "made": made,
        "words": WORDS,
        "product": PRODUCT,
    }
    shown, name = (desk.partial, "_keys") if wants_partial(desk.request) else (desk.page, "keys")
    return shown(Subject.KEYS, name, status=status, **names)
