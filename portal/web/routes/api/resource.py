"""What is kept in an account under ids of other systems: listed, read, created, updated, all alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Final, Generic, Protocol, TypeVar
from uuid import UUID

from fastapi import Body, Depends, Request, Response, params
from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.audit import Actor
from portal.domain.records import Stored
from portal.services import account_records
from portal.web.deps import NowDep, ReaderDep, SessionDep
from portal.web.routes.api.answers import Conditions, ConditionsDep, Turn, answer
from portal.web.routes.api.fields import AccountId, Given, Shown
from portal.web.routes.api.keys import may

MERGE: Final[Any] = Body(media_type="application/merge-patch+json")
"""The body of a PATCH."""
Record = TypeVar("Record", bound=Stored)


class Records(Protocol[Record]):
    """The service that keeps them."""

    async def show(self, session: AsyncSession, *, account_id: UUID, external_id: str) -> Record:
        """The one of that external id. Raises NotFound."""

    async def page(self, session: AsyncSession, *, account_id: UUID, after: UUID | None, limit: int) -> list[Record]:
        """So many in a fixed order, those behind `after` where it is given."""

    async def taken(self, session: AsyncSession, *, account_id: UUID, external_id: str) -> Record | None:
        """The one as it stands once nobody else is changing the account; None where there is none yet."""

    async def keep(
        self,
        session: AsyncSession,
        record: Record,
        *,
        account_id: UUID,
        before: Record | None,
        actor: Actor,
        now: datetime,
    ) -> Record:
        """Make one what the record says; `before` is how it stands, None to add it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A request to read something of an account."""

    request: Request
    session: AsyncSession
    account_id: UUID


@dataclass(frozen=True, slots=True)
class Writing:
    """A request to write something of an account."""

    request: Request
    session: AsyncSession
    account_id: UUID
    key: Actor
    now: datetime
    conditions: Conditions


def reading(scope: str) -> params.Depends:
    """Asks for a key with this scope, and for the account."""

    async def asked(
        request: Request, session: ReaderDep, _key: Annotated[Actor, may(scope)], account: AccountId
    ) -> Reading:
        return Reading(request, session, await account_records.id_of(session, account))

    needed: params.Depends = Depends(asked, scope="function")
    return needed


def writing(scope: str) -> params.Depends:
    """Asks for a key with this scope, for the account, and for what the change is based on."""

    async def asked(
        request: Request,
        session: SessionDep,
        *,
        key: Annotated[Actor, may(scope)],
        now: NowDep,
        conditions: ConditionsDep,
        account: AccountId,
    ) -> Writing:
        return Writing(request, session, await account_records.id_of(session, account), key, now, conditions)

    needed: params.Depends = Depends(asked, scope="function")
    return needed


@dataclass(frozen=True, slots=True)
class Resource(Generic[Record]):
    """Something an account has many of: the service that keeps it, how one is made, and how one is shown."""

    records: Records[Record]
    make: Callable[..., Record]
    shown: type[Shown]

    async def every(self, asked: Reading, turn: Turn) -> Response:
        """A page of them."""
        rows = await self.records.page(
            asked.session, account_id=asked.account_id, after=turn.after, limit=turn.limit + 1
        )
        return turn.page(asked.request, rows, self.shown.model_validate, lambda row: row.known_id)

    async def one(self, asked: Reading, external_id: str) -> Response:
        """The one of that external id."""
        found = await self.records.show(asked.session, account_id=asked.account_id, external_id=external_id)
        return answer(asked.request, self.shown.model_validate(found))

    async def put(self, asked: Writing, external_id: str, sent: Given) -> Response:
        """Create one, or update what stands under that external id."""
        found = await self.records.taken(asked.session, account_id=asked.account_id, external_id=external_id)
        return await self.keep(asked, external_id, sent, before=found)

    async def keep(self, asked: Writing, external_id: str, sent: Given, *, before: Record | None) -> Response:
        """Create one, or update the one that was found."""
        asked.conditions.require(self.shown.model_validate(before) if before else None)
        given = {"external_id": external_id, **sent.given()}
        record = replace(before, **given) if before else self.make(**given)
        return await self._answer(asked, record, before)

    async def patch(self, asked: Writing, external_id: str, sent: Given) -> Response:
        """Change some fields of one."""
        await self.records.taken(asked.session, account_id=asked.account_id, external_id=external_id)
        before = await self.records.show(asked.session, account_id=asked.account_id, external_id=external_id)
        asked.conditions.require(self.shown.model_validate(before), needed=True)
        return await self._answer(asked, replace(before, **sent.given()), before)

    async def _answer(self, asked: Writing, record: Record, before: Record | None) -> Response:
        after = await self.records.keep(
            asked.session, record, account_id=asked.account_id, before=before, actor=asked.key, now=asked.now
        )
        return answer(asked.request, self.shown.model_validate(after), created=before is None)
