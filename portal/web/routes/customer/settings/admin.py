"""An admin's visit to the settings of their account."""

from typing import Annotated, Any

from fastapi import Depends

from portal.domain.team import require_admin
from portal.web.routes.customer.visit import Visit, VisitDep


async def get_admin_visit(visit: VisitDep) -> Visit:
    """The visit of an admin. Raises Forbidden for everybody else."""
    require_admin(visit.member)
    return visit


AdminVisitDep = Annotated[Visit, Depends(get_admin_visit)]


def frame(visit: Visit, here: str) -> dict[str, Any]:
    """The names that every page of the settings uses; `here` is the one shown."""
    return {"vendor": visit.catalogue.vendor, "member": visit.member, "here": here, "now": visit.now}
