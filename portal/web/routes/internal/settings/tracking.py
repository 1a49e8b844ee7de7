"""The tracking plan beside what really comes."""

from fastapi import APIRouter, Response

from portal.domain.subjects import Subject
from portal.services import tracking
from portal.web.deps import ReaderDep
from portal.web.routes.internal.settings.desk import HERE, DeskDep

router = APIRouter(prefix=f"{HERE}/tracking", include_in_schema=False)


@router.get("")
async def show(desk: DeskDep, session: ReaderDep) -> Response:
    """Every declared event, and the names nobody declared. Raises Forbidden."""
    plan = await tracking.plan(session, catalogue=desk.portal.playbook.current, staff=desk.staff)
    return desk.page(Subject.TRACKING, "tracking", plan=plan)
