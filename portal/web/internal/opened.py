"""An account that one of the staff has open: what every page and every section of it needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypedDict
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, pins
from portal.db.account import Header
from portal.domain.doers import Doer
from portal.domain.duties import recipient
from portal.domain.errors import NotFound
from portal.domain.people import SignedInStaff
from portal.domain.playbook import Catalogue
from portal.services import account, duties, plays, portfolio, verdicts
from portal.services.plays import PlayProgress
from portal.services.verdicts import Standing
from portal.web.deps import Portal, PortalDep, ReaderDep, SessionDep
from portal.web.internal.mail import Writer
from portal.web.internal.work import Work, WorkDep


class About(TypedDict):
    """What every change of an account says of itself: who makes it, where, and when."""

    doer: Doer
    account_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody's work on one account, in one snapshot or one transaction."""

    work: Work
    portal: Portal
    session: AsyncSession
    header: Header

    @property
    def request(self) -> Request:
        """The request itself."""
        return self.work.request

    @property
    def staff(self) -> SignedInStaff:
        """Who has the account open."""
        return self.work.staff

    @property
    def doer(self) -> Doer:
        """The same as whoever changes something about it."""
        return self.work.doer

    @property
    def now(self) -> datetime:
        """The moment of the request."""
        return self.work.now

    @property
    def about(self) -> About:
        """What a change of this account says of itself."""
        return About(doer=self.doer, account_id=self.id, now=self.now)

    @property
    def catalogue(self) -> Catalogue:
        """The live revision of the playbook."""
        return self.work.catalogue

    @property
    def id(self) -> UUID:
        """The account's id."""
        return self.header.id

    @property
    def address(self) -> str:
        """The address of its page."""
        return f"/internal/accounts/{self.id}"

    async def climbed(self) -> Catalogue:
        """The revision that the account's people climb on."""
        return await self.portal.playbook.of(self.session, await pins.of_account(self.session, self.id))

    async def standing(self) -> Standing | None:
        """Where the account stands."""
        return await verdicts.standing(self.session, catalogue=self.catalogue, account_id=self.id, now=self.now)

    async def play(self, standing: Standing | None) -> PlayProgress | None:
        """How far the play has come that the verdict asks for; None where it asks for none."""
        if standing is None or standing.play is None:
            return None
        return await plays.progress(
            self.session, play=standing.play, account_id=self.id, since=standing.since, now=self.now
        )

    async def writer(self, standing: Standing | None) -> Writer:
        """Whoever has the account open, as somebody who writes about its verdict."""
        held = await duties.held(self.session, self.id)
        to = recipient(standing.leaf.level, held) if standing else None
        return Writer(self.staff.name, self.header.name, to, held)

    async def frame(self) -> dict[str, Any]:
        """The names that a whole page of an account uses."""
        version = (await accounts.versions(self.session, [self.id])).get(self.id, 0)
        return {
            **self.names(),
            "nav": "portfolio",
            "accounts": await portfolio.total(self.session),
            "version": version,
        }

    def names(self) -> dict[str, Any]:
        """The names that every section of an account uses."""
        return {
            "vendor": self.catalogue.vendor,
            "staff": self.staff,
            "header": self.header,
            "address": self.address,
            "today": self.now.date(),
        }


async def _open(work: Work, session: AsyncSession, portal: Portal) -> Opened:
    header = await account.header(session, _parse(work.request.path_params["account_id"]))
    return Opened(work, portal, session, header)


def _parse(account_id: str) -> UUID:
    try:
        return UUID(account_id)
    except ValueError:
        message = "There is no account at this address. The portfolio lists every account there is."
        raise NotFound(message) from None


async def get_seen(work: WorkDep, session: ReaderDep, portal: PortalDep) -> Opened:
    """The account of the address, to look at. Raises NotFound for an unknown one."""
    return await _open(work, session, portal)


async def get_edited(work: WorkDep, session: SessionDep, portal: PortalDep) -> Opened:
    """The account of the address, to change something about it. Raises NotFound for an unknown one."""
    return await _open(work, session, portal)


SeenDep = Annotated[Opened, Depends(get_seen)]
EditedDep = Annotated[Opened, Depends(get_edited)]
