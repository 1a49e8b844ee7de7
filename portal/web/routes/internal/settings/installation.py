"""What runs here, and what is kept for how long."""

from fastapi import APIRouter, Response

from portal.domain.subjects import Subject
from portal.services import installation
from portal.web.deps import ReaderDep
from portal.web.internal.retention import every
from portal.web.routes.internal.settings.desk import HERE, DeskDep

router = APIRouter(prefix=f"{HERE}/installation", include_in_schema=False)


@router.get("")
async def show(desk: DeskDep, session: ReaderDep) -> Response:
    """The facts about the installation. Raises Forbidden."""
    facts = await installation.look(session, settings=desk.portal.settings, staff=desk.staff)
    return desk.page(
        Subject.INSTALLATION, "installation", facts=facts, kept=every(desk.portal.settings.events_kept_days)
    )
