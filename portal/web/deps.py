"""What a handler may ask for. The boundary is here: returning commits, raising rolls back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Final

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.db.engine import Database
from portal.domain.errors import Forbidden, Unauthenticated
from portal.domain.people import SignedIn, SignedInMember, SignedInStaff
from portal.domain.playbook import Catalogue
from portal.domain.wording import phrase
from portal.identity.domains import TextRecords
from portal.identity.outbound import Outbound
from portal.services import sessions
from portal.services.live_brand import LiveBrand
from portal.settings import Settings
from portal.web.api.intake import Intake
from portal.web.api.limits import Limit
from portal.web.live import Hub
from portal.web.metrics import Metrics

SESSION_COOKIE: Final = "__Host-session"


@dataclass(frozen=True, slots=True)
class Portal:
    """The parts one running application is made of. `leaving` is set once the process was asked to stop."""

    settings: Settings
    database: Database
    playbook: LivePlaybook
    brand: LiveBrand
    hub: Hub
    outbound: Outbound
    text_records: TextRecords
    clock: Callable[[], datetime]
    intake: Intake
    unlock_limit: Limit
    metrics: Metrics = field(default_factory=Metrics)
    leaving: asyncio.Event = field(default_factory=asyncio.Event)


def portal_of(request: Request) -> Portal:
    """The application's parts."""
    return request.app.state.portal  # type: ignore[no-any-return]


# Dependencies are coroutines even where they wait for nothing: others cost a thread each.
async def get_portal(request: Request) -> Portal:
    """The application's parts."""
    return portal_of(request)


PortalDep = Annotated[Portal, Depends(get_portal)]


async def get_session(portal: PortalDep) -> AsyncIterator[AsyncSession]:
    """A transaction around the handler, committed before the answer is sent."""
    async with portal.database.write() as session:
        yield session


async def get_reader(portal: PortalDep) -> AsyncIterator[AsyncSession]:
    """A snapshot around the handler; nothing is kept."""
    async with portal.database.read() as session:
        yield session


# Without the function scope the commit would run after the answer, and a failed one would still say 200.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
ReaderDep = Annotated[AsyncSession, Depends(get_reader, scope="function")]


async def get_now(portal: PortalDep) -> datetime:
    """The moment of the request, in UTC."""
    return portal.clock()


NowDep = Annotated[datetime, Depends(get_now)]


async def get_catalogue(portal: PortalDep) -> Catalogue:
    """The live revision of the playbook."""
    return portal.playbook.current


CatalogueDep = Annotated[Catalogue, Depends(get_catalogue)]


async def get_signed_in(request: Request, portal: PortalDep, now: NowDep) -> SignedIn | None:
    """Who the session cookie belongs to, if anybody."""
    token = request.cookies.get(SESSION_COOKIE)
    # Whatever is answered from here on, an error too, is in the words of whoever asks.
    request.state.signed_in = await sessions.who(portal.database, token=token, now=now) if token else None
    return request.state.signed_in  # type: ignore[no-any-return]


SignedInDep = Annotated[SignedIn | None, Depends(get_signed_in)]


async def get_member(signed_in: SignedInDep) -> SignedInMember:
    """The member; staff belong in the internal view. Raises Unauthenticated or Forbidden."""
    if signed_in is None:
        raise Unauthenticated(phrase("Sign in to see your ladder."))
    if isinstance(signed_in, SignedInStaff):
        raise Forbidden(phrase("This page belongs to a customer. The internal view shows you their account."))
    return signed_in


MemberDep = Annotated[SignedInMember, Depends(get_member)]


async def get_staff(signed_in: SignedInDep) -> SignedInStaff:
    """One of the vendor's people. Raises Unauthenticated or Forbidden."""
    if signed_in is None:
        raise Unauthenticated(phrase("Sign in with your staff account to see the portfolio."))
    if isinstance(signed_in, SignedInMember):
        raise Forbidden(phrase("This page is for the vendor's staff. Your ladder is at the start page."))
    return signed_in


StaffDep = Annotated[SignedInStaff, Depends(get_staff)]
