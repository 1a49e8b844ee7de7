"""Who acts by a request, for the audit and for the log alike."""

from typing import Annotated
from uuid import uuid4

import structlog
from fastapi import Depends

from portal.domain.audit import Actor, actor_of
from portal.web.deps import MemberDep


async def get_actor(member: MemberDep) -> Actor:
    """The member as an actor; the log tells the same request by the same id."""
    request_id = uuid4().hex
    structlog.contextvars.bind_contextvars(request_id=request_id)
    return actor_of(member, request_id)


ActorDep = Annotated[Actor, Depends(get_actor)]
