"""Who acts by a request, for the audit and for the log alike."""

from typing import Annotated

from fastapi import Depends, Request

from portal.domain.audit import Actor, actor_of
from portal.domain.doers import Doer
from portal.web.deps import MemberDep, StaffDep
from portal.web.request_ids import request_id_of


async def get_actor(request: Request, member: MemberDep) -> Actor:
    """The member as an actor; the log tells the same request by the same id."""
    return actor_of(member, request_id_of(request))


ActorDep = Annotated[Actor, Depends(get_actor)]


async def get_doer(request: Request, staff: StaffDep) -> Doer:
    """One of the staff as whoever changes something, with what they may do."""
    return Doer(actor_of(staff, request_id_of(request)), staff.capabilities)


DoerDep = Annotated[Doer, Depends(get_doer)]
