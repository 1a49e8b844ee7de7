"""A member's copy of everything known about them: asked for, on its way, fetched."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from portal.services import exporting, privacy
from portal.web.actor import ActorDep
from portal.web.copies import download
from portal.web.deps import ReaderDep, SessionDep
from portal.web.routes.customer.visit import Visit, VisitDep
from portal.web.templating import partial, wants_partial
from portal.web.words import words_of

router = APIRouter(prefix="/profile/copy", include_in_schema=False)


@router.get("")
async def stands(visit: VisitDep, session: ReaderDep) -> Response:
    """Where the copy stands that the member asked for."""
    return await _shown(visit, session)


@router.post("")
async def ask(visit: VisitDep, session: SessionDep, actor: ActorDep) -> Response:
    """Have a copy made. One that is under way is not asked for twice."""
    await privacy.ask_for_own_copy(session, member=visit.member, actor=actor, now=visit.now)
    return await _shown(visit, session)


@router.get("/{request_id}.zip")
async def fetch(visit: VisitDep, session: ReaderDep, request_id: UUID) -> Response:
    """The copy. Raises NotFound for one that is not kept any more, and for somebody else's."""
    copy = await privacy.own_copy(session, member=visit.member, request_id=request_id, now=visit.now)
    return download(exporting.unpacked(copy), words_of(visit.request).language)


async def _shown(visit: Visit, session: AsyncSession) -> Response:
    if not wants_partial(visit.request):
        return RedirectResponse("/profile#known", 303)
    copy = await privacy.last_copy(session, member=visit.member, now=visit.now)
    return partial(visit.request, "customer/_copy.html", copy=copy)
