"""Accounts, as the vendor's CRM and product know them."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response
from pydantic import Field

from portal.domain.audit import Actor
from portal.domain.records import MOST_SEATS, AccountRecord
from portal.services import account_records
from portal.web.deps import NowDep, ReaderDep, SessionDep
from portal.web.routes.api.answers import READS, ConditionsDep, Page, TurnDep, answer, writes
from portal.web.routes.api.fields import Address, Day, ExternalId, Given, Industry, Moment, Name, Shown, optional
from portal.web.routes.api.keys import may

router = APIRouter(prefix="/api/v1/accounts", tags=["accounts"])
Reader = Annotated[Actor, may("accounts:read")]
Writer = Annotated[Actor, may("accounts:write")]
Seats = Annotated[int, Field(strict=True, ge=0, le=MOST_SEATS)]
Language = Annotated[str, Field(max_length=20, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]


class Account(Shown):
    """A customer organisation and its run. Kickoff and go-live are declared in the portal, not here."""

    id: UUID
    external_id: str
    name: str
    industry: str | None
    seats: int | None
    language: str | None
    csm: str | None
    target_go_live_on: Day | None
    kickoff_on: Day | None
    went_live_on: Day | None
    created_at: Moment


class AccountGiven(Given):
    """What to know of an account. `csm` is the e-mail of the one of your staff who guides it."""

    name: Name
    industry: Industry | None = None
    seats: Seats | None = None
    language: Language | None = None
    csm: Address | None = None
    target_go_live_on: Day | None = None


class AccountPatch(AccountGiven):
    """What to change about an account; null clears a field."""

    name: Name = optional()


@router.get("", response_model=Page[Account], responses=READS)
async def every(request: Request, session: ReaderDep, _key: Reader, turn: TurnDep) -> Response:
    """List accounts, in a fixed order."""
    rows = await account_records.page(session, after=turn.after, limit=turn.limit + 1)
    return turn.page(request, rows, Account.model_validate, lambda row: row.known_id)


@router.get("/{external_id}", response_model=Account, responses=READS)
async def one(request: Request, session: ReaderDep, _key: Reader, external_id: ExternalId) -> Response:
    """Read an account."""
    return answer(request, Account.model_validate(await account_records.show(session, external_id)))


@router.put("/{external_id}", response_model=Account, responses=writes(Account, creates=True))
async def put(
    request: Request,
    session: SessionDep,
    *,
    key: Writer,
    now: NowDep,
    conditions: ConditionsDep,
    external_id: ExternalId,
    sent: AccountGiven,
) -> Response:
    """Create or update an account. The same request twice does nothing the second time."""
    before = await account_records.taken(session, external_id)
    conditions.require(Account.model_validate(before) if before else None)
    record = replace(before, **sent.given()) if before else AccountRecord(external_id=external_id, **sent.given())
    after = await account_records.keep(session, record, before=before, actor=key, now=now)
    return answer(request, Account.model_validate(after), created=before is None)


@router.patch("/{external_id}", response_model=Account, responses=writes(Account, creates=False))
async def patch(
    request: Request,
    session: SessionDep,
    *,
    key: Writer,
    now: NowDep,
    conditions: ConditionsDep,
    external_id: ExternalId,
    sent: Annotated[AccountPatch, Body(media_type="application/merge-patch+json")],
) -> Response:
    """Change some fields of an account."""
    before = await account_records.taken(session, external_id) or await account_records.show(session, external_id)
    conditions.require(Account.model_validate(before), needed=True)
    after = await account_records.keep(session, replace(before, **sent.given()), before=before, actor=key, now=now)
    return answer(request, Account.model_validate(after))
