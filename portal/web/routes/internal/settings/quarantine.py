"""The quarantine: what could not become an event, why, and what to do with it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime
from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.quarantine import CUT, Sought, label_of
from portal.domain.subjects import Subject
from portal.services import quarantine
from portal.services.quarantine import AT_ONCE, Outcome, Place
from portal.web.deps import ReaderDep, SessionDep
from portal.web.routes.internal.settings.desk import HERE, Desk, DeskDep
from portal.web.templating import wants_partial

router = APIRouter(prefix=f"{HERE}/quarantine", include_in_schema=False)
Word = Annotated[str | None, Query(max_length=80, pattern=r"^[^\x00]*$")]


async def get_sought(code: Word = None, source: Word = None) -> Sought:
    """What somebody looks for, by the address."""
    return Sought(code or None, source or None)


SoughtDep = Annotated[Sought, Depends(get_sought)]


@router.get("")
async def show(
    desk: DeskDep,
    session: ReaderDep,
    sought: SoughtDep,
    *,
    before: AwareDatetime | None = None,
    last: UUID | None = None,
) -> Response:
    """The messages somebody looks for, or those older than one. Raises Forbidden."""
    return await _page(desk, session, sought, after=(before, last) if before and last else None)


@router.post("/replay")
async def replay(desk: DeskDep, session: SessionDep, sought: SoughtDep) -> Response:
    """Try the messages meant again. Raises Forbidden."""
    playbook = desk.portal.playbook
    outcome = await quarantine.replay(session, playbook=playbook, doer=desk.doer, sought=sought, now=desk.now)
    return await _done(desk, session, sought, outcome)


@router.post("/discard")
async def discard(desk: DeskDep, session: SessionDep, sought: SoughtDep) -> Response:
    """Discard the messages meant. Raises Forbidden."""
    outcome = await quarantine.discard(session, doer=desk.doer, sought=sought, now=desk.now)
    return await _done(desk, session, sought, outcome)


@router.post("/{message}/replay")
async def replay_one(desk: DeskDep, session: SessionDep, sought: SoughtDep, message: UUID) -> Response:
    """Try one message again. Raises Forbidden, NotFound."""
    playbook = desk.portal.playbook
    outcome = await quarantine.replay_one(session, playbook=playbook, doer=desk.doer, message=message, now=desk.now)
    return await _done(desk, session, sought, outcome)


@router.post("/{message}/discard")
async def discard_one(desk: DeskDep, session: SessionDep, sought: SoughtDep, message: UUID) -> Response:
    """Discard one message. Raises Forbidden, NotFound."""
    outcome = await quarantine.discard_one(session, doer=desk.doer, message=message, now=desk.now)
    return await _done(desk, session, sought, outcome)


async def _done(desk: Desk, session: AsyncSession, sought: Sought, outcome: Outcome) -> Response:
    if wants_partial(desk.request):
        return await _page(desk, session, sought, outcome=outcome)
    query = desk.request.url.query
    return desk.go(Subject.QUARANTINE, f"?{query}" if query else "")


async def _page(
    desk: Desk, session: AsyncSession, sought: Sought, *, after: Place | None = None, outcome: Outcome | None = None
) -> Response:
    """The quarantine as it stands now, alone or on its page."""
    listed = await quarantine.page(session, staff=desk.staff, sought=sought, after=after)
    shown, name = (desk.partial, "_quarantine") if wants_partial(desk.request) else (desk.page, "quarantine")
    return shown(
        Subject.QUARANTINE,
        name,
        here=f"{HERE}/{Subject.QUARANTINE}",
        listed=listed,
        sought=sought,
        older=after is not None,
        outcome=outcome,
        at_once=AT_ONCE,
        cut=CUT,
        label_of=label_of,
    )
