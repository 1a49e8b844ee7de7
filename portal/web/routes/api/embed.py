"""Tokens with which the vendor's product shows a member's ladder inside its own pages."""

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict, Field

from portal.domain.errors import NotFound, Unauthenticated
from portal.domain.preferences import Theme
from portal.services import embedding, keys
from portal.web.deps import NowDep, PortalDep, SessionDep

router = APIRouter(prefix="/api/v1/embed")

Id = Annotated[str, Field(min_length=1, max_length=200)]
OFF: Final = "No site may show ladders: set PORTAL_EMBED_ORIGINS to the sites that may."


class Wanted(BaseModel):
    """Whose ladder is to be shown, by the ids of the vendor's product, and how."""

    model_config = ConfigDict(extra="forbid")

    account: Id
    member: Id
    theme: Theme | None = None
    language: Annotated[str, Field(max_length=35)] | None = None


class Token(BaseModel):
    """The token for the page, and when it ends."""

    token: str
    expires_at: datetime


@router.post("/tokens", status_code=201)
async def issue(
    wanted: Wanted, portal: PortalDep, session: SessionDep, now: NowDep, authorization: Annotated[str, Header()] = ""
) -> Token:
    """Make a token that shows one member's ladder for five minutes."""
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() != "bearer":
        message = "Send an API key with the scope embed, as `Authorization: Bearer <key>`."
        raise Unauthenticated(message)
    await keys.authenticate(session, key=key.strip(), scope=keys.EMBED, now=now)
    if not portal.settings.embed_origins:
        raise NotFound(OFF)
    issued = await embedding.issue(session, settings=portal.settings, now=now, **wanted.model_dump())
    return Token(token=issued.token, expires_at=issued.expires_at)
