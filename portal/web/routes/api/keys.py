"""Whose key it is, and what it may do."""

from typing import Annotated, Final

from fastapi import Depends, Request, params
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from portal.domain.audit import Actor, ActorKind
from portal.domain.errors import Unauthenticated
from portal.services import keys
from portal.web.deps import NowDep, PortalDep
from portal.web.request_ids import request_id_of

BEARER: Final = HTTPBearer(auto_error=False, scheme_name="Key", description="An API key, from `portal keys create`.")


def may(scope: str) -> params.Depends:
    """Asks for a key with this scope; hands over the key as whoever acts."""

    async def key(
        request: Request,
        portal: PortalDep,
        now: NowDep,
        given: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    ) -> Actor:
        if given is None:
            message = f"Send an API key with the scope {scope}, as `Authorization: Bearer <key>`."
            raise Unauthenticated(message)
        # In a transaction of its own, so that the key's use is noted whatever comes of the request.
        async with portal.database.write() as session:
            holder = await keys.authenticate(session, key=given.credentials.strip(), scope=scope, now=now)
        return Actor(ActorKind.KEY, None, holder.label, request_id_of(request))

    asked: params.Depends = Depends(key)
    return asked
