"""The named people at a customer, as the vendor's CRM and product know them."""

from dataclasses import replace
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response
from pydantic import AfterValidator, Field

from portal.domain.audit import Actor
from portal.domain.records import StakeholderRecord, in_order
from portal.domain.roles import Duty, Part
from portal.services import account_records, stakeholder_records
from portal.web.deps import NowDep, ReaderDep, SessionDep
from portal.web.routes.api.answers import READS, ConditionsDep, Page, TurnDep, answer, writes
from portal.web.routes.api.fields import AccountId, Address, ExternalId, Given, Name, Shown, Title, optional
from portal.web.routes.api.keys import may

router = APIRouter(prefix="/api/v1/accounts/{account}/stakeholders", tags=["stakeholders"])
Reader = Annotated[Actor, may("stakeholders:read")]
Writer = Annotated[Actor, may("stakeholders:write")]
Duties = Annotated[tuple[Duty, ...], Field(max_length=len(Duty)), AfterValidator(partial(in_order, Duty))]
Parts = Annotated[tuple[Part, ...], Field(max_length=len(Part)), AfterValidator(partial(in_order, Part))]


class Stakeholder(Shown):
    """A named person at the customer, a member or not."""

    id: UUID
    external_id: str | None
    name: str
    title: str | None
    email: str | None
    duties: tuple[Duty, ...]
    parts: tuple[Part, ...]


class StakeholderGiven(Given):
    """Who they are, their duties, and the parts they play: each has one person, so whoever had it has it no more."""

    name: Name
    title: Title | None = None
    email: Address | None = None
    duties: Duties = ()
    parts: Parts = ()


class StakeholderPatch(StakeholderGiven):
    """What to change about a stakeholder; null clears the title or the e-mail."""

    name: Name = optional()


@router.get("", response_model=Page[Stakeholder], responses=READS)
async def every(request: Request, session: ReaderDep, _key: Reader, turn: TurnDep, account: AccountId) -> Response:
    """List an account's stakeholders, in a fixed order."""
    account_id = await account_records.id_of(session, account)
    rows = await stakeholder_records.page(session, account_id=account_id, after=turn.after, limit=turn.limit + 1)
    return turn.page(request, rows, Stakeholder.model_validate, lambda row: row.known_id)


@router.get("/{external_id}", response_model=Stakeholder, responses=READS)
async def one(
    request: Request, session: ReaderDep, _key: Reader, account: AccountId, external_id: ExternalId
) -> Response:
    """Read a stakeholder."""
    account_id = await account_records.id_of(session, account)
    found = await stakeholder_records.show(session, account_id=account_id, external_id=external_id)
    return answer(request, Stakeholder.model_validate(found))


@router.put("/{external_id}", response_model=Stakeholder, responses=writes(Stakeholder, creates=True))
async def put(
    request: Request,
    session: SessionDep,
    *,
    key: Writer,
    now: NowDep,
    conditions: ConditionsDep,
    account: AccountId,
    external_id: ExternalId,
    sent: StakeholderGiven,
) -> Response:
    """Create or update a stakeholder. Somebody without an external id is found by their name, and gets this one."""
    account_id = await account_records.id_of(session, account)
    before = await stakeholder_records.taken(session, account_id=account_id, external_id=external_id, name=sent.name)
    conditions.require(Stakeholder.model_validate(before) if before else None)
    given = {"external_id": external_id, **sent.given()}
    record = replace(before, **given) if before else StakeholderRecord(**given)
    after = await stakeholder_records.keep(session, record, account_id=account_id, before=before, actor=key, now=now)
    return answer(request, Stakeholder.model_validate(after), created=before is None)


@router.patch("/{external_id}", response_model=Stakeholder, responses=writes(Stakeholder, creates=False))
async def patch(
    request: Request,
    session: SessionDep,
    *,
    key: Writer,
    now: NowDep,
    conditions: ConditionsDep,
    account: AccountId,
    external_id: ExternalId,
    sent: Annotated[StakeholderPatch, Body(media_type="application/merge-patch+json")],
) -> Response:
    """Change some fields of a stakeholder."""
    account_id = await account_records.id_of(session, account)
    await stakeholder_records.taken(session, account_id=account_id, external_id=external_id)
    before = await stakeholder_records.show(session, account_id=account_id, external_id=external_id)
    conditions.require(Stakeholder.model_validate(before), needed=True)
    record = replace(before, **sent.given())
    after = await stakeholder_records.keep(session, record, account_id=account_id, before=before, actor=key, now=now)
    return answer(request, Stakeholder.model_validate(after))
