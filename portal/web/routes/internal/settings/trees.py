"""The numbers accounts are judged by, and where each comes from."""

from fastapi import APIRouter, Response

from portal.domain.subjects import Subject
from portal.services import thresholds
from portal.web.deps import ReaderDep
from portal.web.routes.internal.settings.desk import HERE, DeskDep

router = APIRouter(prefix=f"{HERE}/trees", include_in_schema=False)


@router.get("")
async def show(desk: DeskDep, session: ReaderDep) -> Response:
    """Every threshold of every tree. Raises Forbidden."""
    trees = await thresholds.every(session, catalogue=desk.portal.playbook.current, staff=desk.staff)
    return desk.page(Subject.TREES, "trees", trees=trees)
