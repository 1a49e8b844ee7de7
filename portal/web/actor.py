"""Who acts by a request, for the audit and for the log alike."""

from typing import Annotated

from fastapi import Depends, Request

from portal.domain.audit import Actor, actor_of
from portal.web.deps import MemberDep
from portal.web.request_ids import request_id_of


async def get_actor(request: Request, member: MemberDep) -> Actor:
    """The member as an actor; the log tells the same request by the same id."""
    return actor_of(member, request_id_of(request))


ActorDep = Annotated[Actor, Depends(get_actor)]
